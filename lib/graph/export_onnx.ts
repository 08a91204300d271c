/**
 * Some nodes of a graph, and all that they need, as one ONNX model.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { checkOptions } from "../core/options.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import { lower } from "../engine/lower/lower.ts";
import { encodeModel, type OnnxModel } from "../engine/lower/onnx.ts";
import { runPasses } from "../engine/program/pass.ts";
import { STANDARD_PASSES } from "../engine/program/passes/standard.ts";
import { withoutCallSites } from "../engine/trace/call_site.ts";
import { trace } from "../engine/trace/trace.ts";
import type { Interface, Ports } from "../models/interface.ts";
import type { BuiltModel } from "../models/model.ts";
import { writeMeaning } from "../models/onnx/interface_metadata.ts";
import type { BuiltGraph, BuiltNode } from "./built_graph.ts";
import { runFlow, type SampleTensors } from "./flow.ts";
import { anyBatch } from "./onnx/any_batch.ts";
import { FixedBatchError } from "./onnx/general_tensor.ts";
import { type Problem, refuse } from "./problems.ts";
import { isNodeReference, sourceKey } from "./reference.ts";

/** How nodes are exported. */
export interface ExportOptions {
  /** How many samples the model takes at once; left out: any number. */
  readonly batch?: number;
}

/** Numbers of samples that hardly any other length of a model equals, to tell them apart by. */
const SAMPLES = [[31, 37, 43], [101, 103, 107]] as const;

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
 * @param options how many samples, if not any number
 * @returns the content of an `.onnx` file
 * @throws GraphError for nodes that tensors cannot express, or that have not been fitted
 * @throws FixedBatchError when a model depends on how many samples there are, and none were given
 * @throws UnknownNameError for a label that no node has; RangeError for no labels, and odd numbers
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
  options: ExportOptions = {},
): Uint8Array<ArrayBuffer> {
  const { batch } = checkOptions(options, { of: "toOnnx()", known: ["batch"] });
  if (batch !== undefined && !(Number.isSafeInteger(batch) && batch > 0)) {
    throw new RangeError(`Cannot export for ${batch} samples at once: give a whole number above 0`);
  }
  if (labels.length === 0) throw new RangeError("Cannot export no nodes: give labels of some");
  const active = new Set(built.graph.subgraph(labels).labels);
  const nodes = built.nodes.filter(({ node }) => active.has(node.label));
  const what = `Cannot export ${labels.join(", ")} to ONNX`;
  refuse(what, barriers(nodes));
  const inputs = inputsOf(nodes);
  const record = (samples: number): OnnxModel =>
    recordNodes(built, { samples, inputs, labels, active });
  const model = batch === undefined ? recordForAny(record, what) : record(batch);
  const outputs = nodes.filter(({ node }) => labels.includes(node.label));
  return writeMeaning(encodeModel(model), meanings(inputs, outputs));
}

/** Lengths that happen to be numbers of samples would hide what depends on them: others may not be. */
function recordForAny(record: (samples: number) => OnnxModel, what: string): OnnxModel {
  const failures: string[] = [];
  for (const sizes of SAMPLES) {
    try {
      return anyBatch(sizes.map((samples, at) => {
        // What cannot be recorded is told with its place the first time.
        const model = at === 0 ? record(samples) : withoutCallSites(() => record(samples));
        return { samples, model };
      }));
    } catch (error) {
      if (!(error instanceof FixedBatchError)) throw error;
      failures.push(error.message);
    }
  }
  throw new FixedBatchError(
    `${what} for any number of samples: ${failures[0]}; give a number, as { batch: 32 }`,
  );
}

/** What is to be recorded. */
interface Recording {
  readonly samples: number;
  readonly inputs: readonly ModelInput[];
  readonly labels: readonly string[];
  readonly active: ReadonlySet<string>;
}

function recordNodes(
  built: BuiltGraph,
  { samples, inputs, labels, active }: Recording,
): OnnxModel {
  const { program } = trace({
    inputs: inputs.map(({ name, port: { dtype, shape } }) => ({
      name,
      value: { dtype, shape: [samples, ...shape.map((length) => length ?? 1)] },
    })),
    body: (tensors) => {
      const fed = samplesOf(inputs, { tensors, samples });
      const flows = runFlow(built, fed, { training: false, active, estimators: "record" });
      return labels.flatMap((label) =>
        Object.entries(flows[label]?.outputs ?? {}).map(([port, tensor]) => ({
          name: `${label}.${port}`,
          tensor,
        }))
      );
    },
  });
  return lower(runPasses(program, STANDARD_PASSES));
}

function barriers(nodes: readonly BuiltNode[]): readonly Problem[] {
  return nodes.flatMap(({ node: { label }, model }): readonly Problem[] => {
    const why = barrierOf(model);
    return why === undefined ? [] : [{ node: label, message: `${label} ${why}` }];
  });
}

function barrierOf(model: BuiltModel): string | undefined {
  if (model.learning === "gradient") return undefined;
  const apart = "export the nodes before and behind it apart";
  if (model.learning === "none") {
    return `is an ONNX model of its own, which is not put into another: ${apart}`;
  }
  if (model.record === undefined) return `is an estimator that tensors cannot express: ${apart}`;
  return model.isFitted ? undefined : "is an estimator that has learned nothing yet: fit it first";
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
  { tensors, samples }: { readonly tensors: readonly tf.Tensor[]; readonly samples: number },
): Readonly<Record<string, SampleTensors>> {
  const fed = inputs.map((input, at) => ({ ...input, tensor: tensors[at] as tf.Tensor }));
  const sets = Map.groupBy(fed, ({ source }) => source.featureSet);
  return Object.fromEntries(
    [...sets].map(([label, parts]) => {
      const feeds = parts.map(({ source, tensor }) => [sourceKey(source), tensor]);
      return [label, { feeds: Object.fromEntries(feeds), weights: tf.ones([samples]) }];
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
