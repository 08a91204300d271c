/**
 * Kernels that move elements without computing on them.
 *
 * @module
 */

import type { MovementName } from "../../program/infer/movement.ts";
import { mirrored } from "../../program/mirror.ts";
import { elementsOf, sizeOf } from "../../program/program.ts";
import type { GraphBuilder, Operand } from "../graph_builder.ts";
import { at, type LowerRules, result } from "../rule.ts";

/** Their rules. */
export const MOVEMENT: LowerRules<MovementName> = {
  Concat: ({ inputs, attrs, outputs, to }) => {
    const filled = inputs.filter(({ shape }) => sizeOf(shape) > 0);
    if (filled.length === 0) return zeros(to, result(outputs).shape, result(outputs));
    return to.node("Concat", filled.map(({ name }) => name), { axis: attrs.axis });
  },
  GatherNd: ({ inputs, to }) =>
    to.node("GatherND", [at(inputs, 0).name, to.cast(at(inputs, 1).name, "int64")]),
  GatherV2: ({ inputs, attrs, to }) => {
    const { axis, batchDims } = attrs;
    const [x, indices] = [at(inputs, 0), at(inputs, 1)];
    if (batchDims === 0) return to.node("Gather", [x.name, indices.name], { axis });
    const places = to.reshape(to.cast(indices.name, "int64"), [...indices.shape, 1]);
    const axes = x.shape.map((_, index) => index);
    const order = axes.toSpliced(axis, 1).toSpliced(batchDims, 0, axis);
    const rows = axis === batchDims ? x.name : to.transpose(x.name, order);
    const picked = to.node("GatherND", [rows, places], { batch_dims: batchDims });
    if (axis === batchDims) return picked;
    // The axes of the indices stand where those of the batch end, and belong where the axis was.
    const [inner, between] = [indices.shape.length - batchDims, axis - batchDims];
    const rank = x.shape.length - 1 + inner;
    const all = Array.from({ length: rank }, (_, index) => index);
    const moved = all.splice(batchDims, inner);
    return to.transpose(picked, all.toSpliced(batchDims + between, 0, ...moved));
  },
  MirrorPad: ({ inputs, attrs, to }) => {
    const { name, shape } = at(inputs, 0);
    return shape.reduce((x, size, axis) => {
      const [before, after] = attrs.paddings[axis] ?? [0, 0];
      if (before === 0 && after === 0) return x;
      const places = mirrored(size, { around: [before, after], mode: attrs.mode });
      return to.node("Gather", [x, to.ints(places)], { axis });
    }, name);
  },
  OneHot: ({ inputs, attrs, outputs, to }) => {
    const { name, shape } = at(inputs, 0);
    const { dtype } = result(outputs);
    const classes = Array.from({ length: attrs.depth }, (_, index) => index);
    const row = to.tensor(Int32Array.from(classes), { type: "int32", dims: [attrs.depth] });
    const hot = to.node("Equal", [to.reshape(name, [...shape, 1]), row]);
    if (attrs.onValue === 1 && attrs.offValue === 0) return to.cast(hot, dtype);
    return to.node("Where", [
      hot,
      to.scalar(attrs.onValue, dtype),
      to.scalar(attrs.offValue, dtype),
    ]);
  },
  PadV2: ({ inputs, attrs, to }) => {
    const { name, dtype } = at(inputs, 0);
    const [before, after] = [0, 1].map((side) => attrs.paddings.map((pair) => pair[side] ?? 0));
    const pads = to.ints([...before ?? [], ...after ?? []]);
    return to.node("Pad", [name, pads, to.scalar(attrs.constantValue, dtype)]);
  },
  Reshape: ({ inputs, attrs, to }) => to.reshape(at(inputs, 0).name, attrs.shape),
  Reverse: ({ inputs, attrs, to }) => {
    const { name, shape } = at(inputs, 0);
    const { dims } = attrs;
    if (dims.length === 0) return to.node("Identity", [name]);
    return slice(to, name, {
      begin: dims.map((axis) => (shape[axis] ?? 1) - 1),
      end: dims.map(() => BEFORE_FIRST),
      axes: dims,
      steps: dims.map(() => -1),
    });
  },
  ScatterNd: ({ inputs, attrs, outputs, to }) =>
    to.node("ScatterND", [
      zeros(to, attrs.shape, result(outputs)),
      to.cast(at(inputs, 0).name, "int64"),
      at(inputs, 1).name,
    ], { reduction: "add" }),
  StridedSlice: ({ inputs, attrs: { begin, size, strides }, to }) => {
    const { name, shape } = at(inputs, 0);
    const axes = begin.keys().filter((axis) =>
      begin[axis] !== 0 || size[axis] !== shape[axis] || strides[axis] !== 1
    ).toArray();
    if (axes.length === 0) return to.node("Identity", [name]);
    const bounds = axes.map((axis) => {
      const [first, step] = [begin[axis] ?? 0, strides[axis] ?? 1];
      const last = first + (size[axis] ?? 0) * step;
      return { first, last: last < 0 ? BEFORE_FIRST : last, step };
    });
    return slice(to, name, {
      begin: bounds.map(({ first }) => first),
      end: bounds.map(({ last }) => last),
      axes,
      steps: bounds.map(({ step }) => step),
    });
  },
  TensorScatterUpdate: ({ inputs, to }) => {
    const [tensor, indices, updates] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
    return to.node("ScatterND", [tensor.name, to.cast(indices.name, "int64"), updates.name]);
  },
  Tile: ({ inputs, attrs, to }) => to.node("Tile", [at(inputs, 0).name, to.ints(attrs.reps)]),
  Transpose: ({ inputs, attrs, to }) => to.transpose(at(inputs, 0).name, attrs.perm),
  UnsortedSegmentSum: ({ inputs, attrs, outputs, to }) =>
    segmentSum(to, { x: at(inputs, 0), ids: at(inputs, 1), segments: attrs.numSegments }, {
      ...result(outputs),
      name: "",
    }),
};

