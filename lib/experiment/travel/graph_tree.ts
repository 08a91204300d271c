/**
 * A graph with weights as plain data and typed arrays, for another process.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { type SeedState, SeedStream } from "../../core/seed.ts";
import { buildGraph } from "../../graph/build.ts";
import type { BuiltGraph, GraphState } from "../../graph/built_graph.ts";
import { type DataOffer, savedOffers } from "../../graph/data_offer.ts";
import { merges } from "../../graph/merges/registry.ts";
import { ModelGraph } from "../../graph/model_graph.ts";
import type { Interface } from "../../models/interface.ts";
import { models } from "../../models/registry.ts";

/** A graph with weights, and what it was built for. */
export interface GraphTree {
  /** Nodes and wires. */
  readonly config: JsonObject;
  /** What data offered, by `sourceKey`. */
  readonly sources: readonly (readonly [key: string, offer: DataOffer])[];
  /** What outputs were asked to look like, by label. */
  readonly wanted: readonly (readonly [label: string, wanted: Interface])[];
  readonly seeds: SeedState;
  readonly state: GraphState;
}

/**
 * Writes a graph down; weights are copied.
 *
 * @param built a graph with weights
 * @returns plain data and typed arrays
 * @throws {UnknownNameError} when a model or a merge is not registered
 * @example
 * ```ts
 * import type { BuiltGraph } from "../../graph/built_graph.ts";
 * import { graphFromTree, graphToTree } from "./graph_tree.ts";
 * const copy = (built: BuiltGraph) => graphFromTree(graphToTree(built));
 * ```
 */
export function graphToTree(built: BuiltGraph): GraphTree {
  for (const { node } of built.nodes) {
    if (node.type === "model") models.get(node.model.name);
    else merges.get(node.merge.name);
  }
  return {
    config: built.graph.getConfig(),
    sources: [...built.sources],
    wanted: built.nodes.flatMap(({ node: { label }, wanted }) =>
      wanted === undefined ? [] : [[label, wanted] as const]
    ),
    seeds: built.seeds.getState(),
    state: built.getState(),
  };
}

/**
 * Makes a graph again; no data is needed.
 *
 * @param tree what `graphToTree` gave
 * @returns a graph that computes and learns as the one that was written down
 * @throws {UnknownNameError} when it names a model or a merge that is not registered here
 * @example
 * ```ts
 * import type { BuiltGraph } from "../../graph/built_graph.ts";
 * import { graphFromTree, type GraphTree } from "./graph_tree.ts";
 * const open = (tree: GraphTree): BuiltGraph => graphFromTree(tree);
 * ```
 */
export function graphFromTree({ config, sources, wanted, seeds, state }: GraphTree): BuiltGraph {
  const graph = ModelGraph.fromConfig(config);
  const built = buildGraph(graph, savedOffers(new Map(sources)), {
    seeds: new SeedStream(seeds),
    wanted: new Map(wanted),
  });
  try {
    built.setState(state);
  } catch (error) {
    built[Symbol.dispose]();
    throw error;
  }
  return built;
}
