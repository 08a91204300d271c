/**
 * THE WALK of evaluation: a batch is read, flows through the graph as in prediction, and is compared.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { list, quote } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import { compile, type Compiled, type CompileOptions } from "../engine/compile.ts";
import { readHost } from "../engine/host_tensor.ts";
import type { HostTensor } from "../engine/run/onnx_runtime.ts";
import type { TensorTree } from "../engine/tree.ts";
import { type BuiltGraph, parametersOf } from "../graph/built_graph.ts";
import { runFlow } from "../graph/flow.ts";
import { refuse } from "../graph/problems.ts";
import type { Ports } from "../models/interface.ts";
import { activeNodes } from "./active_nodes.ts";
import { classLimits } from "./class_limits.ts";
import { type AppliedLoss, requireLosses } from "./applied_loss.ts";
import { givenBy, withBarriers } from "./barriers.ts";
import { ENGINE_OPTIONS } from "./engine_options.ts";
import {
  BatchReader,
  type BatchTensors,
  disposeBatch,
  type SamplesBySet,
  sourcesOf,
} from "./feed.ts";
import { lossProblems } from "./loss_check.ts";
import { lossNameProblems } from "./loss_names.ts";
import { costOf } from "./objective.ts";
import { Predictor } from "./predictor.ts";
import { requireBuilt } from "./require_built.ts";
import { learnedSets } from "./target_origins.ts";

/** How a graph is evaluated. */
export interface EvaluatorOptions<L extends string = string> extends CompileOptions {
  /** What is compared; none when left out. */
  readonly losses?: readonly AppliedLoss<L>[];
  /** Tell the outputs of these nodes. Default none. */
  readonly tell?: readonly L[];
}

/** What is known of a batch. */
export interface Evaluated {
  /** The weighted sum of all losses; 0 without any. */
  readonly loss: number;
  /** Each loss by its label, weighted. */
  readonly losses: Readonly<Record<string, number>>;
  /** Outputs by label of the node and port, of shape (samples, …). */
  readonly outputs: Readonly<Record<string, Ports<HostTensor>>>;
}

/** Names of what a program gives: no label holds a slash. */
const SEPARATOR = "/";

/**
 * Compares what nodes give with what should come out, and changes nothing.
 *
 * @example
 * ```ts
 * import type { FeatureSet } from "../data/feature_set.ts";
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { Evaluator } from "./evaluator.ts";
 * async function validate(built: BuiltGraph, pulses: FeatureSet): Promise<number> {
 *   const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
 *   return (await new Evaluator(built, { losses }).evaluate({ pulses: pulses.toView() })).loss;
 * }
 * ```
 */
export class Evaluator<L extends string = string> {
  readonly #built: BuiltGraph;
  readonly #reader: BatchReader;
  readonly #predictor: Predictor;
  readonly #compiled: Compiled<[TensorTree], Record<string, tf.Tensor>>;

