/**
 * THE WALK of prediction: samples go from node to node, through models of every kind.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { checkOptions } from "../core/options.ts";
import { compile, type Compiled, type CompileOptions } from "../engine/compile.ts";
import { readHost, tensorOf } from "../engine/host_tensor.ts";
import type { HostTensor } from "../engine/run/onnx_runtime.ts";
import { type BuiltGraph, type BuiltNode, parametersOf } from "../graph/built_graph.ts";
import { arrivalsAt, carriedBy, type NodeFlow, type SampleTensors } from "../graph/flow.ts";
import type { Ports } from "../models/interface.ts";
import { type DifferentiableModel, type FitData, NotFittedError } from "../models/model.ts";
import { activeNodes } from "./active_nodes.ts";
import { ENGINE_OPTIONS } from "./engine_options.ts";
import { BatchReader, disposeBatch, type SamplesBySet, sourcesOf } from "./feed.ts";
import { requireBuilt } from "./require_built.ts";

/** What a node gives for some samples. */
export interface Prediction {
  /**
   * By port, of shape (samples, …), scaled as what was learned: `set.inverse(data, { domain: "targets" })`
   * gives the units of the data.
   */
  readonly outputs: Ports<HostTensor>;
  /** What should have come out, of shape (samples, …). */
  readonly targets: HostTensor | undefined;
  /** How much each sample counts; 0 for padding. */
  readonly weights: Float32Array;
  /**
   * The identifier of each sample, row by row; `N/A` for padding. Found when it is asked for, and
   * refused then (`SampleMismatchError`) where samples of several FeatureSets do not belong together.
   */
  readonly sampleIds: readonly string[];
}

/** Hears of each node and of what it is about to compute from. */
export type Visit = (node: BuiltNode, data: FitData) => Promise<void> | void;

/** What is predicted. */
export interface PredictOptions<L extends string = string> {
  /** Labels of the nodes wanted; all that can compute when left out. */
  readonly nodes?: readonly L[];
  /** Hears of each node before it computes. */
  readonly visit?: Visit;
}

/** Tensors by port, which is what a model is called with. */
type TensorPorts = Ports<tf.Tensor>;

/**
 * Computes what nodes give.
 *
 * @example
 * ```ts
 * import type { FeatureSet } from "../data/feature_set.ts";
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { Predictor } from "./predictor.ts";
 * async function predict(built: BuiltGraph, pulses: FeatureSet) {
 *   const found = await new Predictor(built).predict({ pulses: pulses.toView() });
 *   return found.Head?.outputs.output?.data;
 * }
 * ```
 */
export class Predictor<L extends string = string> {
  readonly #built: BuiltGraph;
  readonly #reader: BatchReader;
  readonly #options: CompileOptions;
  readonly #compiled = new Map<string, Compiled<[TensorPorts], TensorPorts>>();

  /**
   * @param built a graph with weights, which are used as they are at each call
   * @param options engine, threads, checks
   * @throws UnknownNameError for options that are not there; TypeError for a graph without weights
   */
  constructor(built: BuiltGraph<L>, options: CompileOptions = {}) {
    requireBuilt(built as BuiltGraph, "predict with");
    checkOptions(options, { of: "new Predictor()", known: ENGINE_OPTIONS });
    this.#built = built as BuiltGraph;
    this.#reader = new BatchReader(sourcesOf(this.#built.graph, []));
    this.#options = options;
  }

  /**
   * Predicts.
   *
   * @param samples views, or batches of one role, by label of the FeatureSet
   * @param options labels of the nodes wanted (all that can compute when left out), and who hears of
   *   each node before it computes
   * @returns what each of them gives, by label
   * @throws NotFittedError when an estimator has not learned; RangeError for a batch of several roles
   */
  predict<N extends L>(
    samples: SamplesBySet,
    options: PredictOptions<N> & { readonly nodes: readonly N[] },
  ): Promise<Readonly<Record<N, Prediction>>>;
  predict(
    samples: SamplesBySet,
    options?: PredictOptions<L>,
  ): Promise<Readonly<Partial<Record<L, Prediction>>>>;
  async predict(
    samples: SamplesBySet,
    options: PredictOptions<string> = {},
  ): Promise<Readonly<Record<never, Prediction>>> {
    checkOptions(options, { of: "predict()", known: ["nodes", "visit"] });
    const { nodes, visit } = options;
    const roles = this.#reader.read(samples);
    const made = new Set<tf.Tensor>();
    try {
      const [only, ...others] = Object.values(roles);
      if (only === undefined || others.length > 0) {
        throw new RangeError(
          `Cannot predict for the roles ${Object.keys(roles).join(", ")} at once: give one`,
        );
      }
      const flows = await this.#flow(only, { nodes, visit, made });
      const wanted = nodes ?? Object.keys(flows);
      const entries = wanted.map(async (label) => {
        const idsOf = (): readonly string[] =>
          this.#built.identify(samples, { nodes: [label] })[label]?.ids ?? [];
        return [label, await read(flows[label], idsOf)] as const;
      });
      return Object.fromEntries(await Promise.all(entries));
    } finally {
      tf.dispose([...made]);
      disposeBatch(roles);
    }
  }

