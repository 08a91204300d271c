/**
 * Optimizers as values: a registered name and numbers; tfjs's optimizer is made of them when
 * training starts.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { checksOf, ConfigError } from "../core/check_config.ts";
import { freeze, type Json, type JsonObject } from "../core/json.ts";
import { checkOptions } from "../core/options.ts";
import { Registry } from "../core/registry.ts";
import { decoupleDecay } from "./decoupled_decay.ts";
import { written } from "./options.ts";
import { ruleOf, type Schedule } from "./schedule.ts";
import { type WeightDecay, type WeightDecayChoice, weightDecayOf } from "./weight_decay.ts";
// Plans that were saved name schedules.
import "./schedules.ts";

/** Numbers of an optimizer. */
export interface OptimizerOptions {
  /** How far a step goes, or the schedule that says so before each one; default 0.001. */
  readonly learningRate?: number | Schedule;
  /** Share of the last step that goes on, for momentum and RMSProp; default 0.9 and 0. */
  readonly momentum?: number;
  /** For momentum: look ahead (Nesterov); default false. */
  readonly nesterov?: boolean;
  /** Decay of the mean of slopes, for Adam and Adamax; default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of squared slopes, for Adam and Adamax; default 0.999. */
  readonly beta2?: number;
  /** Decay of the mean of squares, for RMSProp; default 0.9. */
  readonly decay?: number;
  /** What keeps from dividing by zero; default 1e-7. */
  readonly epsilon?: number;
  /**
   * Shrinks weights by this share times the learning rate, apart from their slopes; default 0, for
   * AdamW 0.01. `{ rate: 0.01, except: ["*.bias"] }` spares some.
   */
  readonly weightDecay?: WeightDecayChoice;
}

/** Numbers that tfjs's optimizer is made of. */
export interface OptimizerNumbers extends OptimizerOptions {
  /** The first one. */
  readonly learningRate?: number;
}

/** An optimizer as a value. */
export interface OptimizerPlan {
  readonly name: string;
  readonly options: OptimizerOptions;
}

/** Makes an optimizer of tfjs. */
export type OptimizerMaker = (options: OptimizerNumbers) => tf.Optimizer;

const RATE = 0.001;
const DECAY = 0.01;

/** Optimizers; register your own by name, so that saved experiments can name them. */
export const optimizers: Registry<OptimizerMaker> = new Registry<OptimizerMaker>("optimizer", {
  sgd: ({ learningRate = RATE }) => tf.train.sgd(learningRate),
  momentum: ({ learningRate = RATE, momentum = 0.9, nesterov = false }) =>
    tf.train.momentum(learningRate, momentum, nesterov),
  adam: ({ learningRate = RATE, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }) =>
    tf.train.adam(learningRate, beta1, beta2, epsilon),
  adamW: ({ learningRate = RATE, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }) =>
    tf.train.adam(learningRate, beta1, beta2, epsilon),
  adamax: ({ learningRate = RATE, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }) =>
    tf.train.adamax(learningRate, beta1, beta2, epsilon),
  adagrad: ({ learningRate = RATE }) => tf.train.adagrad(learningRate),
  rmsprop: ({ learningRate = RATE, decay = 0.9, momentum = 0, epsilon = 1e-7 }) =>
    tf.train.rmsprop(learningRate, decay, momentum, epsilon),
});

/**
 * Adam (Kingma and Ba, 2015).
 *
 * @param options learning rate, decays and epsilon
 * @returns a plan
 * @example
 * ```ts
 * import { adam } from "./optimizer.ts";
 * adam({ learningRate: 0.01 });
 * ```
 */
export function adam(options: OptimizerOptions = {}): OptimizerPlan {
  return optimizerOf({ name: "adam", options });
}

/**
 * Adam that shrinks weights apart from their slopes (Loshchilov and Hutter, 2019).
 *
 * @param options learning rate, decays, epsilon, and weightDecay, 0.01 by default
 * @returns a plan
 * @example
 * ```ts
 * import { adamW } from "./optimizer.ts";
 * adamW({ learningRate: 0.001, weightDecay: 0.05 });
 * ```
 */
export function adamW(options: OptimizerOptions = {}): OptimizerPlan {
  return optimizerOf({ name: "adamW", options });
}

/**
 * Steps along the slope, with momentum if there is any.
 *
 * @param options learning rate, momentum, nesterov
 * @returns a plan
 * @example
 * ```ts
 * import { sgd } from "./optimizer.ts";
 * sgd({ learningRate: 0.1, momentum: 0.9 });
 * ```
 */
export function sgd(options: OptimizerOptions = {}): OptimizerPlan {
  const name = options.momentum === undefined ? "sgd" : "momentum";
  return optimizerOf({ name, options });
}

/**
 * Brings what says which optimizer is meant into one form.
 *
 * @param given a plan, or a registered name
 * @returns the plan
 * @throws UnknownNameError when no optimizer of that name is registered, or it has no such option
 * @throws TypeError when the options have no names, such as a number alone
 * @throws RangeError for a number out of range
 * @example
 * ```ts
 * import { optimizerOf } from "./optimizer.ts";
 * optimizerOf("adam").options; // {}
 * ```
 */
