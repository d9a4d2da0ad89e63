"""Prints random cases and what scikit-learn says of each: {"cases": [{task, ..., weights, expected: {id: value}}]}."""
import json
import sys
import warnings

import numpy as np
import sklearn.metrics as m

warnings.filterwarnings("ignore")
settings = json.load(sys.stdin)
seed, most = settings["seed"], settings.get("rows", 400)
rng = np.random.default_rng(seed)
cases = []


def values(pairs):
    expected = {}
    for name, compute in pairs.items():
        try:
            value = float(compute())
        except ValueError:
            continue
        if np.isfinite(value):
            expected[name] = value
    return expected


def averaged(names, y, p, w, zero, labels=None):
    pairs = {}
    for average in ("macro", "micro", "weighted"):
        for name, call in names.items():
            head, at = (name.split("@") + [None])[:2]
            key = f"{head}_{average}" + (f"@{at}" if at else "")
            pairs[key] = lambda call=call, average=average: call(
                y, p, average=average, sample_weight=w, zero_division=zero
            )
    return pairs


FAMILY = {
    "precision": m.precision_score,
    "recall": m.recall_score,
    "f1": m.f1_score,
    "jaccard": m.jaccard_score,
    "fbeta@2": lambda *a, **k: m.fbeta_score(*a, beta=2, **k),
}

for case in range(12):
    n = int(rng.integers(30, most))
    w = None if case % 2 else rng.uniform(0.2, 3, n)
    y = rng.integers(0, 2, n)
    s = np.clip(rng.normal(0.35 + 0.3 * y, 0.25), 0.001, 0.999)
    if case % 3 == 0:
        s = np.clip(np.round(s, 1), 0.001, 0.999)
    p = (s >= 0.5).astype(int)
    zero = case % 2
    expected = values(
        {
            "accuracy": lambda: m.accuracy_score(y, p, sample_weight=w),
            "balanced_accuracy": lambda: m.balanced_accuracy_score(y, p, sample_weight=w),
            "matthews_corrcoef": lambda: m.matthews_corrcoef(y, p, sample_weight=w),
            "cohen_kappa": lambda: m.cohen_kappa_score(y, p, sample_weight=w),
            "roc_auc": lambda: m.roc_auc_score(y, s, sample_weight=w),
            "average_precision": lambda: m.average_precision_score(y, s, sample_weight=w),
            "log_loss": lambda: m.log_loss(y, s, sample_weight=w),
            "brier_score": lambda: m.brier_score_loss(y, s, sample_weight=w),
            **{name: (lambda call=call: call(y, p, sample_weight=w, zero_division=zero)) for name, call in FAMILY.items()},
        }
    )
    cases.append(dict(task="binary-classification", labels=y, scores=s, predictions=p, weights=w, zero=zero, expected=expected))

