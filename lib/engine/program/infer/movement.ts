/**
 * Rules of kernels that move elements without computing on them.
 *
 * @module
 */

import { ShapeError } from "../errors.ts";
import { sizeOf } from "../program.ts";
import { type InferRules, one, operand, same } from "./rule.ts";

/** Kernels of this family. */
export type MovementName =
  | ("Concat" | "GatherNd" | "GatherV2" | "MirrorPad" | "OneHot" | "PadV2")
  | ("Reshape" | "Reverse" | "ScatterNd" | "StridedSlice" | "TensorScatterUpdate" | "Tile")
  | ("Transpose" | "UnsortedSegmentSum");

/** Their rules. */
export const MOVEMENT: InferRules<MovementName> = {
  Concat: (inputs, { axis }) => {
    const { dtype, shape } = operand(inputs, 0);
    const total = inputs.reduce((sum, input) => sum + (input.shape[axis] ?? 0), 0);
    return one(dtype, shape.map((size, index) => index === axis ? total : size));
  },
  GatherNd: (inputs) => {
    const [params, indices] = [operand(inputs, 0), operand(inputs, 1)];
    const depth = indices.shape.at(-1) ?? 0;
    return one(params.dtype, [...indices.shape.slice(0, -1), ...params.shape.slice(depth)]);
  },
  GatherV2: (inputs, { axis, batchDims }) => {
    const [x, indices] = [operand(inputs, 0), operand(inputs, 1)];
    const inner = indices.shape.slice(batchDims);
    return one(x.dtype, [...x.shape.slice(0, axis), ...inner, ...x.shape.slice(axis + 1)]);
  },
  MirrorPad: (inputs, { paddings }) => {
    const { dtype, shape } = operand(inputs, 0);
    return one(dtype, padded(shape, paddings));
  },
  OneHot: (inputs, { depth, dtype }) => {
    const type = dtype === "int32" || dtype === "bool" ? dtype : "float32";
    return one(type, [...operand(inputs, 0).shape, depth]);
  },
  PadV2: (inputs, { paddings }) => {
    const { dtype, shape } = operand(inputs, 0);
    return one(dtype, padded(shape, paddings));
  },
  Reshape: (inputs, { shape }) => {
    const x = operand(inputs, 0);
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      throw new ShapeError(`Cannot reshape [${x.shape}] to [${shape}]: the sizes differ`);
    }
    return one(x.dtype, shape);
  },
  Reverse: same,
  ScatterNd: (inputs, { shape }) => one(operand(inputs, 1).dtype, shape),
  StridedSlice: (inputs, { size }) => one(operand(inputs, 0).dtype, size),
  TensorScatterUpdate: same,
  Tile: (inputs, { reps }) => {
    const { dtype, shape } = operand(inputs, 0);
    return one(dtype, shape.map((size, index) => size * (reps[index] ?? 1)));
  },
  Transpose: (inputs, { perm }) => {
    const { dtype, shape } = operand(inputs, 0);
    return one(dtype, perm.map((axis) => shape[axis] ?? 0));
  },
  UnsortedSegmentSum: (inputs, { numSegments }) => {
    const [x, ids] = [operand(inputs, 0), operand(inputs, 1)];
    return one("float32", [numSegments, ...x.shape.slice(ids.shape.length)]);
  },
};

function padded(
  shape: readonly number[],
  paddings: readonly (readonly [number, number])[],
): readonly number[] {
  return shape.map((size, index) =>
    size + (paddings[index]?.[0] ?? 0) + (paddings[index]?.[1] ?? 0)
  );
}
