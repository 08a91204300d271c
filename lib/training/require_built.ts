/**
 * Graphs without weights, which cells of notebooks give by mistake.
 *
 * @module
 */

import { BuiltGraph } from "../graph/built_graph.ts";

/**
 * Refuses what is no built graph, as the type checker would.
 *
 * @param given what should be one
 * @param doing what is done with it
 * @throws TypeError that says what to give
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { requireBuilt } from "./require_built.ts";
 * const check = (built: BuiltGraph) => requireBuilt(built, "train");
 * ```
 */
export function requireBuilt(given: BuiltGraph, doing: string): void {
  if (given instanceof BuiltGraph) return;
  throw new TypeError(`Cannot ${doing} what has no weights: give what graph.build(data) gives`);
}