  async #flow(
    samples: Readonly<Record<string, SampleTensors>>,
    { nodes, visit, made }: {
      readonly nodes: readonly string[] | undefined;
      readonly visit: Visit | undefined;
      readonly made: Set<tf.Tensor>;
    },
  ): Promise<Readonly<Record<string, NodeFlow>>> {
    const flows: Record<string, NodeFlow> = {};
    for (const node of this.#needed(Object.keys(samples), nodes)) {
      const arriving = arrivalsAt(node, { flows, samples });
      const inputs = Object.fromEntries(arriving.map(({ port, value }) => [port, value]));
      const { targets, weights } = tf.tidy(() => ({ ...carriedBy(node, arriving) }));
      for (const tensor of [targets, weights]) if (tensor) made.add(tensor);
      if (visit) await visit(node, await fitData({ inputs, targets, weights }));
      const outputs = await this.#call(node, inputs);
      for (const tensor of Object.values(outputs)) made.add(tensor);
      flows[node.node.label] = { outputs, targets, weights };
    }
    return flows;
  }

  /** Nodes that can compute, in order; only those that the wanted ones need. */
  #needed(given: readonly string[], wanted: readonly string[] | undefined): readonly BuiltNode[] {
    const { graph } = this.#built;
    const active = activeNodes(graph, given);
    const missing = wanted?.find((label) => graph.node(label) && !active.has(label));
    if (missing !== undefined) {
      throw new RangeError(
        `Cannot compute "${missing}" from ${given.join(", ")} alone: it needs other samples`,
      );
    }
    const needed = wanted && new Set(graph.subgraph(wanted).labels);
    return this.#built.nodes.filter(({ node: { label } }) =>
      active.has(label) && (needed?.has(label) ?? true)
    );
  }

  async #call({ node, model }: BuiltNode, inputs: TensorPorts): Promise<TensorPorts> {
    if (model.learning === "gradient") return await this.#compile(node.label, model)(inputs);
    const host = await readAll(inputs);
    const outputs = model.learning === "fit"
      ? predictAt(node.label, () => model.predict(host))
      : await model.run(host);
    return mapped(outputs, tensorOf);
  }

  #compile(label: string, model: DifferentiableModel): Compiled<[TensorPorts], TensorPorts> {
    const known = this.#compiled.get(label);
    if (known) return known;
    const compiled = compile(
      (inputs: TensorPorts): TensorPorts => model.call(inputs, { training: false }),
      { ...this.#options, variables: parametersOf(model).map(({ variable }) => variable) },
    );
    this.#compiled.set(label, compiled);
    return compiled;
  }
}

/** Of several estimators of a kind only their nodes tell which one has not learned. */
function predictAt<T>(label: string, predict: () => T): T {
  try {
    return predict();
  } catch (error) {
    if (!(error instanceof NotFittedError)) throw error;
    throw new NotFittedError(`Cannot compute "${label}": ${error.message}`, { cause: error });
  }
}

async function fitData(
  { inputs, targets, weights }: {
    readonly inputs: TensorPorts;
    readonly targets: tf.Tensor | undefined;
    readonly weights: tf.Tensor;
  },
): Promise<FitData> {
  const counts = await readHost(weights);
  return {
    inputs: await readAll(inputs),
    targets: targets && await readHost(targets),
    weights: Float32Array.from(counts.data),
  };
}

async function read(
  flow: NodeFlow | undefined,
  idsOf: () => readonly string[],
): Promise<Prediction> {
  if (!flow) throw new RangeError("Cannot read what no node gave");
  const { inputs, targets, weights } = await fitData({ ...flow, inputs: flow.outputs });
  const outputs = mapped(inputs, (output) => ({ ...output, data: output.data.slice() }));
  let ids: readonly string[] | undefined;
  return {
    outputs,
    targets,
    weights: weights ?? new Float32Array(),
    get sampleIds() {
      return ids ??= idsOf();
    },
  };
}

async function readAll(tensors: TensorPorts): Promise<Ports<HostTensor>> {
  const entries = Object.entries(tensors).map(async ([port, tensor]) =>
    [port, await readHost(tensor)] as const
  );
  return Object.fromEntries(await Promise.all(entries));
}

function mapped<T, U>(ports: Ports<T>, change: (value: T) => U): Ports<U> {
  return Object.fromEntries(Object.entries(ports).map(([port, value]) => [port, change(value)]));
}
