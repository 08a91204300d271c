/**
 * Which nodes can compute from what is given.
 *
 * @module
 */

import type { ModelGraph } from "../graph/model_graph.ts";
import { orderNodes } from "../graph/order.ts";
import { isNodeReference } from "../graph/reference.ts";

/**
 * Finds the nodes all of whose sources are there.
 *
 * @param graph nodes and wires
 * @param given labels of the FeatureSets whose samples are given
 * @returns labels of the nodes that can compute
 * @example
 * ```ts
 * import type { ModelGraph } from "../graph/model_graph.ts";
 * import { activeNodes } from "./active_nodes.ts";
 * const fed = (graph: ModelGraph) => activeNodes(graph, ["pulses"]);
 * ```
 */
export function activeNodes(graph: ModelGraph, given: readonly string[]): Set<string> {
  const active = new Set<string>();
  for (const { label, inputs } of orderNodes(graph.nodes).order) {
    const isFed = Object.values(inputs).every((source) =>
      isNodeReference(source) ? active.has(source.node) : given.includes(source.featureSet)
    );
    if (isFed) active.add(label);
  }
  return active;
}
