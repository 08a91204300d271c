/**
 * Trees as tensors: all samples go down all trees together, one level at a time.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { matrixOf } from "../tensors.ts";
import type { Forest } from "./forest.ts";

/**
 * What each tree says of each sample, by tree traversal (Nakandala et al., A tensor compiler for
 * unified machine learning prediction serving, 2020, §4.1).
 *
 * @param forest nodes of all trees
 * @param x of shape (samples, features)
 * @returns float32 of shape (samples, trees, outputs)
 * @example
 * ```ts
 * import * as tf from "../../../tf.ts";
 * import { forestOf } from "./forest.ts";
 * import { treeTensors } from "./forest_tensors.ts";
 * const leaf = { features: [-1], thresholds: [0], children: [-1], values: [[2]] };
 * treeTensors(forestOf([leaf], 1), tf.zeros([3, 1])).shape; // [3, 1, 1]
 * ```
 */
export function treeTensors(forest: Forest, x: tf.Tensor2D): tf.Tensor {
  const { features, thresholds, children, roots } = forest;
  // A leaf leads to itself, since nothing is greater than infinity.
  const isLeaf = (node: number): boolean => (features[node] as number) < 0;
  const asked = tf.tensor1d(features.map((feature) => Math.max(feature, 0)), "int32");
  const limits = tf.tensor1d(
    Float32Array.from(thresholds, (limit, node) => isLeaf(node) ? Infinity : limit),
  );
  const left = tf.tensor1d(children.map((child, at) => isLeaf(at) ? at : child), "int32");
  let nodes: tf.Tensor2D = tf.tile(tf.tensor2d(roots, [1, roots.length], "int32"), [
    x.shape[0],
    1,
  ]);
  for (let level = 0; level < depthOf(forest); level++) {
    const values = tf.gather(x, tf.gather(asked, nodes), 1, 1);
    const isRight = tf.greater(values, tf.gather(limits, nodes));
    nodes = tf.add(tf.gather(left, nodes), tf.cast(isRight, "int32"));
  }
  return tf.gather<tf.Tensor>(matrixOf(forest.values), nodes);
}

/** How many splits lie between a root and the farthest leaf; children come later than parents. */
function depthOf({ features, children }: Forest): number {
  const depths = new Int32Array(features.length);
  let deepest = 0;
  for (const [node, feature] of features.entries()) {
    if (feature < 0) continue;
    const [depth, child] = [(depths[node] as number) + 1, children[node] as number];
    depths.fill(depth, child, child + 2);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
