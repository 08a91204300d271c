/**
 * Many trees in a few arrays, which predict together and are easily kept.
 *
 * @module
 */

import type { ModelState } from "../../model.ts";
import { floats, integers, type StateReader } from "../learned.ts";
import type { Rows } from "../table.ts";
import type { Tree } from "./tree.ts";

/** Nodes of all trees, tree by tree. */
export interface Forest {
  /** Where each tree begins. */
  readonly roots: Int32Array;
  /** The feature that a node asks for; −1 at a leaf. */
  readonly features: Int32Array;
  readonly thresholds: Float64Array;
  /** The left child, counted from the first node of all; the right one comes next to it. */
  readonly children: Int32Array;
  /** What each node predicts, of shape (nodes, outputs); zeros but for leaves. */
  readonly values: Rows;
}

/** Names of the tensors that `saveForest` gives and trees predict by. */
export const FOREST_PARAMETERS = ["features", "thresholds", "children", "values"] as const;

/**
 * Puts trees into arrays.
 *
 * @param trees in the order in which they count
 * @param outputs how many numbers a leaf has
 * @returns all their nodes
 * @example
 * ```ts
 * import { forestOf } from "./forest.ts";
 * const stump = { features: [-1], thresholds: [0], children: [-1], values: [[7]] };
 * console.log(forestOf([stump, stump], 1).roots.length); // 2
 * ```
 */
export function forestOf(trees: readonly Tree[], outputs: number): Forest {
  const nodes = trees.reduce((sum, { features }) => sum + features.length, 0);
  const [roots, features, children] = [new Int32Array(trees.length), ...twoOf(nodes)];
  const thresholds = new Float64Array(nodes);
  const values = new Float64Array(nodes * outputs);
  let start = 0;
  for (const [at, tree] of trees.entries()) {
    roots[at] = start;
    features.set(tree.features, start);
    thresholds.set(tree.thresholds, start);
    children.set(tree.children.map((child) => child < 0 ? -1 : child + start), start);
    for (const [node, leaf] of tree.values.entries()) values.set(leaf, (start + node) * outputs);
    start += tree.features.length;
  }
  const rows = { rows: nodes, columns: outputs, data: values };
  return { roots, features, thresholds, children, values: rows };
}

/**
 * Finds the leaf that a row comes to.
 *
 * @param forest all nodes
 * @param root the first node of the tree
 * @param of a matrix, and a row of it
 * @returns the number of the leaf among all nodes
 * @example
 * ```ts
 * import { forestOf, leafOf } from "./forest.ts";
 * const stump = { features: [-1], thresholds: [0], children: [-1], values: [[7]] };
 * const x = { rows: 1, columns: 1, data: new Float64Array([3]) };
 * console.log(leafOf(forestOf([stump], 1), 0, { x, row: 0 })); // 0
 * ```
 */
export function leafOf(
  { features, thresholds, children }: Forest,
  root: number,
  { x, row }: { readonly x: Rows; readonly row: number },
): number {
  let node = root;
  for (let feature = features[node] as number; feature >= 0; feature = features[node] as number) {
    const right = (x.data[row * x.columns + feature] as number) > (thresholds[node] as number);
    node = (children[node] as number) + (right ? 1 : 0);
  }
  return node;
}

/**
 * Writes a forest down.
 *
 * @param forest all nodes
 * @returns tensors
 * @example
 * ```ts
 * import { forestOf, saveForest } from "./forest.ts";
 * const stump = { features: [-1], thresholds: [0], children: [-1], values: [[7]] };
 * Object.keys(saveForest(forestOf([stump], 1)));
 * ```
 */
export function saveForest(forest: Forest): ModelState["tensors"] {
  const { roots, features, thresholds, children, values } = forest;
  return {
    roots: integers(roots),
    features: integers(features),
    thresholds: floats(thresholds),
    children: integers(children),
    values: floats(values.data, [values.rows, values.columns]),
  };
}

/**
 * Reads what `saveForest` wrote.
 *
 * @param state the state of an estimator
 * @param options how many numbers a leaf has, and how many features there are
 * @returns an equal forest
 * @throws StateError when arrays are missing or do not fit each other; RangeError when a node leads
 *   nowhere
 * @example
 * ```ts
 * import { StateReader } from "../learned.ts";
 * import { forestOf, loadForest, saveForest } from "./forest.ts";
 * const stump = { features: [-1], thresholds: [0], children: [-1], values: [[7]] };
 * const state = new StateReader({ tensors: saveForest(forestOf([stump], 1)) }, "RandomForest");
 * loadForest(state, { outputs: 1, width: 1 });
 * ```
 */
export function loadForest(
  state: StateReader,
  { outputs, width }: { readonly outputs: number; readonly width: number },
): Forest {
  const features = state.integers("features");
  const nodes = features.length;
  const forest: Forest = {
    features,
    roots: state.integers("roots"),
    thresholds: state.floats("thresholds", [nodes]),
    children: state.integers("children", nodes),
    values: { rows: nodes, columns: outputs, data: state.floats("values", [nodes, outputs]) },
  };
  checkNodes(forest, width);
  return forest;
}

/** A forged state could otherwise walk in circles: children always come later. */
function checkNodes({ roots, features, children }: Forest, width: number): void {
  const nodes = features.length;
  const strayRoot = roots.find((root) => !(root >= 0 && root < nodes));
  const stray = features.findIndex((feature, node) => {
    const child = children[node] as number;
    return feature >= width || (feature >= 0 && !(child > node && child + 1 < nodes));
  });
  if (strayRoot === undefined && stray < 0) return;
  throw new RangeError(
    `Cannot set the trees: node ${
      strayRoot ?? stray
    } of ${nodes} leads nowhere; the state is damaged`,
  );
}

function twoOf(length: number): [Int32Array, Int32Array] {
  return [new Int32Array(length), new Int32Array(length)];
}
