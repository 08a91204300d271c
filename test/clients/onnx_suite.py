"""Checks ONNX models: the format, the operators, and that inferred shapes are the declared ones."""

import pathlib
import sys

import onnx
from onnx import checker, shape_inference


def sizes(value):
    """Sizes of the axes; None where inference does not know."""
    dims = value.type.tensor_type.shape.dim
    return [dim.dim_value if dim.HasField("dim_value") else None for dim in dims]


def shapes(values):
    return {value.name: sizes(value) for value in values if value.type.tensor_type.HasField("shape")}


def agree(inferred, declared):
    return len(inferred) == len(declared) and all(a in (None, b) for a, b in zip(inferred, declared))


def check(path):
    model = onnx.load(str(path))
    checker.check_model(model, full_check=True)
    declared = shapes(model.graph.output)
    del model.graph.output[:]
    for name in declared:
        model.graph.output.add().name = name
    inferred = shapes(shape_inference.infer_shapes(model, strict_mode=True).graph.output)
    assert inferred, "no shape was inferred"
    for name, shape in inferred.items():
        assert agree(shape, declared[name]), f"{name} is inferred as {shape}, not {declared[name]}"


def main():
    failed = []
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
    for path in paths:
        try:
            check(path)
        except Exception as error:
            failed.append(path)
            print(f"FAILED {path.stem}: {error}")
    print(f"onnx {onnx.__version__} opened {len(paths)} models")
    print(f"onnx_suite: passed={len(paths) - len(failed)} failed={len(failed)}")
    sys.exit(1 if failed or not paths else 0)


main()
