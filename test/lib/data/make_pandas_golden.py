"""Make pandas_golden.json: python3 make_pandas_golden.py > pandas_golden.json (Debian: python3-pandas)."""

import json

import numpy as np
import pandas as pd

left = pd.DataFrame({"cell": ["p", "p", "q", "r", None, "p"], "site": [1, 2, 1, 1, 3, 9],
                     "volt": [3.0, np.nan, 5, 6, 7, 8], "note": ["a", None, "b", "c", "d", "e"]})
right = pd.DataFrame({"cell": ["q", "p", "s", "p"], "site": [1, 2, 1, 1],
                      "temp": [20.0, 30, np.nan, 50], "soh": [1.5, 2.5, 3.5, 4.5]})

numbers = pd.DataFrame({"even": [1.0, 2, np.nan, 4, 10, -3.25], "flat": [2.0] * 6, "big": [1e9 + k for k in range(6)],
                        "one": [np.nan] * 5 + [7.0]})
texts = pd.DataFrame({"kind": ["a", "b", "a", None, "c", "a"], "ok": [True, False, True, True, None, False]})


def plain(value):
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def rows(frame):
    return [[plain(value) for value in row] for row in frame.itertuples(index=False)]


def columns(frame):
    return {name: [plain(value) for value in frame[name]] for name in frame}


tables = {"left": columns(left), "right": columns(right)}
join = {}
for how in ["inner", "left", "right", "outer"]:
    merged = left.merge(right, on=["cell", "site"], how=how)
    join[how] = rows(merged[["cell", "site", "volt", "note", "temp", "soh"]])

summary = numbers.describe()
describe = {name: {stat: plain(summary[name][stat]) for stat in summary.index} for name in numbers}
words = {name: {"count": int(texts[name].count()), "distinct": int(texts[name].nunique()),
                "top": str(texts[name].value_counts().idxmax())} for name in texts}
both = pd.concat([numbers, texts], axis=1)
missing = {"counts": {name: int(count) for name, count in both.isna().sum().items()},
           "complete": int((~both.isna().any(axis=1)).sum())}
print(json.dumps({"tables": tables, "join": join, "numbers": columns(numbers), "texts": columns(texts), "describe": describe,
                  "words": words, "missing": missing}))
