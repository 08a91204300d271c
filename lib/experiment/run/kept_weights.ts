/**
 * Whether weights go on in a graph that was built again.
 *
 * @module
 */

import type { GraphState } from "../../graph/built_graph.ts";
import { GraphError, type Problem } from "../../graph/problems.ts";

/**
 * Refuses a graph whose nodes could not take over the weights that they had.
 *
 * @param before weights by label of the node
 * @param now those of the graph that was built again
 * @throws GraphError that names the nodes whose weights have other shapes
 * @example
 * ```ts
 * import { checkKeptWeights } from "./kept_weights.ts";
 * checkKeptWeights({}, {});
 * ```
 */
export function checkKeptWeights(before: GraphState, now: GraphState): void {
  const problems = Object.keys(before).flatMap((node): Problem[] => {
    const [expected, found] = [shapesOf(before[node]), shapesOf(now[node])];
    if (expected === found) return [];
    const message = `"${node}" has learned with weights ${expected}, and would need ${found}: ` +
      "take data of the same shapes, or build the graph anew";
    return [{ node, expected, found, message }];
  });
  if (problems.length > 0) throw new GraphError("Cannot go on with other data", problems);
}

function shapesOf(state: GraphState[string] | undefined): string {
  const shapes = Object.entries(state?.tensors ?? {})
    .map(([name, { shape }]) => `${name} (${shape.join(", ")})`);
  return shapes.length === 0 ? "of no shape" : shapes.join(", ");
}
