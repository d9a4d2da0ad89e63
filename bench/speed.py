"""Times scikit-learn on the rows of bench/speed.ts: reads raw arrays from a folder, prints seconds as JSON."""
import json
import sys
import time
import warnings

import numpy as np
import sklearn
import sklearn.calibration
import sklearn.metrics as m

warnings.filterwarnings("ignore")
folder, replicates = sys.argv[1], int(sys.argv[2])
y = np.fromfile(f"{folder}/labels.u8", dtype=np.uint8)
p = np.fromfile(f"{folder}/candidate.f64", dtype=np.float64)
q = np.fromfile(f"{folder}/baseline.f64", dtype=np.float64)

start = time.perf_counter()
d = (p >= 0.5).astype(np.uint8)
for call in (
    m.accuracy_score,
    m.balanced_accuracy_score,
    m.precision_score,
    m.recall_score,
    m.f1_score,
    m.matthews_corrcoef,
    m.cohen_kappa_score,
    m.jaccard_score,
):
    call(y, d)
for call in (m.roc_auc_score, m.average_precision_score, m.log_loss, m.brier_score_loss, m.roc_curve, m.precision_recall_curve):
    call(y, p)
sklearn.calibration.calibration_curve(y, p, n_bins=10, strategy="quantile")
metrics = time.perf_counter() - start

rng = np.random.default_rng(7)
start = time.perf_counter()
for _ in range(replicates):
    rows = rng.integers(0, len(y), len(y))
    labels = y[rows]
    for scores in (p, q):
        drawn = scores[rows]
        m.roc_auc_score(labels, drawn)
        m.f1_score(labels, drawn >= 0.5)
        m.log_loss(labels, drawn)
bootstrap = (time.perf_counter() - start) / replicates
json.dump({"metrics": metrics, "replicate": bootstrap, "version": sklearn.__version__}, sys.stdout)