for case in range(12):
    n, k = int(rng.integers(40, max(41, most * 3 // 4))), int(rng.integers(3, 7))
    w = None if case % 2 else rng.uniform(0.2, 3, n)
    y = rng.integers(0, k, n)
    s = rng.dirichlet(np.ones(k), n) + 0.6 * np.eye(k)[y]
    s = s / s.sum(axis=1, keepdims=True)
    p = s.argmax(axis=1)
    zero = case % 2
    labels = list(range(k))
    expected = values(
        {
            "accuracy": lambda: m.accuracy_score(y, p, sample_weight=w),
            "balanced_accuracy": lambda: m.balanced_accuracy_score(y, p, sample_weight=w),
            "matthews_corrcoef": lambda: m.matthews_corrcoef(y, p, sample_weight=w),
            "cohen_kappa": lambda: m.cohen_kappa_score(y, p, sample_weight=w),
            "log_loss": lambda: m.log_loss(y, s, sample_weight=w, labels=labels),
            "top_k_accuracy@2": lambda: m.top_k_accuracy_score(y, s, k=2, sample_weight=w, labels=labels),
            "roc_auc_ovr": lambda: m.roc_auc_score(y, s, multi_class="ovr", sample_weight=w, labels=labels),
            "roc_auc_ovr_weighted": lambda: m.roc_auc_score(
                y, s, multi_class="ovr", average="weighted", sample_weight=w, labels=labels
            ),
            **(
                {}
                if w is not None
                else {
                    "roc_auc_ovo": lambda: m.roc_auc_score(y, s, multi_class="ovo", labels=labels),
                    "roc_auc_ovo_weighted": lambda: m.roc_auc_score(
                        y, s, multi_class="ovo", average="weighted", labels=labels
                    ),
                }
            ),
            **averaged(FAMILY, y, p, w, zero),
        }
    )
    cases.append(
        dict(task="multiclass-classification", classes=[str(c) for c in labels], labels=y, scores=s.ravel(), predictions=p, weights=w, zero=zero, expected=expected)
    )

for case in range(8):
    n, k = int(rng.integers(40, max(41, most // 2))), int(rng.integers(2, 5))
    w = None if case % 2 else rng.uniform(0.2, 3, n)
    y = (rng.uniform(size=(n, k)) < 0.4).astype(int)
    s = np.clip(rng.normal(0.3 + 0.4 * y, 0.25), 0.001, 0.999)
    p = (s >= 0.5).astype(int)
    zero = case % 2
    expected = values(
        {
            "accuracy": lambda: m.accuracy_score(y, p, sample_weight=w),
            "roc_auc_macro": lambda: m.roc_auc_score(y, s, average="macro", sample_weight=w),
            "roc_auc_micro": lambda: m.roc_auc_score(y, s, average="micro", sample_weight=w),
            "average_precision_macro": lambda: m.average_precision_score(y, s, average="macro", sample_weight=w),
            **averaged(FAMILY, y, p, w, zero),
        }
    )
    cases.append(
        dict(task="multilabel-classification", classes=[str(c) for c in range(k)], labels=y.ravel(), scores=s.ravel(), predictions=p.ravel(), weights=w, zero=zero, expected=expected)
    )

for case in range(10):
    n = int(rng.integers(20, most))
    w = None if case % 2 else rng.uniform(0.2, 3, n)
    y = rng.gamma(2, 3, n)
    p = np.abs(y + rng.normal(0, 1.5, n)) + 0.01
    if case % 3 == 0:
        y, p = np.round(y) + 1, np.round(p) + 1
    expected = values(
        {
            "mean_absolute_error": lambda: m.mean_absolute_error(y, p, sample_weight=w),
            "mean_squared_error": lambda: m.mean_squared_error(y, p, sample_weight=w),
            "root_mean_squared_error": lambda: m.root_mean_squared_error(y, p, sample_weight=w),
            "median_absolute_error": lambda: m.median_absolute_error(y, p, sample_weight=w),
            "mean_absolute_percentage_error": lambda: m.mean_absolute_percentage_error(y, p, sample_weight=w),
            "r2": lambda: m.r2_score(y, p, sample_weight=w),
            "explained_variance": lambda: m.explained_variance_score(y, p, sample_weight=w),
            "max_error": lambda: m.max_error(y, p),
            "pinball_loss@0.9": lambda: m.mean_pinball_loss(y, p, alpha=0.9, sample_weight=w),
            "mean_poisson_deviance": lambda: m.mean_poisson_deviance(y, p, sample_weight=w),
        }
    )
    cases.append(dict(task="regression", labels=y, predictions=p, weights=w, zero=0, expected=expected))

for case in range(8):
    queries, per = int(rng.integers(3, 12)), int(rng.integers(5, 15))
    y = rng.integers(0, 4, (queries, per))
    y[:, 0] = 1
    s = y + rng.normal(0, 1.5, (queries, per))
    if case % 2:
        s = np.round(s)
    expected = values({f"ndcg@{k}": (lambda k=k: m.ndcg_score(y, s, k=k)) for k in (3, 5)} | {"ndcg": lambda: m.ndcg_score(y, s)})
    cases.append(
        dict(task="ranking", labels=y.ravel(), scores=s.ravel(), queries=np.repeat(np.arange(queries), per), weights=None, zero=0, expected=expected)
    )


def plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


json.dump({"cases": [{key: plain(value) for key, value in case.items()} for case in cases]}, sys.stdout)
