/**
 * Graphs as plain data.
 *
 * @module
 */

import { fromNamedConfig, type NamedConfig, toNamedConfig } from "../core/configured.ts";
import type { JsonObject } from "../core/json.ts";
import type { Interface, Ports } from "../models/interface.ts";
import { models } from "../models/registry.ts";
import { MergeNode } from "./merge_node.ts";
import { merges } from "./merges/registry.ts";
import { ModelNode } from "./model_node.ts";
import type { GraphNode } from "./node.ts";
import type { Source } from "./reference.ts";

/** What a graph is made of, as config has it. */
interface GraphConfig {
  readonly label: string;
  readonly frozen: readonly string[];
  readonly nodes: readonly NodeConfig[];
}

type NodeConfig =
  & { readonly label: string; readonly inputs: Ports<Source> }
  & ({
    readonly type: "model";
    readonly model: NamedConfig;
    readonly outputs: Ports<Partial<Interface>>;
    readonly accepts: Ports<Partial<Interface>>;
  } | {
    readonly type: "merge";
    readonly merge: NamedConfig;
  });

/**
 * Writes a graph down.
 *
 * @param graph label, nodes and what is frozen
 * @returns plain data for `graphFromConfig`
 */
export function graphConfig(
  { label, nodes, frozen }: {
    readonly label: string;
    readonly nodes: readonly GraphNode[];
    readonly frozen: readonly string[];
  },
): JsonObject {
  const config: GraphConfig = { label, frozen, nodes: nodes.map(nodeConfig) };
  return config as unknown as JsonObject;
}

/**
 * Reads what `graphConfig` wrote.
 *
 * @param config plain data
 * @returns label, nodes and what is frozen
 * @throws UnknownNameError when it names a model or a merge that is not registered
 */
export function graphFromConfig(
  config: JsonObject,
): { readonly label: string; readonly nodes: readonly GraphNode[]; readonly frozen: string[] } {
  const { label, frozen, nodes } = config as unknown as GraphConfig;
  return { label, nodes: nodes.map(nodeFromConfig), frozen: [...frozen] };
}

function nodeConfig(node: GraphNode): NodeConfig {
  const { label, inputs } = node;
  if (node.type === "merge") {
    return { type: "merge", label, inputs, merge: toNamedConfig(node.merge) };
  }
  const { outputs, accepts } = node;
  return { type: "model", label, inputs, model: toNamedConfig(node.model), outputs, accepts };
}

function nodeFromConfig(config: NodeConfig): GraphNode {
  const { label, inputs } = config;
  if (config.type === "merge") {
    return new MergeNode({ label, inputs, merge: fromNamedConfig(config.merge, merges) });
  }
  const { outputs, accepts } = config;
  return new ModelNode({
    label,
    inputs,
    outputs,
    accepts,
    model: fromNamedConfig(config.model, models),
  });
}
