/**
 * What becomes of the targets and weights of samples whose features are merged.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { type Interface, writeShape } from "../models/interface.ts";
import { ShapeError } from "../models/model.ts";
import { checkNamedInputs, chooseArriving, type MergeStrategy } from "./merge_strategy.ts";
import type { GraphNode } from "./node.ts";

/** What comes with the samples at one input: tensors, or what is known of them. */
export interface Carried<T> {
  readonly port: string;
  readonly targets: T | undefined;
}

/**
 * Weighs merged samples: each counts as much as its parts do on the mean, and not at all when one
 * of them is padding.
 *
 * @param all weights at each input, of shape (samples)
 * @returns of shape (samples)
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { mergeWeights } from "./merge_samples.ts";
 * mergeWeights([tf.tensor1d([1, 1]), tf.tensor1d([3, 0])]); // [2, 0]
 * ```
 */
export function mergeWeights(all: readonly tf.Tensor[]): tf.Tensor {
  const [first] = all;
  if (first && all.every((weights) => weights === first)) return first;
  const mean = tf.mean(tf.stack([...all]), 0);
  return all.map((weights) => tf.cast(tf.greater(weights, 0), "float32"))
    .reduce((product: tf.Tensor, mask) => tf.mul(product, mask), mean);
}

/**
 * Merges targets as a node says.
 *
 * @param node a merge node, or a model node, which passes on those of its first input
 * @param arriving targets at each input, of shape (samples, …)
 * @returns of shape (samples, …), or nothing when no samples have targets
 * @example
 * ```ts
 * import { concat } from "./merges/concat.ts";
 * import { MergeNode } from "./merge_node.ts";
 * import { mergeTargets } from "./merge_samples.ts";
 * import { output } from "./reference.ts";
 * const inputs = [output("A"), output("B")];
 * const node = new MergeNode({ label: "Both", inputs, merge: concat({ targets: "last" }) });
 * mergeTargets(node, []);
 * ```
 */
export function mergeTargets(
  node: GraphNode,
  arriving: readonly Carried<tf.Tensor>[],
): tf.Tensor | undefined {
  const strategy = strategyOf(node);
  const given = arriving.filter(hasTargets).map(({ targets }) => targets);
  if (given.length === 0) return undefined;
  if (strategy === "mean") return tf.mean(tf.stack(given), 0);
  if (typeof strategy === "number") return tf.concat(given, strategy < 0 ? strategy : strategy + 1);
  return chooseArriving(node, { arriving: arriving.map(targetsAt), strategy });
}

/**
 * Finds what merged targets look like.
 *
 * @param node a merge node, or a model node
 * @param arriving what the targets at each input look like
 * @returns what they look like merged, or nothing when no samples have targets
 * @throws ShapeError that names the input whose targets do not go with those of the others;
 *   UnknownNameError when targets, tags or identifiers shall come from an input that does not exist
 * @example
 * ```ts
 * import { concat } from "./merges/concat.ts";
 * import { MergeNode } from "./merge_node.ts";
 * import { mergedTargetInterface } from "./merge_samples.ts";
 * import { output } from "./reference.ts";
 * const inputs = { a: output("A"), b: output("B") };
 * const node = new MergeNode({ label: "Both", inputs, merge: concat({ targets: -1 }) });
 * const targets = { shape: [1], dtype: "float32" } as const;
 * mergedTargetInterface(node, [{ port: "a", targets }, { port: "b", targets }])?.shape; // [2]
 * ```
 */
export function mergedTargetInterface(
  node: GraphNode,
  arriving: readonly Carried<Interface>[],
): Interface | undefined {
  checkNamedInputs(node);
  const strategy = strategyOf(node);
  if (strategy !== "mean" && typeof strategy !== "number") {
    return chooseArriving(node, { arriving: arriving.map(targetsAt), strategy });
  }
  const given = arriving.filter(hasTargets);
  const [first] = given;
  if (first === undefined) return undefined;
  const { shape, dtype } = first.targets;
  const axis = strategy === "mean"
    ? undefined
    : axisOf(shape, { axis: strategy, port: first.port });
  for (const { port, targets } of given) checkTargets(shape, { port, targets, axis });
  if (axis === undefined) return { shape, dtype };
  const lengths = given.map(({ targets }) => targets.shape[axis] ?? 0);
  return { shape: shape.with(axis, lengths.reduce((sum, length) => sum + length)), dtype };
}

function strategyOf(node: GraphNode): MergeStrategy {
  return node.type === "merge" ? node.merge.options.targets ?? "first" : "first";
}

function hasTargets<T>(carried: Carried<T>): carried is Carried<T> & { readonly targets: T } {
  return carried.targets !== undefined;
}

function targetsAt<T>({ port, targets }: Carried<T>): { port: string; value: T | undefined } {
  return { port, value: targets };
}

function axisOf(
  shape: Interface["shape"],
  { axis, port }: { readonly axis: number; readonly port: string },
): number {
  const found = axis < 0 ? shape.length + axis : axis;
  if (Number.isInteger(axis) && found >= 0 && found < shape.length) return found;
  throw new ShapeError(port, {
    expected: `an axis of targets from ${-shape.length} to ${shape.length - 1}`,
    found: String(axis),
    hint: "the axis of the samples does not count",
  });
}

function checkTargets(
  shape: Interface["shape"],
  { port, targets, axis }: {
    readonly port: string;
    readonly targets: Interface;
    readonly axis: number | undefined;
  },
): void {
  const fits = targets.shape.length === shape.length &&
    targets.shape.every((length, at) => at === axis || length === shape[at]);
  if (fits) return;
  throw new ShapeError(port, {
    expected: `targets of shape ${writeShape(shape)}${
      axis === undefined ? "" : ` but for axis ${axis}`
    }`,
    found: writeShape(targets.shape),
    hint: 'take those of one input, as targets: "first"',
  });
}
