/**
 * THE WALK of training: a batch is read, flows through the graph, is compared by the losses, and
 * moves the weights, as one compiled step.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { quote, UnknownNameError } from "../core/names.ts";
import type { SeedStream } from "../core/seed.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import { compileObjective, type ObjectiveStep } from "../engine/compile_objective.ts";
import type { CompileOptions } from "../engine/compile.ts";
import type { Explanation } from "../engine/build.ts";
import type { HostTensor } from "../engine/run/onnx_runtime.ts";
import type { Objective, Slopes } from "../engine/training_step.ts";
import type { TensorTree } from "../engine/tree.ts";
import { type BuiltGraph, parametersOf } from "../graph/built_graph.ts";
import { runFlow } from "../graph/flow.ts";
import { GraphError } from "../graph/problems.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { activeNodes } from "./active_nodes.ts";
import { givenBy, withBarriers } from "./barriers.ts";
import { type BatchTensors, feedOf, type SamplesBySet, sourcesOf } from "./feed.ts";
import { type Stages, trainingProblems } from "./gradient_check.ts";
import { Predictor } from "./predictor.ts";
import { costOf } from "./objective.ts";
import { type OptimizerPlan } from "./optimizer.ts";
import { type Groups, groupsOf } from "./groups.ts";
import { clipped, type Clipping, decayed } from "./slopes.ts";

/** How a graph is trained. */
export interface TrainerOptions<L extends string = string> extends CompileOptions {
  /** What is minimised: the weighted sum. */
  readonly losses: readonly AppliedLoss<L>[];
  /** One optimizer for all nodes, or one for each of some nodes. Default `adam`. */
  readonly optimizer?: string | OptimizerPlan | { readonly [label in L]?: string | OptimizerPlan };
  /**
   * Lists of nodes that are trained apart: nothing flows back from one stage to another, so that each
   * learns from its own losses only. `each` makes a stage of every node. Default: all in one.
   */
  readonly stages?: "each" | readonly (readonly L[])[];
  /** Limits slopes before the optimizers see them. */
  readonly clip?: Clipping;
  /** Pulls weights towards zero. Default 0. */
  readonly weightDecay?: number;
  /** Cut each batch into so many parts and average their slopes. Default 1. */
  readonly microBatches?: number;
  /** Tell the outputs of these nodes with every step. Default none. */
  readonly tell?: readonly L[];
  /** Stream that dropout draws from. */
  readonly seeds?: SeedStream;
}

/** What a step of training tells. */
export interface StepResult {
  /** The weighted sum of all losses, before the update. */
  readonly loss: number;
  /** Each loss by its label, weighted. */
  readonly losses: Readonly<Record<string, number>>;
  /** Outputs of the nodes that were asked for, by label. */
  readonly outputs: Readonly<Record<string, HostTensor>>;
}

/**
 * Trains a built graph, step by step.
 *
 * Weights leave their graph until `store()`. Frozen nodes compute as when they predict, and stay as
 * they are; so do nodes that a batch does not feed, optimizer state included.
 *
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import type { Batch } from "../data/sample/batch.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { Trainer } from "./trainer.ts";
 * async function train(built: BuiltGraph, batches: Iterable<Batch>): Promise<void> {
 *   using trainer = new Trainer(built, { losses: [new AppliedLoss({ loss: "mse", on: "Head" })] });
 *   for (const pulses of batches) console.log((await trainer.step({ pulses })).loss);
 * }
 * ```
 */
export class Trainer<L extends string = string> implements Disposable {
  readonly #built: BuiltGraph<L>;
  readonly #options: TrainerOptions<L>;
  readonly #sources: readonly FeatureSetReference[];
  readonly #groups: Groups;
  readonly #stages: Stages;
  readonly #predictor: Predictor;
  readonly #step: ObjectiveStep<TensorTree>;

