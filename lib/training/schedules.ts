/**
 * The schedules that there are. Rates and updates are those of PyTorch's classes of the same kind.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { type NumberOption, type OptionPlans, type ReadOptions, readOptions } from "./options.ts";
import {
  type Progress,
  type Schedule,
  type ScheduleMaker,
  scheduleOf,
  schedules,
} from "./schedule.ts";

const RATE: NumberOption = { otherwise: 0.001 };
const UPDATES: NumberOption = { otherwise: 1000, least: 1 };
const SHARE: NumberOption = { otherwise: 0.1, above: true, most: 1 };

/** What `stepRate` takes. */
export interface StepRateOptions {
  /** The first rate; default 0.001. */
  readonly rate?: number;
  /** How many updates lie between two steps; default 1000. */
  readonly every?: number;
  /** What each step multiplies the rate by; default 0.1. */
  readonly factor?: number;
}

/**
 * Steps down: rate · factor^⌊n ÷ every⌋ before the update n, from 0.
 *
 * @param options rate, every, factor
 * @returns a schedule
 * @example
 * ```ts
 * import { stepRate } from "./schedules.ts";
 * stepRate({ rate: 0.1, every: 30, factor: 0.5 });
 * ```
 */
export function stepRate(options: StepRateOptions = {}): Schedule {
  return scheduleOf("step", options);
}

schedules.register(
  "step",
  maker(
    "step",
    { rate: RATE, every: UPDATES, factor: SHARE },
    ({ rate, every, factor }) => ({ updates }) => rate * factor ** Math.floor(updates / every),
  ),
);

/** What `exponentialRate` takes. */
export interface ExponentialRateOptions {
  /** The first rate; default 0.001. */
  readonly rate?: number;
  /** What each update multiplies the rate by; default 0.1. */
  readonly factor?: number;
}

/**
 * Falls by a factor with each update: rate · factorⁿ.
 *
 * @param options rate, factor
 * @returns a schedule
 * @example
 * ```ts
 * import { exponentialRate } from "./schedules.ts";
 * exponentialRate({ rate: 0.1, factor: 0.999 });
 * ```
 */
export function exponentialRate(options: ExponentialRateOptions = {}): Schedule {
  return scheduleOf("exponential", options);
}

schedules.register(
  "exponential",
  maker(
    "exponential",
    { rate: RATE, factor: SHARE },
    ({ rate, factor }) => ({ updates }) => rate * factor ** updates,
  ),
);

/** What `cosineRate` takes. */
export interface CosineRateOptions {
  /** The first rate; default 0.001. */
  readonly rate?: number;
  /** After how many updates it ends; default 1000. */
  readonly updates?: number;
  /** The last rate, which stays; default 0. */
  readonly end?: number;
}

/**
 * Half a wave down: end + (rate − end)(1 + cos(π n ÷ updates)) ÷ 2.
 *
 * Source: Loshchilov and Hutter, SGDR, 2017.
 *
 * @param options rate, updates, end
 * @returns a schedule
 * @example
 * ```ts
 * import { cosineRate } from "./schedules.ts";
 * cosineRate({ rate: 0.01, updates: 500 });
 * ```
 */
export function cosineRate(options: CosineRateOptions = {}): Schedule {
  return scheduleOf("cosine", options);
}

schedules.register(
  "cosine",
  maker(
    "cosine",
    { rate: RATE, updates: UPDATES, end: { otherwise: 0 } },
    (options) => (progress) =>
      wave([options.rate, options.end], progress.updates / options.updates),
  ),
);

/** What `warmupCosineRate` takes. */
export interface WarmupCosineRateOptions extends CosineRateOptions {
  /** How many updates the way up takes, of all updates; default 100. */
  readonly warmup?: number;
  /** The share of the rate that it starts from; default 0.01. */
  readonly from?: number;
}

/**
 * A line up to the rate, then half a wave down.
 *
 * Source: Goyal et al., Accurate, large minibatch SGD, 2017 (the way up).
 *
 * @param options rate, updates, end, warmup, from
 * @returns a schedule
 * @throws RangeError when the way up takes all updates
 * @example
 * ```ts
 * import { warmupCosineRate } from "./schedules.ts";
 * warmupCosineRate({ rate: 0.001, warmup: 100, updates: 2000 });
 * ```
 */
export function warmupCosineRate(options: WarmupCosineRateOptions = {}): Schedule {
  return scheduleOf("warmupCosine", options);
}

const WARMUP = {
  rate: RATE,
  updates: UPDATES,
  end: { otherwise: 0 },
  warmup: { otherwise: 100 },
  from: { otherwise: 0.01, most: 1 },
} as const;

schedules.register(
  "warmupCosine",
  maker("warmupCosine", WARMUP, ({ rate, updates, end, warmup, from }) => {
    if (warmup >= updates) {
      throw new RangeError(
        `Cannot warm up for ${warmup} of ${updates} updates: leave some for the way down`,
      );
    }
    return ({ updates: n }) =>
      n < warmup
        ? rate * (from + (1 - from) * n / warmup)
        : wave([rate, end], (n - warmup) / (updates - warmup));
  }),
);

