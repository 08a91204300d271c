/**
 * Some nodes of a graph, and all that they need, as one ONNX model.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { FeatureSetReference } from "../data/reference.ts";
import { build } from "../engine/build.ts";
import type { Interface, Ports } from "../models/interface.ts";
import { writeMeaning } from "../models/onnx/interface_metadata.ts";
import type { BuiltGraph, BuiltNode } from "./built_graph.ts";
import { runFlow, type SampleTensors } from "./flow.ts";
import { type Problem, refuse } from "./problems.ts";
import { isNodeReference, sourceKey } from "./reference.ts";

/** How nodes are exported. */
export interface ExportOptions {
  /** How many samples the model takes at once; default 1. The engine records one size. */
  readonly batch?: number;
}

/** An input of the model: data, named by the first port that takes it. */
interface ModelInput {
  readonly name: string;
  readonly source: FeatureSetReference;
  readonly port: Interface;
}

/**
 * Writes nodes as an ONNX model; weights are constants in it.
 *
 * Inputs and outputs are named `node.port`: an input by the first port that takes those columns, an
 * output by the port that gives it. Units and the like of both go into the metadata.
 *
 * @param built a graph with weights
 * @param labels of the nodes whose outputs are wanted
 * @param options how many samples
 * @returns the content of an `.onnx` file
 * @throws GraphError for nodes that do not compute with tensors, such as estimators
 * @throws UnknownNameError for a label that no node has
 * @example
 * ```ts
 * import type { BuiltGraph } from "./built_graph.ts";
 * import { exportOnnx } from "./export_onnx.ts";
 * const write = (built: BuiltGraph) => exportOnnx(built, ["Head"], { batch: 32 });
 * ```
 */
export function exportOnnx(
  built: BuiltGraph,
  labels: readonly string[],
  { batch = 1 }: ExportOptions = {},
): Uint8Array<ArrayBuffer> {
  if (!(Number.isSafeInteger(batch) && batch > 0)) {
    throw new RangeError(`Cannot export for ${batch} samples at once: give a whole number above 0`);
  }
  const active = new Set(built.graph.subgraph(labels).labels);
  const nodes = built.nodes.filter(({ node }) => active.has(node.label));
  refuse(`Cannot export ${labels.join(", ")} to ONNX`, barriers(nodes));
  const inputs = inputsOf(nodes);
  const { bytes } = build({
    inputs: inputs.map(({ name, port: { dtype, shape } }) => ({
      name,
      value: { dtype, shape: [batch, ...shape.map((length) => length ?? 1)] },
    })),
    body: (tensors) => {
      const samples = samplesOf(inputs, { tensors, batch });
      const flows = runFlow(built, samples, { training: false, active });
      return labels.flatMap((label) =>
        Object.entries(flows[label]?.outputs ?? {}).map(([port, tensor]) => ({
          name: `${label}.${port}`,
          tensor,
        }))
      );
    },
  });
  return writeMeaning(
    bytes,
    meanings(inputs, nodes.filter(({ node }) => labels.includes(node.label))),
  );
}

function barriers(nodes: readonly BuiltNode[]): readonly Problem[] {
  return nodes.filter(({ model }) => model.learning !== "gradient").map(({ node, model }) => {
    const kind = model.learning === "fit" ? "an estimator" : "an ONNX model of its own";
    const message = `${node.label} is ${kind}, which does not compute with tensors: ` +
      "export the nodes before and behind it apart";
    return { node: node.label, message };
  });
}

function inputsOf(nodes: readonly BuiltNode[]): readonly ModelInput[] {
  const found = new Map<string, ModelInput>();
  for (const { node, inputs } of nodes) {
    for (const [port, source] of Object.entries(node.inputs)) {
      const offered = inputs[port];
      if (isNodeReference(source) || offered === undefined || found.has(sourceKey(source))) {
        continue;
      }
      const stated = { ...offered, ...node.accepts[port] };
      found.set(sourceKey(source), { name: `${node.label}.${port}`, source, port: stated });
    }
  }
  return [...found.values()];
}

/** Targets and weights of samples have no part in what is exported. */
function samplesOf(
  inputs: readonly ModelInput[],
  { tensors, batch }: { readonly tensors: readonly tf.Tensor[]; readonly batch: number },
): Readonly<Record<string, SampleTensors>> {
  const fed = inputs.map((input, at) => ({ ...input, tensor: tensors[at] as tf.Tensor }));
  const sets = Map.groupBy(fed, ({ source }) => source.featureSet);
  return Object.fromEntries(
    [...sets].map(([label, parts]) => {
      const feeds = parts.map(({ source, tensor }) => [sourceKey(source), tensor]);
      return [label, { feeds: Object.fromEntries(feeds), weights: tf.ones([batch]) }];
    }),
  );
}

function meanings(inputs: readonly ModelInput[], outputs: readonly BuiltNode[]): Ports<Interface> {
  return Object.fromEntries([
    ...inputs.map(({ name, port }) => [name, port] as const),
    ...outputs.flatMap(({ node, outputs }) =>
      Object.entries(outputs).map(([port, one]) => [`${node.label}.${port}`, one] as const)
    ),
  ]);
}
