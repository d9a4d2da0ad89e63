"""What other tools say of the same windows, at their defaults: peers.py folder reference-rows rows windows names,…

The folder holds reference.f64 and windows.f64 (one window after the other): doubles, column after column; a name that begins with
"categories" is of categories. Prints for each tool the share of the windows in which a column is called drifted, and for each
column the share of the windows in which it is.
"""
import json
import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")
import evidently
import nannyml
import numpy as np
import pandas as pd
import scipy
from evidently.legacy.calculations.stattests import get_stattest
from nannyml import UnivariateDriftCalculator

folder, *counts, names = sys.argv[1:]
REFERENCE, ROWS, WINDOWS = map(int, counts)
NAMES = names.split(",")
IS_CATEGORY = {name: name.startswith("categories") for name in NAMES}


def frame(values, rows):
    table = pd.DataFrame({name: values[i * rows : (i + 1) * rows] for i, name in enumerate(NAMES)})
    return table.assign(**{name: "c" + table[name].astype(int).astype(str) for name in NAMES if IS_CATEGORY[name]})


reference = frame(np.fromfile(f"{folder}/reference.f64"), REFERENCE)
raw = np.memmap(f"{folder}/windows.f64", dtype="float64")
windows = [frame(raw[i * ROWS * len(NAMES) : (i + 1) * ROWS * len(NAMES)], ROWS) for i in range(WINDOWS)]


def ask_evidently(name, window):
    kind = "cat" if IS_CATEGORY[name] else "num"
    test = get_stattest(reference[name], window[name], kind, None)
    return bool(test(reference[name], window[name], kind, None).drifted)


def ask_tests(name, window):
    """Two-sample Kolmogorov-Smirnov, or chi-square: p < 0.05."""
    if not IS_CATEGORY[name]:
        return bool(scipy.stats.ks_2samp(reference[name], window[name]).pvalue < 0.05)
    table = pd.concat([reference[name].value_counts(), window[name].value_counts()], axis=1).fillna(0)
    return bool(scipy.stats.chi2_contingency(table.to_numpy()).pvalue < 0.05)


def ask_nannyml():
    calculator = UnivariateDriftCalculator(column_names=NAMES, chunk_size=ROWS).fit(reference)
    result = calculator.calculate(pd.concat(windows, ignore_index=True)).filter(period="analysis").to_df()
    return {name: result[(name, "jensen_shannon", "alert")].astype(bool).tolist() for name in NAMES}


def share(drifted):
    table = np.array([drifted[name] for name in NAMES])
    return {"any": float(table.any(axis=0).mean()), "columns": table.mean(axis=1).tolist()}


answers = {
    "evidently": share({name: [ask_evidently(name, window) for window in windows] for name in NAMES}),
    "tests": share({name: [ask_tests(name, window) for window in windows] for name in NAMES}),
    # It learns its thresholds from chunks of the reference that are as large as the windows: two at least.
    "nannyml": share(ask_nannyml()) if 2 * ROWS <= REFERENCE else None,
}
json.dump({"answers": answers, "versions": {"evidently": evidently.__version__, "nannyml": nannyml.__version__, "scipy": scipy.__version__}}, sys.stdout)
