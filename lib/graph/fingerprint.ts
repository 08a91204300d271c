/**
 * Short names for what a graph is and for what it has learned: equal in every process.
 *
 * @module
 */

import { canonicalJson, fingerprint, type JsonObject } from "../core/json.ts";
import type { GraphState } from "./built_graph.ts";
import { graphConfig, type GraphParts } from "./config.ts";

/**
 * Names the structure of a graph: its nodes with their models, wires and what is frozen.
 *
 * The order in which nodes were added does not matter, since it changes nothing that they compute; the
 * order of a node's inputs does. What the graph is called does not matter. A function of one's own
 * counts by the name under which it is registered, as its code is no data.
 *
 * @param graph nodes and what is frozen
 * @returns a SHA-256 in hexadecimal
 * @example
 * ```ts
 * import { configFingerprint } from "./fingerprint.ts";
 * console.log(configFingerprint({ label: "empty", nodes: [], frozen: [] }).length); // 64
 * ```
 */
export function configFingerprint({ nodes, frozen }: GraphParts): string {
  const config = graphConfig({
    label: "",
    nodes: nodes.toSorted((one, other) => one.label < other.label ? -1 : 1),
    frozen: frozen.toSorted(),
  });
  return fingerprint(canonicalJson(config));
}

/**
 * Names what a graph has learned: every number of every weight, to the last bit.
 *
 * @param state of a built graph
 * @returns a SHA-256 in hexadecimal
 * @example
 * ```ts
 * import { stateFingerprint } from "./fingerprint.ts";
 * const bias = { dtype: "float32", shape: [1], data: Float32Array.of(1) } as const;
 * console.log(stateFingerprint({ Head: { tensors: { bias } } }).length); // 64
 * ```
 */
export function stateFingerprint(state: GraphState): string {
  const parts = byName(state).flatMap(([label, { tensors, values }]) => [
    canonicalJson({ label, values } as JsonObject),
    ...byName(tensors).flatMap(([name, { dtype, shape, data }]) => [
      canonicalJson({ name, dtype, shape }),
      data,
    ]),
  ]);
  return fingerprint(...parts);
}

function byName<T>(things: Readonly<Record<string, T>>): readonly [string, T][] {
  return Object.entries(things).toSorted(([one], [other]) => one < other ? -1 : 1);
}
