/**
 * A built graph for other data.
 *
 * @module
 */

import type { SeedStream } from "../core/seed.ts";
import type { FeatureSet } from "../data/feature_set.ts";
import type { Interface } from "../models/interface.ts";
import { buildGraph } from "./build.ts";
import type { BuiltGraph, BuiltNode } from "./built_graph.ts";
import { offersOf } from "./data_offer.ts";

/**
 * Builds a graph again for other data, with weights of its own and all that it was once asked for: seeds,
 * and outputs of nodes that took the places of others.
 *
 * @param built stays as it is
 * @param data the FeatureSets that nodes refer to
 * @param options fresh weights drawn from these seeds; left out: the weights of nodes that are the same
 *   go on
 * @returns a graph that learns apart from the first one
 * @throws GraphError that lists what does not fit the data
 * @example
 * ```ts
 * import type { FeatureSet } from "../data/feature_set.ts";
 * import type { BuiltGraph } from "./built_graph.ts";
 * import { rebuilt } from "./rebuild.ts";
 * const onFold = (built: BuiltGraph, fold: FeatureSet) => rebuilt(built, [fold]);
 * ```
 */
export function rebuilt<L extends string>(
  built: BuiltGraph<L>,
  data: readonly FeatureSet[],
  { seeds }: { readonly seeds?: SeedStream } = {},
): BuiltGraph<L> {
  return buildGraph(built.graph, offersOf(data), {
    seeds: seeds ?? built.seeds,
    ...(seeds === undefined && { from: built as BuiltGraph }),
    wanted: askedOf(built.nodes),
  });
}

/** What outputs were asked to look like, other than by targets. */
function askedOf(nodes: readonly BuiltNode[]): ReadonlyMap<string, Interface | undefined> {
  const asked = nodes.filter(({ wanted, targets }) =>
    JSON.stringify(wanted) !== JSON.stringify(targets)
  );
  return new Map(asked.map(({ node: { label }, wanted }) => [label, wanted]));
}
