"""Make golden.json with scikit-learn: python3 make_golden.py > golden.json (Debian: python3-sklearn)."""

import json

import numpy as np
from scipy.stats import norm
from sklearn import preprocessing as p
from sklearn.impute import MissingIndicator, SimpleImputer

rng = np.random.RandomState(7)
x = np.round(np.c_[rng.normal(3, 2, 24), rng.lognormal(0, 1, 24), np.full(24, 5.0), rng.rand(24) * 1e6], 4)
x[3, 0] = np.nan
fit, new = x[:16], x[16:]



class Segments:
    """One scaler of scikit-learn for each slice of the features."""

    def __init__(self, boundaries, make):
        self.slices = [slice(start, end) for start, end in zip(boundaries, boundaries[1:])]
        self.scalers = [make() for _ in self.slices]

    def fit(self, values):
        for part, scaler in zip(self.slices, self.scalers):
            scaler.fit(values[:, part])

    def transform(self, values):
        return np.hstack([scaler.transform(values[:, part]) for part, scaler in zip(self.slices, self.scalers)])

    def inverse_transform(self, values):
        return np.hstack([scaler.inverse_transform(values[:, part]) for part, scaler in zip(self.slices, self.scalers)])


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
    ("quantile", {}, p.QuantileTransformer()),
    ("quantile", {"quantiles": 5}, p.QuantileTransformer(n_quantiles=5)),
    ("quantile", {"quantiles": 6, "output": "normal"},
     p.QuantileTransformer(n_quantiles=6, output_distribution="normal")),
    ("power", {}, p.PowerTransformer()),
    ("power", {"standardize": False}, p.PowerTransformer(standardize=False)),
    ("power", {"method": "boxCox"}, p.PowerTransformer(method="box-cox")),
    ("log", {}, p.FunctionTransformer(np.log1p)),
    ("absolute", {}, p.FunctionTransformer(np.abs)),
    ("negate", {}, p.FunctionTransformer(np.negative)),
    ("segmented", {"boundaries": [0, 1, 4], "scaler": "standard"},
     Segments([0, 1, 4], p.StandardScaler)),
    ("segmented", {"boundaries": [0, 3, 4], "scaler": "minMax", "options": {"range": [-1, 2]}},
     Segments([0, 3, 4], lambda: p.MinMaxScaler((-1, 2)))),
    ("segmented", {"boundaries": [0, 2, 4], "scaler": "normalizer", "options": {"norm": "l1"}},
     Segments([0, 2, 4], lambda: p.Normalizer("l1"))),
    ("perSampleMinMax", {"range": [-1, 1]}, p.FunctionTransformer(lambda v: p.minmax_scale(v, (-1, 1), axis=1))),
    ("perSampleZeroStart", {}, p.FunctionTransformer(lambda v: v - v[:, :1])),
    ("simpleImputer", {}, SimpleImputer()),
    ("simpleImputer", {"strategy": "median"}, SimpleImputer(strategy="median")),
    ("simpleImputer", {"strategy": "mostFrequent"}, SimpleImputer(strategy="most_frequent")),
    ("simpleImputer", {"strategy": "constant", "fillValue": -7}, SimpleImputer(strategy="constant", fill_value=-7)),
]
whole = ("normalizer", "power", "perSampleMinMax", "perSampleZeroStart", "log", "absolute", "negate")


def rows(values):
    return [[None if np.isnan(v) else float(v) for v in row] for row in values]


def inverse(name, scaler, values):
    if name == "segmented" and not all(hasattr(part, "inverse_transform") for part in scaler.scalers):
        return None
    if name.startswith("perSample") or name in ("normalizer", "absolute", "log", "negate", "simpleImputer"):
        return None
    return rows(scaler.inverse_transform(values))


def holes(values):
    values = values.copy()
    values[::3, 1] = np.nan
    return values


def positive(name, values):
    return np.abs(values) + 0.5 if name == "power" else values


