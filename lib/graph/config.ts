/**
 * Graphs as plain data.
 *
 * @module
 */

import { fromNamedConfig, toNamedConfig } from "../core/configured.ts";
import type { JsonObject } from "../core/json.ts";
import { models } from "../models/registry.ts";
import { checkGraphConfig, type GraphConfig, type NodeConfig } from "./check_config.ts";
import { MergeNode } from "./merge_node.ts";
import { merges } from "./merges/registry.ts";
import { ModelNode } from "./model_node.ts";
import type { GraphNode } from "./node.ts";

/** Label, nodes and what is frozen. */
export interface GraphParts {
  readonly label: string;
  readonly nodes: readonly GraphNode[];
  readonly frozen: readonly string[];
}

/**
 * Writes a graph down.
 *
 * @param graph label, nodes and what is frozen
 * @returns plain data for `graphFromConfig`
 * @example
 * ```ts
 * import { graphConfig } from "./config.ts";
 * graphConfig({ label: "empty", nodes: [], frozen: [] });
 * ```
 */
export function graphConfig({ label, nodes, frozen }: GraphParts): JsonObject {
  const config: GraphConfig = { label, frozen, nodes: nodes.map(nodeConfig) };
  return config as unknown as JsonObject;
}

/**
 * Reads what `graphConfig` wrote.
 *
 * @param config plain data, which may have been written by anybody
 * @returns label, nodes and what is frozen
 * @throws UnknownNameError when it names a model or a merge that is not registered
 * @throws GraphConfigError when it is no config
 * @example
 * ```ts
 * import { graphFromConfig } from "./config.ts";
 * graphFromConfig({ label: "empty", nodes: [], frozen: [] });
 * ```
 */
export function graphFromConfig(config: JsonObject): GraphParts {
  const { label, frozen, nodes } = checkGraphConfig(config);
  return { label, nodes: nodes.map(nodeFromConfig), frozen };
}

function nodeConfig(node: GraphNode): NodeConfig {
  const { label } = node;
  const inputs = Object.entries(node.inputs).map(([port, source]) => ({ port, source }));
  if (node.type === "merge") {
    return { type: "merge", label, inputs, merge: toNamedConfig(node.merge) };
  }
  const { outputs, accepts } = node;
  return { type: "model", label, inputs, model: toNamedConfig(node.model), outputs, accepts };
}

function nodeFromConfig(config: NodeConfig): GraphNode {
  const { label } = config;
  const inputs = Object.fromEntries(config.inputs.map(({ port, source }) => [port, source]));
  if (config.type === "merge") {
    return new MergeNode({ label, inputs, merge: fromNamedConfig(config.merge, merges) });
  }
  const { outputs, accepts } = config;
  const model = fromNamedConfig(config.model, models);
  return new ModelNode({ label, inputs, outputs, accepts, model });
}
