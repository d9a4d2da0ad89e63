"""Asks great_expectations (pandas) about small tables; prints for each whether it succeeded and whether it raised."""

import datetime
import json
import logging
import os
import re
import sys
import warnings

os.environ["GX_ANALYTICS_ENABLED"] = "false"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import pandas as pd  # noqa: E402
import great_expectations as gx  # noqa: E402
from dateutil.parser import parse  # noqa: E402
from great_expectations.core import ExpectationSuite  # noqa: E402
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration  # noqa: E402

# With pyarrow beside it pandas searches with RE2, where \\w is ASCII; without it with Python's re, which great_expectations documents.
pd.set_option("mode.string_storage", "python")

WORDS = {"NaN": float("nan"), "inf": float("inf"), "-inf": float("-inf")}


def series(column):
    values, kind = column["values"], column["type"]
    missing = any(value is None for value in values)
    if kind == "int":
        return pd.Series(values, dtype="float64" if missing else "int64")
    if kind == "float":
        return pd.Series([WORDS.get(value, value) for value in values], dtype="float64")
    if kind == "bool":
        return pd.Series(values, dtype="object" if missing else "bool")
    if kind == "time":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[ns]")
    return pd.Series(values, dtype="object")


def validate(context, name, table, expectations):
    frame = pd.DataFrame({key: series(column) for key, column in table["columns"].items()})
    batch = (
        context.data_sources.add_pandas(name)
        .add_dataframe_asset("asset")
        .add_batch_definition_whole_dataframe("all")
        .get_batch({"dataframe": frame})
    )
    answers = []
    for expectation in expectations:
        try:
            suite = ExpectationSuite(name="one")
            suite.add_expectation_configuration(ExpectationConfiguration(**expectation))
            result = batch.validate(suite, result_format="BASIC").results[0]
            info = result.exception_info or {}
            raised = bool(info.get("raised_exception")) or any(
                isinstance(one, dict) and one.get("raised_exception") for one in info.values()
            )
            seen = result.result or {}
            answers.append(
                {
                    "success": bool(result.success),
                    "raised": raised,
                    "elements": seen.get("element_count"),
                    "unexpected": seen.get("unexpected_count") if "element_count" in seen else None,
                }
            )
        except Exception as error:
            answers.append({"success": False, "raised": True, "elements": None, "unexpected": None, "refused": str(error)[:200]})
    return answers


def is_date(text, today):
    try:
        parse(text, default=datetime.datetime.fromisoformat(today))
        return True
    except (ValueError, OverflowError):
        return False
    except Exception:
        return False


def is_format(text, form):
    try:
        datetime.datetime.strptime(text, form)
        return True
    except ValueError:
        return False


def finds(pattern, text):
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return None


def main():
    asked = json.load(sys.stdin)
    context = gx.get_context(mode="ephemeral")
    if hasattr(context, "variables"):
        context.variables.progress_bars = {"globally": False}
    answers = {
        name: validate(context, name, table, asked["expectations"]) for name, table in asked.get("tables", {}).items()
    }
    json.dump(
        {
            "version": gx.__version__,
            "answers": answers,
            "dates": [is_date(text, asked["today"]) for text in asked.get("dates", [])],
            "formats": [is_format(text, form) for text, form in asked.get("formats", [])],
            "regexes": [finds(pattern, text) for pattern, text in asked.get("regexes", [])],
        },
        sys.stdout,
    )


main()
