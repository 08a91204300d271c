/**
 * The structure of a graph as YAML, which people read and write; no weights.
 *
 * @module
 */

import type { Document } from "yaml";
import type { JsonObject } from "../../core/json.ts";
import type { FeatureSetReference } from "../../data/reference.ts";
import { INPUT, OUTPUT } from "../../models/interface.ts";
import {
  checkGraphConfig,
  GraphConfigError,
  type InputConfig,
  type NodeConfig,
} from "../check_config.ts";
import { isNodeReference, output, type Source } from "../reference.ts";

const [KIND, VERSION] = ["modulab.model-graph", 1] as const;

// Not a literal: Deno would resolve the package when this file is imported.
const YAML_LIBRARY = "yaml";

/**
 * Writes the config of a graph.
 *
 * Nodes stand under their labels, in the order given; sources are written as short as they can be:
 * `Encoder`, `Encoder.hidden`, or `{ featureSet: pulses, features: voltage }`.
 *
 * @param config what `getConfig()` gave
 * @returns YAML for `fromYaml`
 * @example
 * ```ts
 * import { toYaml } from "./graph_yaml.ts";
 * await toYaml({ label: "empty", frozen: [], nodes: [] });
 * ```
 */
export async function toYaml(config: JsonObject): Promise<string> {
  const { label, frozen, nodes } = checkGraphConfig(config);
  const { Document, isMap, visit } = await loadYaml();
  const document: Document = new Document({
    format: `${KIND}/${VERSION}`,
    label,
    nodes: Object.fromEntries(
      nodes.map((node) => [node.label, writeNode(node, frozen.includes(node.label))]),
    ),
  }, { aliasDuplicateObjects: false });
  // What is deep within a node stands on one line.
  visit(document, {
    Collection(_, collection, path) {
      if (path.filter(isMap).length > 2) collection.flow = true;
    },
  });
  return document.toString({ lineWidth: 100, flowCollectionPadding: true });
}

/**
 * Reads what `toYaml` wrote, or somebody has written.
 *
 * @param text YAML
 * @returns a config for `ModelGraph.fromConfig`
 * @throws {GraphConfigError} with the place that is not as expected
 * @throws {SyntaxError} when it is no YAML
 * @example
 * ```ts
 * import { fromYaml } from "./graph_yaml.ts";
 * await fromYaml("format: modulab.model-graph/1\nlabel: empty\nnodes: {}");
 * ```
 */
export async function fromYaml(text: string): Promise<JsonObject> {
  const { parse } = await loadYaml();
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0, logLevel: "error" });
  } catch (cause) {
    throw new SyntaxError(`Cannot read the YAML of a graph: ${(cause as Error).message.trim()}`, {
      cause,
    });
  }
  const { format, label, nodes } = mapAt(value, "the text");
  if (format !== `${KIND}/${VERSION}`) {
    throw new GraphConfigError("format", `${KIND}/${VERSION}, and is ${String(format)}`);
  }
  const entries = Object.entries(mapAt(nodes, "nodes")).map(([label, node]) =>
    [label, mapAt(node, `nodes.${label}`)] as const
  );
  const config = {
    label,
    frozen: entries.filter(([, { frozen }]) => frozen === true).map(([label]) => label),
    nodes: entries.map(([label, node]) => readNode(label, node)),
  };
  return checkGraphConfig(config) as unknown as JsonObject;
}

type Fields = Readonly<Record<string, unknown>>;

async function loadYaml(): Promise<typeof import("yaml")> {
  return await import(YAML_LIBRARY);
}

function writeNode(node: NodeConfig, frozen: boolean): Fields {
  const { name, config } = node.type === "model" ? node.model : node.merge;
  const [only, ...others] = node.inputs;
  const single = node.type === "model" && only?.port === INPUT && others.length === 0;
  const listed = node.inputs.every(({ port }, at) => port === String(at));
  return {
    [node.type]: name,
    ...Object.keys(config).length > 0 && { options: config },
    ...single
      ? { input: writeSource(only.source) }
      : { inputs: listed ? node.inputs.map(({ source }) => writeSource(source)) : byPort(node) },
    ...node.type === "model" && {
      ...Object.keys(node.outputs).length > 0 && { outputs: node.outputs },
      ...Object.keys(node.accepts).length > 0 && { accepts: node.accepts },
    },
    ...frozen && { frozen },
  };
}

function byPort({ inputs }: NodeConfig): Fields {
  return Object.fromEntries(inputs.map(({ port, source }) => [port, writeSource(source)]));
}

function writeSource(source: Source): unknown {
  if (isNodeReference(source)) {
    return source.output === OUTPUT ? source.node : `${source.node}.${source.output}`;
  }
  const { featureSet, split, selection } = source;
  return { featureSet, ...split !== null && { split }, ...selection };
}

function readNode(label: string, node: Fields): Fields {
  const { model, merge, options = {}, input, inputs, outputs = {}, accepts = {} } = node;
  const path = `nodes.${label}`;
  if ((model === undefined) === (merge === undefined)) {
    throw new GraphConfigError(path, "given a model or a merge");
  }
  if ((input === undefined) === (inputs === undefined)) {
    throw new GraphConfigError(path, "given an input or inputs");
  }
  const known = ["model", "merge", "options", "input", "inputs", "outputs", "accepts", "frozen"];
  const strange = Object.keys(node).find((key) => !known.includes(key));
  if (strange !== undefined) throw new GraphConfigError(`${path}.${strange}`, "left out");
  const sources = input === undefined ? Object.entries(inputs ?? {}) : [[INPUT, input]] as const;
  const read: readonly InputConfig[] = sources.map(([port, source]) => ({
    port,
    source: readSource(source, `${path}.${port}`),
  }));
  if (merge !== undefined) {
    return { type: "merge", label, inputs: read, merge: { name: merge, config: options } };
  }
  const named = { name: model, config: options };
  return { type: "model", label, inputs: read, model: named, outputs, accepts };
}

function readSource(source: unknown, path: string): Source {
  if (typeof source === "string") {
    // Labels of nodes have no dots.
    const [node = "", ...port] = source.split(".");
    return port.length === 0 ? output(node) : output(node, port.join("."));
  }
  const { featureSet, split = null, ...selection } = mapAt(source, path);
  return { featureSet, split, selection } as FeatureSetReference;
}

function mapAt(value: unknown, path: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new GraphConfigError(path, "a map");
}