  /**
   * @param built a graph with weights
   * @param options losses, optimizers, mode
   * @throws GraphError when losses have problems, gradients are cut off, or nothing can be trained
   */
  constructor(built: BuiltGraph<L>, options: TrainerOptions<L>) {
    const stages = stagesOf(built.graph.labels, options.stages);
    const problems = trainingProblems(built, { losses: options.losses, stages });
    if (problems.length > 0) {
      throw new GraphError(`Cannot train the graph ${quote(built.graph.label)}`, problems);
    }
    this.#built = built;
    this.#options = options;
    this.#sources = sourcesOf(built.graph, options.losses);
    this.#stages = stages;
    this.#predictor = new Predictor(built, compileOptions(options));
    this.#groups = groupsOf(built, { ...options, stages });
    const { clip, weightDecay = 0 } = options;
    const trained = this.#groups.flatMap(({ variables }) => variables);
    this.#step = compileObjective((batch) => this.#objective(batch as unknown as BatchTensors), {
      ...compileOptions(options),
      groups: this.#groups,
      others: othersOf(built, trained),
      adjust: (slopes) => adjust(slopes, { weights: trained, weightDecay, clip }),
    });
  }

  /** Labels of the nodes whose weights are trained. */
  get trained(): readonly string[] {
    return [...new Set(this.#groups.flatMap(({ labels }) => labels))];
  }

  /**
   * Trains on samples.
   *
   * @param samples batches or views by label of the FeatureSet; nodes that are not fed do not move
   * @param settings numbers of the optimizers for this step only, such as `{ learningRate: 0.01 }`
   * @returns losses before the update
   */
  async step(
    samples: SamplesBySet,
    settings: { readonly learningRate?: number } = {},
  ): Promise<StepResult> {
    const batch = await this.#read(samples);
    try {
      // Plain records of tensors are trees.
      const tree = batch as unknown as TensorTree;
      const { loss, results } = await this.#step(tree, this.#groups.map(() => settings));
      return readResult(loss, results);
    } finally {
      tf.dispose(batch as unknown as tf.TensorContainer);
    }
  }

  /** Writes weights back into the graph. */
  store(): void {
    this.#step.store();
  }

  /** What a step on such samples would run, and where its time goes; it trains nothing. */
  async explain(samples: SamplesBySet): Promise<Explanation> {
    const batch = await this.#read(samples);
    try {
      return await this.#step.explain(batch as unknown as TensorTree);
    } finally {
      tf.dispose(batch as unknown as tf.TensorContainer);
    }
  }

  /** Writes weights back, and frees the step. */
  [Symbol.dispose](): void {
    this.#step[Symbol.dispose]();
  }

  async #read(samples: SamplesBySet): Promise<BatchTensors> {
    const batch = feedOf(samples, this.#sources);
    return await withBarriers(batch, { built: this.#built, predictor: this.#predictor, samples });
  }

  #objective(batch: BatchTensors): Objective {
    const { losses, tell = [] } = this.#options;
    const built: BuiltGraph = this.#built;
    const roles = Object.entries(batch).map(([role, samples]) => {
      const active = activeNodes(built.graph, Object.keys(samples));
      const given = givenBy(built, samples);
      const options = { training: true, active, stages: this.#stages, given };
      const flows = runFlow(built, samples, options);
      return [role, { flows, samples, active }] as const;
    });
    const byRole = Object.fromEntries(roles);
    const fed = new Set(roles.flatMap(([, { active }]) => [...active]));
    const possible = losses.filter(({ needs }) => needs.every((label) => fed.has(label)));
    if (possible.length === 0) {
      const given = Object.keys(Object.values(batch)[0] ?? {}).join(", ");
      throw new RangeError(`Cannot train on ${given} alone: every loss needs other samples`);
    }
    const { total, values } = costOf(possible, byRole);
    const outputs = tell.flatMap((label) =>
      roles.flatMap(([role, { flows }]) => {
        const output = flows[label]?.outputs.output;
        const name = roles.length === 1 ? label : `${label}.${role}`;
        return output ? [[`output ${name}`, output] as const] : [];
      })
    );
    const told = Object.entries(values).map(([label, value]) => [`loss ${label}`, value] as const);
    return {
      loss: withPenalties(total, built, fed),
      results: Object.fromEntries([...told, ...outputs]),
    };
  }
}

/** What of the options is the engine's. */
function compileOptions(
  { losses: _, optimizer: __, stages: ___, tell: ____, clip: _____, weightDecay: ______, ...rest }:
    TrainerOptions,
): CompileOptions & { readonly microBatches?: number } {
  return rest;
}

function stagesOf(
  labels: readonly string[],
  stages: "each" | readonly (readonly string[])[] | undefined,
): Stages {
  if (stages === undefined) return undefined;
  if (stages === "each") return new Map(labels.map((label, index) => [label, index]));
  const listed = stages.flatMap((stage, index) => stage.map((label) => [label, index] as const));
  const twice = listed.find(([label], at) => listed.findIndex(([other]) => other === label) < at);
  if (twice) throw new RangeError(`Cannot train ${quote(twice[0])} in two stages: choose one`);
  const unknown = listed.find(([label]) => !labels.includes(label));
  if (unknown) throw new UnknownNameError("node", unknown[0], { known: labels });
  const alone = labels.filter((label) => !listed.some(([other]) => other === label));
  return new Map([
    ...listed,
    ...alone.map((label, index) => [label, stages.length + index] as const),
  ]);
}

function withPenalties(
  total: tf.Tensor,
  built: BuiltGraph,
  active: ReadonlySet<string>,
): tf.Tensor {
  return built.nodes.reduce((sum, { node, model }) => {
    const learns = active.has(node.label) && !built.graph.frozen.includes(node.label);
    if (!learns || model.learning !== "gradient" || !model.penalty) return sum;
    return tf.add(sum, model.penalty());
  }, total);
}

function adjust(
  slopes: Slopes,
  { weights, weightDecay, clip }: {
    readonly weights: readonly tf.Variable[];
    readonly weightDecay: number;
    readonly clip: Clipping | undefined;
  },
): Slopes {
  const pulled = weightDecay === 0 ? slopes : decayed(slopes, { weights, decay: weightDecay });
  return clip === undefined ? pulled : clipped(pulled, clip);
}

/** Frozen weights and running means: inputs of the step, so that other values need no other step. */
function othersOf(
  built: BuiltGraph,
  trained: readonly tf.Variable[],
): readonly tf.Variable[] {
  const all = built.nodes.flatMap(({ model }) =>
    parametersOf(model).map(({ variable }) => variable)
  );
  return all.filter((variable) => !trained.includes(variable));
}

function readResult(
  loss: number,
  results: Readonly<Record<string, HostTensor>>,
): StepResult {
  const losses: Record<string, number> = {};
  const outputs: Record<string, HostTensor> = {};
  for (const [name, result] of Object.entries(results)) {
    const [kind, ...rest] = name.split(" ");
    if (kind === "loss") losses[rest.join(" ")] = result.data[0] ?? NaN;
    else outputs[rest.join(" ")] = result;
  }
  return { loss, losses, outputs };
}