/** As an end of a slice that runs backwards: the first element is included. */
const BEFORE_FIRST = -(2 ** 53);

function slice(
  to: GraphBuilder,
  x: string,
  { begin, end, axes, steps }: Readonly<
    Record<"begin" | "end" | "axes" | "steps", readonly number[]>
  >,
): string {
  return to.node("Slice", [x, ...[begin, end, axes, steps].map((list) => to.ints(list))]);
}

function zeros(
  to: GraphBuilder,
  shape: readonly number[],
  { dtype }: Pick<Operand, "dtype">,
): string {
  const zero = to.tensor(elementsOf(dtype, 1), { type: dtype, dims: [] });
  return to.node("Expand", [zero, to.ints(shape)]);
}

/** Rows with an id outside of the segments go to one row too many, which is cut off. */
function segmentSum(
  to: GraphBuilder,
  { x, ids, segments }: { readonly x: Operand; readonly ids: Operand; readonly segments: number },
  sum: Operand,
): string {
  const count = sizeOf(ids.shape);
  const row = sum.shape.slice(1);
  const limit = to.scalar(segments, "int32");
  const outside = to.node("Or", [
    to.node("Less", [ids.name, to.scalar(0, "int32")]),
    to.node("GreaterOrEqual", [ids.name, limit]),
  ]);
  const places = to.cast(to.node("Where", [outside, limit, ids.name]), "int64");
  const all = to.node("ScatterND", [
    zeros(to, [segments + 1, ...row], sum),
    to.reshape(places, [count, 1]),
    to.reshape(x.dtype === sum.dtype ? x.name : to.cast(x.name, sum.dtype), [count, ...row]),
  ], { reduction: "add" });
  return slice(to, all, { begin: [0], end: [segments], axes: [0], steps: [1] });
}
