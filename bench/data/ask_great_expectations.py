"""great_expectations on a Parquet file (pandas): ask_great_expectations.py rows.parquet expectations.json"""
import json
import logging
import os
import sys
import time
import warnings

os.environ["GX_ANALYTICS_ENABLED"] = "false"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuite
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

path, expectations = sys.argv[1:]
start = time.perf_counter()  # what its import takes is not counted
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
asset = context.data_sources.add_pandas("rows").add_dataframe_asset("rows")
batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": pd.read_parquet(path)})
suite = ExpectationSuite(name="suite")
with open(expectations) as file:
    asked = json.load(file)["expectations"]
for one in asked:
    suite.add_expectation_configuration(ExpectationConfiguration(**one))
results = batch.validate(suite, result_format="BASIC").results
seconds = time.perf_counter() - start
key = lambda type, kwargs: json.dumps([type, {k: v for k, v in kwargs.items() if k != "batch_id"}], sort_keys=True)
answers = {key(r.expectation_config.type, r.expectation_config.kwargs): bool(r.success) for r in results}
print(json.dumps({"seconds": seconds, "version": gx.__version__, "success": [answers[key(one["type"], one["kwargs"])] for one in asked]}))
