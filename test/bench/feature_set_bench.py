"""The peers of feature_set_bench.ts: does a task named on a line of its input, tells milliseconds."""

import sys
import time

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

ROWS = int(sys.argv[1])
COLUMNS = 20
chance = np.random.default_rng(1)
values = chance.random((ROWS, COLUMNS), dtype=np.float32)
frame = pd.DataFrame(values, columns=[f"x{at}" for at in range(COLUMNS)])
kind = chance.integers(0, 10, ROWS)
train = np.arange(ROWS)[: int(0.8 * ROWS)]

places = chance.permutation(ROWS)


def side(rows, value):
    return pd.DataFrame({
        "id": rows.astype(np.int32),
        "name": [f"sensor {row}" for row in rows],
        "group": (rows // 1000).astype(np.int32),
        "step": (rows % 1000).astype(np.int32),
        value: np.zeros(ROWS, np.float32),
    })


left, right = side(np.arange(ROWS), "x"), side(places, "y")


def join(*keys):
    return left[[*keys, "x"]].merge(right[[*keys, "y"]], on=list(keys))


def epoch():
    rows = train[chance.permutation(len(train))]
    total = 0.0
    for start in range(0, len(rows), 256):
        total += values[rows[start : start + 256]][0, 0]
    return total


TASKS = {
    "split": lambda: train_test_split(np.arange(ROWS), test_size=0.2),
    "stratified split": lambda: train_test_split(np.arange(ROWS), test_size=0.2, stratify=kind),
    "standard scaler": lambda: StandardScaler().fit_transform(values),
    "epoch": epoch,
    "filter": lambda: frame[frame["x0"] > 0.5],
    "filter, rows": lambda: np.flatnonzero(frame["x0"] > 0.5),
    "join id": lambda: join("id"),
    "join name": lambda: join("name"),
    "join group, step": lambda: join("group", "step"),
}

print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    TASKS[line.strip()]()
    print((time.perf_counter() - start) * 1000, flush=True)
