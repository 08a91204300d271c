/**
 * Side by side along an axis, with padding where other axes differ.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { UnknownNameError } from "../../core/names.ts";
import { type Interface, OUTPUT, type Ports, writeShape } from "../../models/interface.ts";
import { type BuildContext, type DifferentiableModel, ShapeError } from "../../models/model.ts";
import type { Merge } from "../merge_node.ts";
import type { MergeOptions } from "../merge_strategy.ts";
import { mergeModel, namedMerge } from "./merge_model.ts";

/** What fills up: a constant, or the input mirrored, its last numbers, or the input over again. */
export type Padding = "constant" | "reflect" | "replicate" | "circular";

const PADDINGS: readonly Padding[] = ["constant", "reflect", "replicate", "circular"];

/** How inputs stand side by side. */
export interface ConcatOptions extends MergeOptions {
  /** The axis, without that of the samples; negative ones count from the end. Default 0. */
  readonly axis?: number;
  /** What fills other axes up to the longest; left out: lengths must be equal. */
  readonly pad?: Padding;
  /** What is filled in for `constant`; default 0. */
  readonly padValue?: number;
}

/**
 * Puts inputs side by side.
 *
 * @param options the axis, padding, and what becomes of targets, tags and identifiers
 * @returns a merge for `MergeNode`
 * @throws UnknownNameError for a padding that does not exist; RangeError for a value that is no number
 * @example
 * ```ts
 * import { concat } from "./concat.ts";
 * concat({ axis: -1, targets: "first" });
 * ```
 */
export function concat(options: ConcatOptions = {}): Merge<ConcatOptions> {
  const { pad, padValue = 0 } = options;
  if (pad !== undefined && !PADDINGS.includes(pad)) {
    throw new UnknownNameError("padding", pad, { known: PADDINGS });
  }
  if (!Number.isFinite(padValue)) {
    throw new RangeError(`Cannot fill up with padValue = ${padValue}: give a finite number`);
  }
  return namedMerge("concat", {
    options,
    known: ["axis", "pad", "padValue"],
    build: ({ inputs }) => build(inputs, options),
  });
}

type Shape = Interface["shape"];

function build(inputs: BuildContext["inputs"], options: ConcatOptions): DifferentiableModel {
  const shapes = Object.values(inputs).map(({ shape }) => shape);
  const axis = axisOf(shapes, options.axis ?? 0);
  const padded = options.pad === undefined
    ? shapes
    : shapes.map((shape) => widest(shapes, { own: shape, axis }));
  checkShapes(inputs, { shapes: padded, axis });
  const [first = []] = padded;
  const lengths = padded.map((shape) => shape[axis] ?? null);
  const length = lengths.reduce((sum, one) => sum === null || one === null ? null : sum + one, 0);
  return mergeModel({
    inputs,
    outputs: { [OUTPUT]: { shape: first.with(axis, length), dtype: "float32" } },
    flops: 0,
    call: (tensors) => {
      const parts = tensors.map((tensor, at) => fill(tensor, { to: padded[at] ?? [], options }));
      return { [OUTPUT]: tf.concat(parts, axis + 1) };
    },
  });
}

function axisOf(shapes: readonly Shape[], axis: number): number {
  const rank = Math.max(...shapes.map(({ length }) => length));
  const found = axis < 0 ? rank + axis : axis;
  if (Number.isInteger(axis) && found >= 0 && found < rank) return found;
  throw new ShapeError(OUTPUT, {
    expected: `an axis from ${-rank} to ${rank - 1}`,
    found: String(axis),
    hint: "the axis of the samples does not count",
  });
}

/** An axis that is open somewhere stays open, and cannot be padded. */
function widest(
  shapes: readonly Shape[],
  { own, axis }: { readonly own: Shape; readonly axis: number },
): Shape {
  return own.map((length, at) => {
    const lengths = shapes.map((shape) => shape[at] ?? null);
    if (at === axis || lengths.includes(null)) return length;
    return Math.max(...lengths.map(Number));
  });
}

function checkShapes(
  inputs: Ports<Interface>,
  { shapes, axis }: { readonly shapes: readonly Shape[]; readonly axis: number },
): void {
  const [first = []] = shapes;
  for (const [index, port] of Object.keys(inputs).entries()) {
    const shape = shapes[index] ?? [];
    const fits = shape.length === first.length &&
      shape.every((length, at) => at === axis || length === first[at]);
    if (fits) continue;
    throw new ShapeError(port, {
      expected: `${writeShape(first)} but for axis ${axis}`,
      found: writeShape(shape),
      hint: shape.length === first.length ? 'give pad, such as "constant"' : "reshape it first",
    });
  }
}

function fill(
  x: tf.Tensor,
  { to, options }: { readonly to: Shape; readonly options: ConcatOptions },
): tf.Tensor {
  const missing = to.map((length, at) => (length ?? x.shape[at + 1] ?? 0) - (x.shape[at + 1] ?? 0));
  if (missing.every((count) => count === 0)) return x;
  const { pad = "constant", padValue = 0 } = options;
  if (pad === "constant") {
    return tf.pad(x, [[0, 0], ...missing.map((count): [number, number] => [0, count])], padValue);
  }
  return missing.reduce((filled: tf.Tensor, count, at) => {
    if (count === 0) return filled;
    const length = filled.shape[at + 1] ?? 0;
    const indices = Array.from(
      { length: length + count },
      (_, index) => sourceIndex(index, { length, pad }),
    );
    return tf.gather(filled, tf.tensor1d(indices, "int32"), at + 1);
  }, x);
}

/** Where the number at an index beyond the end comes from. */
function sourceIndex(
  index: number,
  { length, pad }: { readonly length: number; readonly pad: ConcatOptions["pad"] },
): number {
  if (index < length) return index;
  if (pad === "replicate") return length - 1;
  if (pad === "circular") return index % length;
  const period = Math.max(1, 2 * (length - 1));
  const within = index % period;
  return within < length ? within : period - within;
}
