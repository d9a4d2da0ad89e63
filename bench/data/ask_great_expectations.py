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
for index, one in enumerate(asked):
    suite.add_expectation_configuration(ExpectationConfiguration(**one, meta={"index": index}))
results = batch.validate(suite, result_format="BASIC").results
seconds = time.perf_counter() - start
answers = {result.expectation_config.meta["index"]: bool(result.success) for result in results}
success = [answers[index] for index in range(len(asked))]
print(json.dumps({"seconds": seconds, "version": gx.__version__, "success": success}))
