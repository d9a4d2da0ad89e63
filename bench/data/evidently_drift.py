"""Evidently's DataDriftPreset on two Parquet files: evidently_drift.py reference.parquet current.parquet numeric,… categorical,…"""
import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")
import evidently
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

reference, current, numeric, categorical = sys.argv[1:]
start = time.perf_counter()  # what its import takes is not counted
columns = DataDefinition(numerical_columns=numeric.split(","), categorical_columns=categorical.split(","))
dataset = lambda path: Dataset.from_pandas(pd.read_parquet(path), data_definition=columns)
result = Report([DataDriftPreset()]).run(reference_data=dataset(reference), current_data=dataset(current)).dict()
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "version": evidently.__version__, "drifted": result["metrics"][0]["value"]["count"]}))
