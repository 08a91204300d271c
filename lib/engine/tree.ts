/**
 * Trees of tensors: a tensor, or an array or record of trees.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";

/** A tensor, or an array or record of trees. */
export type TensorTree = tf.Tensor | readonly TensorTree[] | {
  readonly [name: string]: TensorTree;
};

/** A tensor with its place in a tree. */
export interface Leaf {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

/**
 * Lists the tensors of a tree.
 *
 * @param tree the tree
 * @param name name of the root
 * @returns tensors in order, with names such as `batch.x` and `layers.0`
 * @throws TypeError when a leaf is no tensor
 * @example
 * ```ts
 * import { scalar } from "@tensorflow/tfjs-core";
 * import { leavesOf } from "./tree.ts";
 * leavesOf({ x: scalar(1) }, "batch"); // one leaf, named "batch.x"
 * ```
 */
export function leavesOf(tree: TensorTree, name: string): readonly Leaf[] {
  if (tree instanceof tf.Tensor) return [{ name, tensor: tree }];
  // The types allow no promise, but asynchronous functions of tfjs and of users give one.
  if (tree instanceof Promise) {
    // Its rejection says the same, later and to nobody.
    tree.catch(() => {});
    throw new TypeError(
      `Cannot use ${name} as a tensor: got a promise, and a compiled function cannot wait for values, ` +
        "which it has none of while it is recorded; choose with tf.where, or wait outside",
    );
  }
  if (tree === null || typeof tree !== "object") {
    throw new TypeError(
      `Cannot use ${name} as a tensor: got ${typeof tree}; wrap numbers in tf.scalar`,
    );
  }
  return Object.entries(tree).flatMap(([key, child]) => leavesOf(child, `${name}.${key}`));
}

/**
 * Puts other leaves into the places of a tree's.
 *
 * @param tree the tree to follow
 * @param leaves one for each of its tensors, in order
 * @returns a tree of the same form
 * @example
 * ```ts
 * import { scalar } from "@tensorflow/tfjs-core";
 * import { withLeaves } from "./tree.ts";
 * withLeaves({ x: scalar(1) }, [scalar(2)]);
 * ```
 */
export function withLeaves(tree: TensorTree, leaves: readonly tf.Tensor[]): TensorTree {
  const rest = [...leaves];
  function fill(node: TensorTree): TensorTree {
    if (node instanceof tf.Tensor) {
      const leaf = rest.shift();
      if (!leaf) throw new RangeError(`Cannot fill the tree: ${leaves.length} leaves are too few`);
      return leaf;
    }
    if (Array.isArray(node)) return node.map(fill);
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, fill(child)]));
  }
  return fill(tree);
}