  /**
   * @param built a graph with weights, which are used as they are at each call
   * @param options losses, outputs to tell, engine
   * @throws GraphError when losses have problems
   * @throws UnknownNameError for options and nodes that are not there; TypeError for a graph without weights
   */
  constructor(built: BuiltGraph<L>, options: EvaluatorOptions<NoInfer<L>> = {}) {
    requireBuilt(built, "evaluate");
    checkOptions(options, {
      of: "new Evaluator()",
      known: ["losses", "tell", ...ENGINE_OPTIONS],
    });
    const { losses = [], tell = [], ...compileOptions } = options;
    requireLosses(losses);
    const graph: BuiltGraph = built;
    refuse(`Cannot evaluate the graph ${quote(graph.graph.label)}`, [
      ...lossNameProblems(graph, losses),
      ...lossProblems(graph, losses),
    ]);
    tell.forEach((label) => built.node(label));
    this.#built = graph;
    this.#reader = new BatchReader(sourcesOf(graph.graph, losses), {
      learned: learnedSets(graph, losses),
      classes: classLimits(graph, losses),
    });
    this.#predictor = new Predictor(graph, compileOptions);
    const variables = built.nodes.flatMap(({ model }) =>
      parametersOf(model).map(({ variable }) => variable)
    );
    this.#compiled = compile(
      (batch: TensorTree) => compared(graph, batch as unknown as BatchTensors, { losses, tell }),
      { ...compileOptions, variables },
    );
  }

  /**
   * Evaluates samples.
   *
   * @param samples batches or views by label of the FeatureSet
   * @returns losses that can be computed from them, and outputs of the nodes that were asked for
   * @throws NotFittedError when an estimator has not learned
   * @throws RangeError when numbers are missing that are computed from or compared, or nothing of what was
   *   asked for can be computed
   */
  async evaluate(samples: SamplesBySet): Promise<Evaluated> {
    const read = this.#reader.read(samples);
    let batch: BatchTensors = read;
    let told: Record<string, tf.Tensor> = {};
    try {
      const from = { built: this.#built, predictor: this.#predictor, samples };
      batch = await withBarriers(read, from);
      told = await this.#compiled(batch as unknown as TensorTree);
      return await sorted(told);
    } finally {
      tf.dispose(Object.values(told));
      disposeBatch(batch);
    }
  }
}

/** Computes with tfjs, so that it can be recorded. */
function compared(
  built: BuiltGraph,
  batch: BatchTensors,
  { losses, tell }: { readonly losses: readonly AppliedLoss[]; readonly tell: readonly string[] },
): Record<string, tf.Tensor> {
  const roles = Object.entries(batch).map(([role, samples]) => {
    const active = activeNodes(built.graph, Object.keys(samples));
    const given = givenBy(built, samples);
    return [role, {
      flows: runFlow(built, samples, { training: false, active, given }),
      samples,
      active,
    }] as const;
  });
  const fed = new Set(roles.flatMap(([, { active }]) => [...active]));
  const possible = losses.filter(({ needs }) => needs.every((label) => fed.has(label)));
  const outputs = roles.flatMap(([role, { flows }]) =>
    tell.flatMap((label) =>
      Object.entries(flows[label]?.outputs ?? {}).map(([port, value]) => {
        const node = roles.length === 1 ? label : `${label}.${role}`;
        // A program's result must be of its own, also where a node hands on what it was given.
        return [["output", node, port].join(SEPARATOR), tf.clone(value)] as const;
      })
    )
  );
  if (possible.length === 0) {
    if (outputs.length > 0) return Object.fromEntries(outputs);
    throw nothingToTell(batch, [...losses.flatMap(({ needs }) => needs), ...tell]);
  }
  const { total, values } = costOf(possible, Object.fromEntries(roles));
  const named = Object.entries(values).map(([label, value]) =>
    [["loss", label].join(SEPARATOR), value] as const
  );
  return Object.fromEntries([["total", total], ...named, ...outputs]);
}

function nothingToTell(batch: BatchTensors, wanted: readonly string[]): RangeError {
  if (wanted.length === 0) {
    return new RangeError("Cannot evaluate the graph: give losses, or nodes to tell");
  }
  const given = new Set(Object.values(batch).flatMap((samples) => Object.keys(samples)));
  return new RangeError(
    `Cannot evaluate from ${list([...given])} alone: ${
      list([...new Set(wanted)])
    } need other samples`,
  );
}

async function sorted(told: Readonly<Record<string, tf.Tensor>>): Promise<Evaluated> {
  const losses: Record<string, number> = {};
  const outputs: Record<string, Record<string, HostTensor>> = {};
  let loss = 0;
  for (const [name, tensor] of Object.entries(told)) {
    const [kind, label = "", port = ""] = name.split(SEPARATOR);
    const read = await readHost(tensor);
    if (kind === "total") loss = read.data[0] ?? NaN;
    else if (kind === "loss") losses[label] = read.data[0] ?? NaN;
    else (outputs[label] ??= {})[port] = { ...read, data: read.data.slice() };
  }
  return { loss, losses, outputs };
}
