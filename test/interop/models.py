"""Trains scikit-learn models, exports them with skl2onnx, and prints what scikit-learn says of them on held-out rows."""
import json
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
import sklearn.metrics as m
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")
folder = pathlib.Path(sys.argv[1])
churn = pd.read_csv(sys.argv[2])
numeric = ["total_day_minutes", "total_eve_minutes", "number_customer_service_calls"]
text = ["international_plan", "voice_mail_plan"]
churn[numeric] = churn[numeric].astype(np.float32)
train, test = churn.iloc[:3500], churn.iloc[3500:]
test.to_csv(folder / "holdout.csv", index=False)
inputs = [(name, FloatTensorType([None, 1])) for name in numeric] + [(name, StringTensorType([None, 1])) for name in text]


def pipeline(model):
    encode = ColumnTransformer([("n", StandardScaler(), numeric), ("t", OneHotEncoder(handle_unknown="ignore"), text)])
    return Pipeline([("encode", encode), ("model", model)])


def save(name, fitted, **options):
    onnx = convert_sklearn(fitted, initial_types=inputs, target_opset=17, **options)
    (folder / f"{name}.onnx").write_bytes(onnx.SerializeToString())


found = {}
for name, model in (("logistic", LogisticRegression()), ("forest", RandomForestClassifier(30, max_depth=6, random_state=7))):
    fitted = pipeline(model).fit(train[numeric + text], train["churn"])
    save(name, fitted, options={id(fitted): {"zipmap": False}})
    y, p = (test["churn"] == "yes").astype(int), fitted.predict_proba(test[numeric + text])[:, 1]
    found[name] = {"roc_auc": m.roc_auc_score(y, p), "log_loss": m.log_loss(y, p), "accuracy": m.accuracy_score(y, p >= 0.5)}
save("zipmap", pipeline(LogisticRegression()).fit(train[numeric + text], train["churn"]))
target = "total_intl_charge"
line = pipeline(LinearRegression()).fit(train[numeric + text], train[target])
save("line", line)
p = line.predict(test[numeric + text])
found["line"] = {"root_mean_squared_error": m.root_mean_squared_error(test[target], p), "r2": m.r2_score(test[target], p)}
json.dump(found, sys.stdout)