/** What `oneCycleRate` takes. */
export interface OneCycleRateOptions {
  /** The greatest rate; default 0.001. */
  readonly rate?: number;
  /** How many updates the cycle takes; default 1000. */
  readonly updates?: number;
  /** The share of the updates that the way up takes; default 0.3. */
  readonly up?: number;
  /** By what the greatest rate is divided for the first; default 25. */
  readonly divideBy?: number;
  /** By what the first rate is divided for the last; default 10000. */
  readonly divideLastBy?: number;
}

/**
 * Half a wave up, and another one down to nearly nothing.
 *
 * Source: Smith and Topin, Super-convergence, 2018.
 *
 * @param options rate, updates, up, divideBy, divideLastBy
 * @returns a schedule
 * @example
 * ```ts
 * import { oneCycleRate } from "./schedules.ts";
 * oneCycleRate({ rate: 0.05, updates: 300 });
 * ```
 */
export function oneCycleRate(options: OneCycleRateOptions = {}): Schedule {
  return scheduleOf("oneCycle", options);
}

const CYCLE = {
  rate: RATE,
  updates: UPDATES,
  up: { otherwise: 0.3, above: true, most: 1 },
  divideBy: { otherwise: 25, above: true },
  divideLastBy: { otherwise: 1e4, above: true },
} as const;

schedules.register(
  "oneCycle",
  maker("oneCycle", CYCLE, ({ rate, updates, up, divideBy, divideLastBy }) => {
    const [first, top, last] = [rate / divideBy, up * updates - 1, updates - 1];
    return ({ updates: n }) =>
      n <= top
        ? wave([first, rate], top > 0 ? n / top : 1)
        : wave([rate, first / divideLastBy], (n - top) / (last - top));
  }),
);

/** What `plateauRate` takes. */
export interface PlateauRateOptions {
  /** The first rate; default 0.001. */
  readonly rate?: number;
  /** What each step multiplies the rate by; default 0.1. */
  readonly factor?: number;
  /** How many observations without a better one are borne; default 10. */
  readonly patience?: number;
  /** The share by which an observation has to be better than the best; default 0.0001. */
  readonly threshold?: number;
  /** How many observations after a step are not counted; default 0. */
  readonly cooldown?: number;
  /** The least rate; default 0. */
  readonly least?: number;
  /** Whether less is better; default `"min"`. */
  readonly mode?: "min" | "max";
}

/**
 * Steps down when what `Trainer.observe` is told no longer gets better.
 *
 * @param options rate, factor, patience, threshold, cooldown, least, mode
 * @returns a schedule
 * @example
 * ```ts
 * import { plateauRate } from "./schedules.ts";
 * plateauRate({ rate: 0.01, factor: 0.5, patience: 5 });
 * ```
 */
export function plateauRate(options: PlateauRateOptions = {}): Schedule {
  return scheduleOf("plateau", options);
}

const PLATEAU = {
  rate: RATE,
  factor: SHARE,
  patience: { otherwise: 10 },
  threshold: { otherwise: 1e-4 },
  cooldown: { otherwise: 0 },
  least: { otherwise: 0 },
  mode: ["min", "max"],
} as const;

schedules.register(
  "plateau",
  maker("plateau", PLATEAU, (options) => {
    let last: Progress["observed"] | undefined;
    let rate = options.rate;
    // Every update asks, but only observations change the answer.
    return ({ observed }) => {
      if (observed !== last) [last, rate] = [observed, rateAfter(observed, options)];
      return rate;
    };
  }),
);

function rateAfter(
  observed: readonly number[],
  { rate: first, factor, patience, threshold, cooldown, least, mode }: ReadOptions<typeof PLATEAU>,
): number {
  let [rate, best, bad, cooling] = [first, mode === "min" ? Infinity : -Infinity, 0, 0];
  for (const value of observed) {
    const goal = best - (mode === "min" ? 1 : -1) * threshold * Math.abs(best);
    const isBetter = Number.isFinite(best) ? (mode === "min" ? value < goal : value > goal) : true;
    if (isBetter) [best, bad] = [value, 0];
    else bad++;
    if (cooling > 0) [cooling, bad] = [cooling - 1, 0];
    if (bad > patience) [rate, cooling, bad] = [Math.max(rate * factor, least), cooldown, 0];
  }
  return rate;
}

/** From one rate to another along half a wave, and no further. */
function wave([from, to]: readonly [number, number], share: number): number {
  return to + (from - to) * (1 + Math.cos(Math.PI * Math.min(share, 1))) / 2;
}

function maker<const P extends OptionPlans>(
  name: string,
  plans: P,
  rule: (options: ReadOptions<P>) => ReturnType<ScheduleMaker>,
): ScheduleMaker {
  return (given: JsonObject) => rule(readOptions(name, { given, plans, kind: "schedule" }));
}
