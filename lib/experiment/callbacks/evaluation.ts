/**
 * Evaluates while training runs.
 *
 * @module
 */

import { toNamedConfig } from "../../core/configured.ts";
import type { JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import { type MetricLike, metricOf } from "../metrics/registry.ts";
import { type EvalFromSplitOptions, EvalPhase } from "../phases/eval_phase.ts";
import { itemConfig, itemFromConfig } from "../phases/phase_config.ts";
import type { EvalResults } from "../results/eval_results.ts";
import { type Callback, type CallbackRun, callbacks, type CallbackUses } from "./callback.ts";
import { metric, type MetricResult } from "./callback_result.ts";
import type { EpochMoment, PhaseMoment } from "./moments.ts";

/** What is measured of what a node gives. */
export interface EvaluationMetric<L extends string = string> {
  /** What it is called in `results.metrics()`. */
  readonly name: string;
  /** The label of the node whose outputs are compared with targets. */
  readonly on: L;
  /** What is measured: a metric that gives a number, or its name. */
  readonly metric: MetricLike;
  /** Which output, when the node has several. */
  readonly port?: string;
  /** Whether outputs and targets are scaled back to the units of the data; default false. */
  readonly unscale?: boolean;
}

/** Options of `Evaluation`. */
export interface EvaluationOptions<L extends string = string> {
  /** Epochs from one evaluation to the next; default 1. */
  readonly everyEpochs?: number;
  /** Whether to evaluate before the first epoch as well; default false. */
  readonly runOnStart?: boolean;
  /** The name of the metric that sums up the losses; default `val_loss`. */
  readonly lossName?: string;
  /** What else is measured; nothing when left out. */
  readonly metrics?: readonly EvaluationMetric<L>[];
  /** What to call it; default the label of the phase. */
  readonly label?: string;
  /** When it runs; default 0. */
  readonly order?: number;
}

const OPTIONS = [
  "everyEpochs",
  "runOnStart",
  "lossName",
  "metrics",
  "label",
  "order",
] as const;

/**
 * Runs a phase of evaluation at the end of epochs, which changes nothing, and hands in its results,
 * its loss as a metric, and other metrics.
 *
 * @example
 * ```ts
 * import { AppliedLoss } from "../../training/applied_loss.ts";
 * import { Evaluation } from "./evaluation.ts";
 * const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
 * Evaluation.fromSplit("val", { featureSet: "pulses", split: "val", losses });
 * ```
 */
export class Evaluation<L extends string = string> implements Callback {
  readonly name = "evaluation";
  readonly label: string;
  readonly order: number;
  /** What is run. */
  readonly phase: EvalPhase<string, L>;
  readonly everyEpochs: number;
  readonly runOnStart: boolean;
  readonly lossName: string;
  readonly metrics: readonly EvaluationMetric<L>[];

  /**
   * @param phase what is run
   * @param options how often, and what is measured
   * @throws UnknownNameError when there is no such option
   * @throws RangeError when it should come less than every epoch, or two metrics have one name
   * @throws TypeError when the phase is none of evaluation, or metrics are no list
   */
  constructor(phase: EvalPhase<string, L>, options: EvaluationOptions<L> = {}) {
    if (phase?.kind !== "eval") {
      throw new TypeError(
        "Cannot evaluate with what is no phase of evaluation: give one, such as EvalPhase.fromSplit(…)",
      );
    }
    checkOptions(options, { of: `the evaluation of "${phase.label}"`, known: OPTIONS });
    const { everyEpochs = 1, runOnStart = false, lossName = "val_loss", metrics = [] } = options;
    if (!Array.isArray(metrics)) {
      throw new TypeError(
        'Cannot evaluate metrics that are no list: [{ name, on: "Head", metric }]',
      );
    }
    if (!Number.isInteger(everyEpochs) || everyEpochs < 1) {
      throw new RangeError(
        `Cannot evaluate every ${everyEpochs} epochs: give a whole number from 1`,
      );
    }
    const names = [lossName, ...metrics.map(({ name }) => name)];
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) {
      throw new RangeError(`Cannot evaluate two metrics called "${twice}": give them names`);
    }
    this.phase = phase;
    this.everyEpochs = everyEpochs;
    this.runOnStart = runOnStart;
    this.lossName = lossName;
    this.metrics = Object.freeze([...metrics]);
    this.label = options.label ?? phase.label;
    this.order = options.order ?? 0;
    Object.freeze(this);
  }

  /**
   * Evaluates one split of one FeatureSet.
   *
   * @param label what to call it
   * @param options FeatureSet, split, losses, how often, and what is measured
   * @returns the callback
   */
  static fromSplit<L extends string>(
    label: string,
    options: EvalFromSplitOptions<L> & Omit<EvaluationOptions<L>, "label">,
  ): Evaluation<L> {
    const { everyEpochs, runOnStart, lossName, metrics, order, ...phase } = options;
    const own = { everyEpochs, runOnStart, lossName, metrics, order };
    const given = Object.fromEntries(
      Object.entries(own).filter(([, value]) => value !== undefined),
    ) as EvaluationOptions<L>;
    return new Evaluation<L>(EvalPhase.fromSplit(label, phase), given);
  }

  /** @returns plain data from which the registered maker makes an equal one */
  getConfig(): JsonObject {
    const { label, order, everyEpochs, runOnStart, lossName } = this;
    const metrics = this.metrics.map((one) => ({ ...one, metric: writeMetric(one.metric) }));
    const phase = itemConfig(this.phase as EvalPhase);
    return { phase, label, order, everyEpochs, runOnStart, lossName, metrics };
  }

  /**
   * Makes one again.
   *
   * @param config what `getConfig` gave
   * @returns an equal one
   */
  static fromConfig({ phase, ...options }: JsonObject): Evaluation {
    return new Evaluation(itemFromConfig(phase, "phase") as EvalPhase, options);
  }

  /** @returns the phase, nodes that are measured, and what the metrics are called */
  uses(): CallbackUses {
    const { phase, metrics, lossName } = this;
    const outputs = [...new Set(metrics.map(({ on }) => on))];
    return {
      evaluations: [{ phase: phase as EvalPhase, outputs }],
      metrics: [
        ...(phase.losses.length > 0 ? [lossName] : []),
        ...metrics.map(({ name }) => name),
      ],
    };
  }

  start(): CallbackRun {
    return {
      onPhaseStart: async (moment) => this.runOnStart ? await this.#evaluate(moment) : undefined,
      onEpochEnd: async (moment: EpochMoment) =>
        (moment.epoch + 1) % this.everyEpochs === 0 ? await this.#evaluate(moment) : undefined,
    };
  }

  async #evaluate({ evaluate }: PhaseMoment): Promise<readonly (EvalResults | MetricResult)[]> {
    const results = await evaluate(this.phase as EvalPhase);
    const losses = this.phase.losses.length === 0
      ? []
      : [metric(this.lossName, totalLoss(results))];
    const measured = this.metrics.map((one) => metric(one.name, measure(one, results)));
    return [results, ...losses, ...measured];
  }
}

