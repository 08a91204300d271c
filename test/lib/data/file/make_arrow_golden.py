"""Writes arrow_golden.json: compressed Arrow files of pyarrow (25.0.1) in base64. pip install pyarrow"""

import base64
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather

ROWS = 400
table = pa.table({
    "x": pa.array([None if row % 7 == 0 else row / 2 for row in range(ROWS)], pa.float64()),
    "kind": pa.array(["chg" if row % 3 == 0 else "dchg" for row in range(ROWS)]).dictionary_encode(),
    "note": pa.array([f"row {row}" for row in range(ROWS)]),
    "signal": pa.array([[row, -row] for row in range(ROWS)], pa.list_(pa.float32(), 2)),
    "time": pa.array([row * 1000 for row in range(ROWS)], pa.timestamp("ns")),
})


def written(compression):
    into = io.BytesIO()
    feather.write_feather(table, into, compression=compression, chunksize=250)
    return base64.b64encode(into.getvalue()).decode()


golden = {compression: written(compression) for compression in ("lz4", "zstd")}
Path(__file__).with_name("arrow_golden.json").write_text(json.dumps(golden, indent=2) + "\n")
