"""Make golden.json with scikit-learn: python3 make_golden.py > golden.json (Debian: python3-sklearn)."""

import json

import numpy as np
from sklearn import preprocessing as p

rng = np.random.RandomState(7)
x = np.round(np.c_[rng.normal(3, 2, 24), rng.lognormal(0, 1, 24), np.full(24, 5.0), rng.rand(24) * 1e6], 4)
x[3, 0] = np.nan
fit, new = x[:16], x[16:]
cases = [
    ("standard", {}, p.StandardScaler()),
    ("standard", {"withMean": False}, p.StandardScaler(with_mean=False)),
    ("standard", {"withStd": False}, p.StandardScaler(with_std=False)),
    ("minMax", {}, p.MinMaxScaler()),
    ("minMax", {"range": [-1, 2]}, p.MinMaxScaler((-1, 2))),
    ("maxAbs", {}, p.MaxAbsScaler()),
    ("robust", {}, p.RobustScaler()),
    ("robust", {"quantileRange": [10, 80]}, p.RobustScaler(quantile_range=(10, 80))),
    ("normalizer", {"norm": "l1"}, p.Normalizer("l1")),
    ("normalizer", {"norm": "l2"}, p.Normalizer("l2")),
    ("normalizer", {"norm": "max"}, p.Normalizer("max")),
]


def rows(values):
    return [[None if np.isnan(v) else float(v) for v in row] for row in values]


out = []
for name, config, scaler in cases:
    learn = np.nan_to_num(fit, nan=1.5) if name == "normalizer" else fit
    scaler.fit(learn)
    out.append({"scaler": name, "config": config, "fit": rows(learn), "new": rows(new),
                "expected": rows(scaler.transform(new))})
print("[" + ",\n".join(json.dumps(case) for case in out) + "]")
