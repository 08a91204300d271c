/**
 * Stops training that no longer gets better.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { UnknownNameError } from "../../core/names.ts";
import {
  type Callback,
  type CallbackRun,
  callbacks,
  type CallbackState,
  type CallbackUses,
} from "./callback.ts";
import type { EpochMoment, PhaseMoment, TrainingState } from "./moments.ts";

/** Options of `EarlyStopping`. */
export interface EarlyStoppingOptions {
  /** The metric that is watched; default `val_loss`. */
  readonly monitor?: string | undefined;
  /** Whether less (`min`, the default) or more of it is better. */
  readonly mode?: "min" | "max" | undefined;
  /** Epochs without anything better after which training stops; default 5. */
  readonly patience?: number | undefined;
  /** What a value must be better by to count; default 0. */
  readonly minDelta?: number | undefined;
  /** Whether weights and optimizers of the best epoch come back at the end; default false. */
  readonly restoreBest?: boolean | undefined;
  /** Which of several values of an epoch counts; default `last`. */
  readonly reducer?: "mean" | "sum" | "first" | "last" | undefined;
  /** What to call it; default `early_stopping`. */
  readonly label?: string | undefined;
  /** When it runs; default 1, after what measures. */
  readonly order?: number | undefined;
}

/** What early stopping found, handed in at the end of the phase. */
export interface EarlyStoppingResult {
  /** The epoch with the best value, from 0; `null` when the metric was never there. */
  readonly bestEpoch: number | null;
  readonly bestValue: number | null;
  /** The epoch after which it stopped training; `null` when it did not. */
  readonly stoppedEpoch: number | null;
  /** Whether weights and optimizers of the best epoch came back. */
  readonly restored: boolean;
}

const OPTIONS = [
  "monitor",
  "mode",
  "patience",
  "minDelta",
  "restoreBest",
  "reducer",
  "label",
  "order",
] as const;
const MONITOR = "val_loss";
const REDUCERS = ["mean", "sum", "first", "last"];

/**
 * Stops a phase of training when a metric has not got better for some epochs. An epoch in which the
 * metric is missing or no number counts as one that is not better.
 *
 * @example
 * ```ts
 * import { EarlyStopping } from "./early_stopping.ts";
 * new EarlyStopping({ monitor: "val_loss", patience: 3, restoreBest: true });
 * ```
 */
export class EarlyStopping extends Configured<EarlyStoppingOptions> implements Callback {
  readonly name = "earlyStopping";
  readonly label: string;
  readonly order: number;

  /**
   * @param options what is watched, and how patiently
   * @throws UnknownNameError for an option, a mode or a reducer that there is not
   * @throws RangeError for a patience or a difference that means nothing
   */
  constructor(options: EarlyStoppingOptions = {}) {
    super(options, OPTIONS);
    const { label = "early_stopping", order = 1, patience = 5, minDelta = 0 } = options;
    const { mode = "min", reducer = "last" } = options;
    checkOneOf("mode", mode, ["min", "max"]);
    checkOneOf("reducer", reducer, REDUCERS);
    if (!Number.isInteger(patience) || patience < 1) {
      throw new RangeError(`Cannot be patient for ${patience} epochs: give a whole number from 1`);
    }
    if (!(minDelta >= 0 && minDelta < Infinity)) {
      throw new RangeError(`Cannot ask for ${minDelta} more: minDelta is a number from 0`);
    }
    this.label = label;
    this.order = order;
    Object.freeze(this);
  }

  /** @returns the metric that is watched */
  uses(): CallbackUses {
    return { watches: [this.config.monitor ?? MONITOR] };
  }

  start(): CallbackRun {
    return new Watch(this.config);
  }
}

callbacks.register("earlyStopping", (config) => EarlyStopping.fromConfig(config));

/** One run of it. */
class Watch implements CallbackRun {
  readonly #options: EarlyStoppingOptions;
  #bestEpoch: number | null = null;
  #bestValue: number | null = null;
  #stoppedEpoch: number | null = null;
  #since = 0;
  #kept: TrainingState | undefined;

  constructor(options: EarlyStoppingOptions) {
    this.#options = options;
  }

  onEpochEnd(moment: EpochMoment): void {
    const { patience = 5, restoreBest = false } = this.#options;
    const { epoch, training } = moment;
    const value = this.#read(moment);
    if (value !== undefined && this.#isBetter(value)) {
      [this.#bestEpoch, this.#bestValue, this.#since] = [epoch, value, 0];
      if (restoreBest) {
        this.#kept = training?.getState();
        training?.keepEpoch(epoch);
      }
      return;
    }
    if (++this.#since < patience) return;
    this.#stoppedEpoch = epoch;
    const { monitor = MONITOR } = this.#options;
    training?.stop(
      this.#bestEpoch === null
        ? `nothing handed in ${monitor} for ${patience} epochs`
        : `${monitor} has not got better for ${patience} epochs`,
    );
  }

  onPhaseEnd({ training }: PhaseMoment): EarlyStoppingResult {
    const restored = this.#kept !== undefined && training !== undefined;
    if (this.#kept) training?.setState(this.#kept);
    this.#kept = undefined;
    return {
      bestEpoch: this.#bestEpoch,
      bestValue: this.#bestValue,
      stoppedEpoch: this.#stoppedEpoch,
      restored,
    };
  }

  getState(): CallbackState {
    const values = {
      bestEpoch: this.#bestEpoch,
      bestValue: this.#bestValue,
      stoppedEpoch: this.#stoppedEpoch,
      since: this.#since,
    };
    return this.#kept ? { values, kept: this.#kept } : { values };
  }

  setState({ values, kept }: CallbackState): void {
    this.#bestEpoch = values.bestEpoch as number | null;
    this.#bestValue = values.bestValue as number | null;
    this.#stoppedEpoch = values.stoppedEpoch as number | null;
    this.#since = values.since as number;
    this.#kept = kept;
  }

  #read({ results, epoch }: EpochMoment): number | undefined {
    const { monitor = MONITOR, reducer = "last" } = this.#options;
    const found = results.metrics().where({ name: monitor, epoch });
    if (found.length === 0) return undefined;
    const whole = [...found.where({ batch: null }).values()];
    const values = whole.length > 0 ? whole : [...found.values()];
    return reduced(values, reducer);
  }

  #isBetter(value: number): boolean {
    if (Number.isNaN(value)) return false;
    const { mode = "min", minDelta = 0 } = this.#options;
    const best = this.#bestValue;
    if (best === null) return true;
    return mode === "min" ? value < best - minDelta : value > best + minDelta;
  }
}

function reduced(values: readonly number[], reducer: "mean" | "sum" | "first" | "last"): number {
  if (reducer === "first") return values[0] ?? NaN;
  if (reducer === "last") return values.at(-1) ?? NaN;
  const sum = values.reduce((total, value) => total + value, 0);
  return reducer === "sum" ? sum : sum / values.length;
}

function checkOneOf(kind: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw new UnknownNameError(kind, value, { known });
}
