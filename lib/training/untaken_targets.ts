/**
 * Targets that are there and cannot be learned, such as texts.
 *
 * @module
 */

import type { BuiltGraph } from "../graph/built_graph.ts";
import { isNodeReference } from "../graph/reference.ts";

/**
 * Finds why no targets come with the samples of a node, where its data has some.
 *
 * @param built a graph that knows what its data offers
 * @param label of the node
 * @returns what is wrong with the first targets upstream that cannot be taken; nothing when there are none
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { untakenTargets } from "./untaken_targets.ts";
 * const why = (built: BuiltGraph) => untakenTargets(built, "Head");
 * ```
 */
export function untakenTargets(built: BuiltGraph, label: string): string | undefined {
  const sources = built.graph.subgraph([label]).nodes.flatMap(({ inputs }) =>
    Object.values(inputs)
  );
  for (const source of sources) {
    if (isNodeReference(source)) continue;
    const untaken = built.offerOf(source)?.untaken;
    if (untaken !== undefined) return untaken;
  }
  return undefined;
}
