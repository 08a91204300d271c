/**
 * Where a column or a split came from.
 *
 * @module
 */

import type { FeatureSet } from "./feature_set.ts";
import type { Operation } from "./operation.ts";
import type { AnyKey, DottedName, Keys } from "./select_columns.ts";

/**
 * Finds the operations that a column or a split came of.
 *
 * @param set the FeatureSet that has it
 * @param of a split, a key (its newest representation) or a dotted name of a column
 * @returns the operations that made it and what it was made of, in order
 * @throws {UnknownNameError} when there is neither a split nor a column of that name
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { lineage } from "./lineage.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2], y: [3, 4] }, { features: ["x"], targets: ["y"] })
 *   .fitTransform("standard", { domain: "features" });
 * console.log(lineage(set, "x").map(({ name }) => name)); // [ "fromColumns", "fitTransform" ]
 * ```
 */
export function lineage<K extends Keys>(
  set: FeatureSet<K>,
  of: AnyKey<K> | DottedName<K> | K["splits"],
): readonly Operation[] {
  const name = set.splitNames.includes(of) ? of : set.findColumns({ columns: [of as never] })[0];
  const wanted = new Set<string>(name === undefined ? [] : [name]);
  const chosen: Operation[] = [];
  const undone = undoneOrders(set.operations);
  for (const [at, operation] of set.operations.entries().toArray().toReversed()) {
    const made = operation.made.some((one) => wanted.has(one));
    if (!made || undone.has(at)) continue;
    chosen.unshift(operation);
    for (const source of operation.read) wanted.add(source);
  }
  return chosen;
}

/** Places of the scalings that were undone later; what they made is not there any more. */
function undoneOrders(operations: readonly Operation[]): ReadonlySet<number> {
  const undone = new Set<number>();
  let chain: number[] = [];
  for (const [at, { name, options }] of operations.entries()) {
    if (name === "fitTransform") chain.push(at);
    if (!name.startsWith("undo")) continue;
    const orders = options["orders"] as readonly number[];
    for (const order of orders) undone.add(chain[order] ?? -1);
    chain = chain.filter((place) => !undone.has(place));
  }
  return undone;
}