export function optimizerOf(given: string | OptimizerPlan): OptimizerPlan {
  const { name, options } = typeof given === "string" ? { name: given, options: {} } : given;
  optimizers.get(name);
  checkNumbers(name, options);
  return freeze({ name, options: { ...options } });
}

/** What each of ours takes, as typing errors would change nothing without a word. */
const TAKES: Readonly<Record<string, readonly (keyof OptimizerOptions)[]>> = {
  sgd: [],
  momentum: ["momentum", "nesterov"],
  adam: ["beta1", "beta2", "epsilon"],
  adamW: ["beta1", "beta2", "epsilon"],
  adamax: ["beta1", "beta2", "epsilon"],
  adagrad: [],
  rmsprop: ["decay", "momentum", "epsilon"],
};

/** Shares of what was, which must not be all of it. */
const SHARES = ["momentum", "beta1", "beta2", "decay"];

function checkNumbers(name: string, options: OptimizerOptions): void {
  // What one of one's own takes is not known.
  const takes = TAKES[name] ?? Object.keys(options) as (keyof OptimizerOptions)[];
  checkOptions(options, { of: name, known: ["learningRate", "weightDecay", ...takes] });
  for (const [option, value] of Object.entries(options)) {
    if (option === "weightDecay") {
      weightDecayOf(value);
      continue;
    }
    const number = option === "learningRate" ? firstRate(value) : value;
    if (typeof number === "boolean" || number === undefined) continue;
    const most = SHARES.includes(option) ? 1 : Infinity;
    if (typeof number === "number" && number >= 0 && number < most) continue;
    const below = most === 1 ? " below 1" : "";
    throw new RangeError(
      `Cannot train with ${option} = ${written(number)}: give a number from 0${below}`,
    );
  }
}

/**
 * Makes tfjs's optimizer.
 *
 * @param plan name and numbers
 * @param options names of variables that do not shrink
 * @returns an optimizer without state
 * @example
 * ```ts
 * import "../tf.ts";
 * import { adam, makeOptimizer } from "./optimizer.ts";
 * makeOptimizer(adam()).getClassName(); // "Adam"
 * ```
 */
export function makeOptimizer(
  plan: OptimizerPlan,
  { spared = [] }: { readonly spared?: readonly string[] } = {},
): tf.Optimizer {
  const { name, options } = plan;
  const { learningRate = RATE } = options;
  const optimizer = optimizers.get(name)({ ...options, learningRate: firstRate(learningRate) });
  const { rate } = decayOf(plan);
  return rate === 0 ? optimizer : decoupleDecay(optimizer, { decay: rate, spared });
}

/**
 * How a plan shrinks weights.
 *
 * @param plan name and numbers
 * @returns the share, and what is spared
 * @example
 * ```ts
 * import { adamW, decayOf } from "./optimizer.ts";
 * decayOf(adamW()); // { rate: 0.01, except: [] }
 * ```
 */
export function decayOf({ name, options }: OptimizerPlan): WeightDecay {
  return weightDecayOf(options.weightDecay ?? (name === "adamW" ? DECAY : 0));
}

/**
 * What the learning rate of a plan follows.
 *
 * @param plan name and numbers
 * @returns a number, or a schedule
 * @example
 * ```ts
 * import { rateOf, sgd } from "./optimizer.ts";
 * rateOf(sgd({ learningRate: 0.1 })); // 0.1
 * ```
 */
export function rateOf({ options: { learningRate = RATE } }: OptimizerPlan): number | Schedule {
  return learningRate;
}

function firstRate(rate: number | Schedule): number {
  return ruleOf(rate)({ updates: 0, observed: [] });
}

/**
 * Writes a plan as plain data.
 *
 * @param plan name and numbers
 * @returns the same as a config
 * @example
 * ```ts
 * import { adam, optimizerConfig } from "./optimizer.ts";
 * optimizerConfig(adam());
 * ```
 */
export function optimizerConfig({ name, options }: OptimizerPlan): JsonObject {
  return freeze({ name, options: { ...options } as JsonObject });
}

/**
 * Makes a plan of plain data.
 *
 * @param config what `optimizerConfig` gave, which may have been written by anybody
 * @returns the plan
 * @throws ConfigError with the place that is not as expected
 * @throws UnknownNameError for an optimizer, an option or a schedule that is not there
 * @throws RangeError for a number out of range
 * @example
 * ```ts
 * import { optimizerFromConfig } from "./optimizer.ts";
 * optimizerFromConfig({ name: "adam", options: { learningRate: 0.01 } });
 * ```
 */
export function optimizerFromConfig(config: Json): OptimizerPlan {
  const { name, options } = objectAt(config, "optimizer");
  return optimizerOf({
    name: textAt(name, "optimizer.name"),
    options: objectAt(options, "optimizer.options") as OptimizerOptions,
  });
}

const { objectAt, textAt } = checksOf((path, expected) =>
  new ConfigError(path, expected, "an optimizer")
);
