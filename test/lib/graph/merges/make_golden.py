"""Makes golden.json: what numpy concatenates and pads, for the tests of concat.

Run with Debian's python3-numpy: /usr/bin/python3 make_golden.py
Inputs are made by the formula that concat_test.ts has too.
"""

import json
import os

import numpy as np

MODES = {"constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def numbers(shape, start):
    return start + np.arange(np.prod(shape), dtype=float).reshape(shape)


def padded(arrays, axis, mode):
    longest = np.max([array.shape for array in arrays], axis=0)
    filled = []
    for array in arrays:
        missing = [(0, 0 if at == axis else longest[at] - length)
                   for at, length in enumerate(array.shape)]
        options = {"constant_values": -1} if mode == "constant" else {}
        filled.append(np.pad(array, missing, mode=MODES[mode], **options))
    return np.concatenate(filled, axis=axis)


def main():
    cases = []
    for shapes in ([[2, 3], [2, 5]], [[4, 1], [2, 3], [1, 8]], [[2, 1, 3], [3, 1, 7]]):
        arrays = [numbers([2, *shape], 100 * at) for at, shape in enumerate(shapes)]
        for axis in range(len(shapes[0])):
            for mode in MODES:
                found = padded(arrays, axis + 1, mode)
                cases.append({"shapes": shapes, "axis": axis, "pad": mode,
                              "shape": list(found.shape), "values": " ".join(f"{value:g}" for value in found.ravel())})
    here = os.path.dirname(os.path.abspath(__file__))
    rows = ",\n".join("  " + json.dumps(case) for case in cases)
    with open(os.path.join(here, "golden.json"), "w") as file:
        file.write(f'{{\n "source": "numpy {np.__version__}",\n "cases": [\n{rows}\n ]\n}}\n')


if __name__ == "__main__":
    main()
