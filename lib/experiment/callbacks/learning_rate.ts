/**
 * Sets the learning rate, and writes down what it was.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { ruleOf, type Schedule } from "../../training/schedule.ts";
import { type Callback, type CallbackRun, callbacks, type CallbackUses } from "./callback.ts";
import { metric, type MetricResult } from "./callback_result.ts";
import type { EpochMoment } from "./moments.ts";

/** Options of `LearningRate`. */
export interface LearningRateOptions {
  /**
   * The rate of each epoch: a schedule whose steps are epochs, or the rates themselves, of which the
   * last one stays. Left out: rates are only written down.
   */
  readonly rates?: Schedule | readonly number[] | undefined;
  /** The name of the metric; default `learning_rate`. */
  readonly metric?: string | undefined;
  /** The metric that schedules which wait for a plateau follow; default `val_loss`. */
  readonly monitor?: string | undefined;
  /** What to call it; default `learning_rate`. */
  readonly label?: string | undefined;
  /** When it runs; default 2, after what measures and stops. */
  readonly order?: number | undefined;
}

const METRIC = "learning_rate";
const MONITOR = "val_loss";

/**
 * Sets the learning rate of all nodes epoch by epoch, and hands it in as a metric.
 *
 * @example
 * ```ts
 * import { stepRate } from "../../training/schedules.ts";
 * import { LearningRate } from "./learning_rate.ts";
 * new LearningRate({ rates: [0.01, 0.01, 0.001] });
 * ```
 */
export class LearningRate extends Configured<LearningRateOptions> implements Callback {
  readonly name = "learningRate";
  readonly label: string;
  readonly order: number;

  /**
   * @param options the rates, and what to call the metric
   * @throws RangeError when a rate is no number from 0
   */
  constructor(options: LearningRateOptions = {}) {
    super(options, ["rates", "metric", "monitor", "label", "order"]);
    const { rates, label = "learning_rate", order = 2 } = options;
    const bad = isList(rates) ? rates.find((rate) => !(rate >= 0 && rate < Infinity)) : undefined;
    if (bad !== undefined || (isList(rates) && rates.length === 0)) {
      throw new RangeError(`Cannot learn at a rate of ${bad ?? "nothing"}: give numbers from 0`);
    }
    this.label = label;
    this.order = order;
    Object.freeze(this);
  }

  /** @returns the metric that it hands in, and the one that its schedule goes by */
  uses(): CallbackUses {
    return { metrics: [this.config.metric ?? METRIC], watches: watchedBy(this.config) };
  }

  start(): CallbackRun {
    const { rates, metric: name = METRIC, monitor = MONITOR } = this.config;
    const rule = rates === undefined || isList(rates) ? undefined : ruleOf(rates);
    let observed: readonly number[] = [];
    return {
      onEpochStart({ epoch, training }: EpochMoment): void {
        if (rates === undefined) return;
        const rate = isList(rates)
          ? rates[Math.min(epoch, rates.length - 1)]
          : rule?.({ updates: epoch, observed });
        training?.setLearningRate(rate);
      },
      onEpochEnd({ epoch, training, results }: EpochMoment): MetricResult {
        const found = [...results.metrics().where({ name: monitor, epoch, batch: null }).values()];
        observed = [...observed, ...found];
        const [rate = NaN] = Object.values(training?.rates ?? {});
        return metric(name, rate);
      },
      getState: () => ({ values: { observed } }),
      setState: ({ values }) => {
        observed = values.observed as readonly number[];
      },
    };
  }
}

callbacks.register("learningRate", (config) => LearningRate.fromConfig(config));

/** Most schedules go by epochs alone. */
function watchedBy({ rates, monitor }: LearningRateOptions): readonly string[] {
  if (rates === undefined || isList(rates)) return [];
  if (monitor !== undefined) return [monitor];
  return rates.name === "plateau" ? [MONITOR] : [];
}

function isList(rates: LearningRateOptions["rates"]): rates is readonly number[] {
  return Array.isArray(rates);
}
