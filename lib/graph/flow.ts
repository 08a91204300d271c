/**
 * THE WALK of a batch: samples go in at the heads, and what each node gives flows on with the
 * targets, weights and masks that belong to it. Computes with tfjs, so that it can be recorded.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { disagreements, type Ports, writeShape } from "../models/interface.ts";
import type { BuiltGraph, BuiltNode } from "./built_graph.ts";
import { mergeTargets, mergeWeights } from "./merge_samples.ts";
import { isNodeReference, type Source, sourceKey } from "./reference.ts";

/** Samples of one FeatureSet. */
export interface SampleTensors {
  /** What nodes take, by `sourceKey`, of shape (samples, …). */
  readonly feeds: Readonly<Record<string, tf.Tensor>>;
  /** Their targets, of shape (samples, …). */
  readonly targets?: tf.Tensor | undefined;
  /** How much each sample counts, of shape (samples); 0 for padding. */
  readonly weights: tf.Tensor;
}

/** What a node gives. */
export interface NodeFlow {
  /** By port, of shape (samples, …). */
  readonly outputs: Ports<tf.Tensor>;
  readonly targets: tf.Tensor | undefined;
  /** Of shape (samples). */
  readonly weights: tf.Tensor;
}

/** How a graph is run. */
export interface FlowOptions {
  /** Whether models are called as in training; frozen ones never are. */
  readonly training: boolean;
  /** Labels of the nodes that compute, with all that they need; all when left out. */
  readonly active?: ReadonlySet<string> | undefined;
  /** The stage of each node, by label: no gradient flows from one stage back to another. */
  readonly stages?: ReadonlyMap<string, number> | undefined;
  /** Outputs that are known already, by label and port: those nodes are not called. */
  readonly given?: Readonly<Record<string, Ports<tf.Tensor>>> | undefined;
  /** Whether estimators that tensors can express are recorded too; default `refuse`. */
  readonly estimators?: "refuse" | "record" | undefined;
}

/**
 * Runs a graph.
 *
 * @param built a graph whose active nodes gradients can pass
 * @param samples by label of the FeatureSet
 * @param options training or not, and which nodes
 * @returns what each active node gives, by label
 * @throws TypeError for an estimator or a fixed model, which tfjs cannot compute
 * @example
 * ```ts
 * import type { BuiltGraph } from "./built_graph.ts";
 * import { runFlow, type SampleTensors } from "./flow.ts";
 * function predict(built: BuiltGraph, pulses: SampleTensors) {
 *   return runFlow(built, { pulses }, { training: false }).Head?.outputs;
 * }
 * ```
 */
export function runFlow(
  built: BuiltGraph,
  samples: Readonly<Record<string, SampleTensors>>,
  options: FlowOptions,
): Readonly<Record<string, NodeFlow>> {
  const flows: Record<string, NodeFlow> = {};
  for (const node of built.nodes) {
    const { label } = node.node;
    if (options.active && !options.active.has(label)) continue;
    const arriving = arrivalsAt(node, { flows, samples, stages: options.stages });
    const training = options.training && !built.graph.frozen.includes(label);
    const call = { arriving, training, estimators: options.estimators };
    const outputs = options.given?.[label] ?? callNode(node, call);
    flows[label] = { outputs, ...carriedBy(node, arriving) };
  }
  return flows;
}

/** What arrives at an input. */
export interface Arrival {
  readonly port: string;
  readonly value: tf.Tensor;
  readonly targets: tf.Tensor | undefined;
  readonly weights: tf.Tensor;
}

/**
 * What arrives at the inputs of a node.
 *
 * @param node the node
 * @param from what earlier nodes give, samples, and stages
 * @returns in the order of its inputs
 * @throws RangeError when a source is not active, its samples were not given, are of another shape
 *   than the graph was built for, or are not as many as those of the others
 */
export function arrivalsAt(
  { node, inputs }: BuiltNode,
  from: {
    readonly flows: Readonly<Record<string, NodeFlow>>;
    readonly samples: Readonly<Record<string, SampleTensors>>;
    readonly stages?: ReadonlyMap<string, number> | undefined;
  },
): readonly Arrival[] {
  const arriving = Object.entries(node.inputs).map(([port, source]) => ({
    port,
    ...arrival(source, { to: node.label, stages: undefined, ...from }),
  }));
  for (const { port, value } of arriving) {
    const wanted = inputs[port];
    const found = { shape: value.shape.slice(1), dtype: wanted?.dtype ?? "float32" };
    if (wanted && disagreements(found, wanted).length > 0) {
      throw new RangeError(
        `${node.label}.${port} takes samples of shape ${writeShape(wanted.shape)}, and got ` +
          `${writeShape(found.shape)}: build the graph for data of that shape`,
      );
    }
  }
  const counts = arriving.map(({ port, value }) => `${port}: ${value.shape[0]}`);
  if (new Set(arriving.map(({ value }) => value.shape[0])).size > 1) {
    throw new RangeError(
      `${node.label} got different numbers of samples (${counts.join(", ")}): ` +
        "align the FeatureSets, or feed batches of one size",
    );
  }
  return arriving;
}

/**
 * The targets and weights that go on from a node, by the strategy of its merge.
 *
 * @param node the node
 * @param arriving what arrives at its inputs
 * @returns of shape (samples, …) and (samples)
 */
export function carriedBy(
  node: BuiltNode,
  arriving: readonly Arrival[],
): Pick<NodeFlow, "targets" | "weights"> {
  return {
    targets: mergeTargets(node.node, arriving),
    weights: mergeWeights(arriving.map(({ weights }) => weights)),
  };
}

function arrival(
  source: Source,
  { to, flows, samples, stages }: {
    readonly to: string;
    readonly stages: ReadonlyMap<string, number> | undefined;
    readonly flows: Readonly<Record<string, NodeFlow>>;
    readonly samples: Readonly<Record<string, SampleTensors>>;
  },
): Omit<Arrival, "port"> {
  if (isNodeReference(source)) {
    const flow = flows[source.node];
    const output = flow?.outputs[source.output];
    if (flow && output) {
      const value = stages?.get(source.node) === stages?.get(to) ? output : detach(output);
      return { value, targets: flow.targets, weights: flow.weights };
    }
    throw new RangeError(`Cannot run the graph: ${source.node} is not active, and is needed`);
  }
  const from = samples[source.featureSet];
  const value = from?.feeds[sourceKey(source)];
  if (from && value) return { value, targets: from.targets, weights: from.weights };
  throw new RangeError(`Cannot run the graph: no samples of "${source.featureSet}" were given`);
}

function callNode(
  { node, model }: BuiltNode,
  { arriving, training, estimators }: Pick<FlowOptions, "training" | "estimators"> & {
    readonly arriving: readonly Arrival[];
  },
): Ports<tf.Tensor> {
  const inputs = Object.fromEntries(arriving.map(({ port, value }) => [port, value]));
  if (model.learning === "gradient") return model.call(inputs, { training });
  if (model.learning === "fit" && model.record && estimators === "record") {
    return model.record(inputs);
  }
  const kind = model.learning === "fit" ? "an estimator" : "a fixed model";
  throw new TypeError(
    `Cannot record ${node.label}: it is ${kind}, which does not compute with tensors; ` +
      "train its neighbours stage by stage",
  );
}

/** The value goes on, slopes do not come back. */
function detach(output: tf.Tensor): tf.Tensor {
  const stop = tf.customGrad((...given: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const value = tf.clone(given[0] as tf.Tensor);
    return { value, gradFunc: (slope: tf.Tensor) => tf.zerosLike(slope) };
  });
  return stop(output);
}