callbacks.register("evaluation", (config) => Evaluation.fromConfig(config));

function writeMetric(metric: MetricLike): JsonObject {
  return toNamedConfig(metricOf(metric)) as unknown as JsonObject;
}

/**
 * The weighted sum of all losses of a phase, over all of its samples.
 *
 * @param results of a phase of evaluation or fitting
 * @returns the sum
 */
export function totalLoss(results: Pick<EvalResults, "lossInfos" | "aggregatedLosses">): number {
  const nodes = [...new Set(results.lossInfos.map(({ node }) => node))];
  return nodes
    .flatMap((node) => results.aggregatedLosses(node).values())
    .reduce((sum, loss) => sum + loss, 0);
}

function measure(one: EvaluationMetric, results: EvalResults): number {
  const { on, port, unscale = false } = one;
  const outputs = results.stackedTensors(on, { unscale, ...(port !== undefined && { port }) });
  const targets = results.stackedTensors(on, { domain: "targets", unscale });
  const gathered = metricOf(one.metric).start();
  gathered.add({ outputs, targets, weights: outputs.weights });
  const value = gathered.result();
  if (typeof value === "number") return value;
  throw new TypeError(
    `Cannot follow "${one.name}" over epochs: ${gathered.metric.name} gives no number`,
  );
}