def number_cases():
    for name, config, scaler in cases:
        is_whole = name in whole or config.get("scaler") in whole
        learn, later = (np.nan_to_num(fit, nan=1.5), new) if is_whole else (fit, new)
        if name == "simpleImputer":
            learn, later = holes(learn), holes(later)
        if config.get("method") == "boxCox":
            learn, later = positive(name, learn), positive(name, later)
        if name == "power":  # A constant has no best power: scikit-learn's choice is noise.
            learn, later = learn[:, [0, 1, 3]] / [1, 1, 1e5], later[:, [0, 1, 3]] / [1, 1, 1e5]
        if name in ("absolute", "negate"):
            later = later - 3
        scaler.fit(learn)
        scaled = scaler.transform(later)
        yield {"scaler": name, "config": config, "fit": rows(learn), "new": rows(later),
               "expected": rows(scaled), "inverse": inverse(name, scaler, scaled)}


kinds = np.array([["b", "x"], ["a", "y"], ["b", "z"], ["c", "x"], ["a", "x"]], dtype=object)
later = np.array([["c", "z"], ["a", "x"], ["b", "y"]], dtype=object)
strange = np.array([["c", "w"], ["q", "x"]], dtype=object)


def text_cases():
    for name, config, encoder, given in [
        ("oneHot", {}, p.OneHotEncoder(sparse=False), later),
        ("oneHot", {"drop": "first"}, p.OneHotEncoder(sparse=False, drop="first"), later),
        ("oneHot", {"handleUnknown": "ignore"}, p.OneHotEncoder(sparse=False, handle_unknown="ignore"), strange),
        ("oneHot", {"categories": [["c", "b", "a"], ["z", "y", "x"]]},
         p.OneHotEncoder(sparse=False, categories=[["c", "b", "a"], ["z", "y", "x"]]), later),
        ("ordinal", {}, p.OrdinalEncoder(), later),
        ("ordinal", {"handleUnknown": "useEncodedValue", "unknownValue": -3},
         p.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-3), strange),
    ]:
        encoder.fit(kinds)
        scaled = encoder.transform(given)
        yield {"scaler": name, "config": config, "fit": kinds.tolist(), "new": given.tolist(),
               "expected": rows(scaled), "inverse": encoder.inverse_transform(scaled).tolist()}
    gaps = np.where(np.arange(10).reshape(5, 2) % 3 == 1, None, kinds)
    for config, filler in [
        ({"strategy": "mostFrequent"}, SimpleImputer(strategy="most_frequent", missing_values=None)),
        ({"strategy": "constant", "fillValue": "none"},
         SimpleImputer(strategy="constant", fill_value="none", missing_values=None)),
    ]:
        filler.fit(gaps)
        yield {"scaler": "simpleImputer", "config": config, "fit": gaps.tolist(), "new": gaps.tolist(),
               "expected": filler.transform(gaps).tolist(), "inverse": None}


learn = holes(fit)
with_flags = np.concatenate([SimpleImputer().fit(learn).transform(holes(new))[:, :, None],
                             MissingIndicator(features="all").fit(learn).transform(holes(new))[:, :, None]], 2)
indicator = {"scaler": "simpleImputer", "config": {"indicator": True}, "fit": rows(learn), "new": rows(holes(new)),
             "expected": rows(with_flags.reshape(len(new), -1)), "inverse": None}
shares = [1e-300, 1e-12, 1e-5, 0.02, 0.3, 0.5, 0.9, 0.999999]
normal = {"shares": shares, "quantiles": [float(v) for v in norm.ppf(shares)],
          "values": [-8, -3.3, -0.1, 0, 1e-9, 2.5, 6], "below": [float(v) for v in norm.cdf([-8, -3.3, -0.1, 0, 1e-9, 2.5, 6])]}


def lines(items):
    return "[" + ",\n".join(json.dumps(item) for item in items) + "]"


print('{"numbers":', lines([*number_cases(), indicator]), ',"texts":', lines(text_cases()), ',"normal":',
      json.dumps(normal), "}")
