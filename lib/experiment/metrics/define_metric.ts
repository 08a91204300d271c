/**
 * Makes metrics of what they gather and of how they end: a function for a notebook, a value for a plan.
 *
 * @module
 */

import { canonicalJson, freeze, type JsonObject } from "../../core/json.ts";
import { quote } from "../../core/names.ts";
import {
  type Accumulation,
  type AccumulationState,
  type Better,
  type Metric,
  type MetricBatch,
  type Outcome,
  UndefinedMetricError,
} from "./metric.ts";
import type { Numbers } from "./numbers.ts";

/** How something is gathered: `S` is plain data that is changed in place. */
export interface Gatherer<S> {
  /** @returns what has gathered nothing */
  start(): S;
  /**
   * Adds a batch.
   *
   * @param state what has gathered nothing yet; it is not used where this throws
   * @param batch outputs, targets and weights
   */
  add(state: S, batch: MetricBatch): void;
  /**
   * Adds what another state has gathered.
   *
   * @param state what was gathered
   * @param other the same of other batches, which may be kept
   */
  merge(state: S, other: S): void;
}

/** What a metric with options gathers, and what it makes of that. */
export interface Measure<S, R> {
  readonly gather: Gatherer<S>;
  /** @returns the result, and why it is undefined where it is */
  finish(state: S): Outcome<R>;
}

/** All that makes a metric. */
export interface MetricPlan<O, S, R> {
  /** The name under which it is registered. */
  readonly name: string;
  readonly better?: Better;
  /**
   * Reads the options.
   *
   * @param options what was given
   * @returns what is gathered with them
   * @throws {RangeError} when one of them cannot be taken
   */
  measure(options: O): Measure<S, R>;
}

/** Weights beside the options of a metric. */
export interface DirectOptions {
  /** How much each sample counts, from 0; all count 1 when left out. */
  readonly weights?: Numbers | undefined;
}

/** A metric whose result is always of the same kind. */
export interface MetricFunction<O, R = number> {
  /**
   * Measures predictions at once.
   *
   * @param outputs what a model gave, of shape (samples, …)
   * @param targets what should have come out, of shape (samples, …)
   * @param options of the metric, and weights
   * @returns the result
   * @throws {UndefinedMetricError} when it has no value for these samples
   * @throws {RangeError} when shapes do not fit
   */
  (outputs: Numbers, targets: Numbers, options?: O & DirectOptions): R;
  /**
   * The metric as a value, to be gathered batch by batch.
   *
   * @param options of the metric
   * @returns the metric
   */
  with(options?: O): Metric<R>;
}

/** What a choice gives: a number, or one for each class or output. */
export type Chosen<C> = C extends "none" | "raw" ? readonly number[] : number;

/** A metric of several classes or outputs; its option `K`, which is `D` when left out, decides what it gives. */
export interface ChoiceMetric<O, K extends keyof O, D extends O[K]> {
  /**
   * Measures predictions at once.
   *
   * @param outputs what a model gave, of shape (samples, …)
   * @param targets what should have come out, of shape (samples, …)
   * @param options of the metric, and weights
   * @returns a number, or one for each class with `average: "none"`, for each output with
   *   `multioutput: "raw"`
   * @throws {UndefinedMetricError} when it has no value for these samples
   * @throws {RangeError} when shapes do not fit
   */
  <C extends O[K] = D>(
    outputs: Numbers,
    targets: Numbers,
    options?: Omit<O, K> & DirectOptions & { readonly [P in K]?: C },
  ): Chosen<C>;
  /**
   * The metric as a value, to be gathered batch by batch.
   *
   * @param options of the metric
   * @returns the metric
   */
  with<C extends O[K] = D>(
    options?: Omit<O, K> & { readonly [P in K]?: C },
  ): Metric<Chosen<C>>;
}

/**
 * Makes a metric.
 *
 * @param plan its name, what it gathers, and what it makes of that
 * @returns a function that measures at once, and whose `with(options)` gives the metric as a value
 * @example
 * ```ts
 * import { defineMetric } from "./define_metric.ts";
 * const seen = defineMetric({
 *   name: "seen",
 *   measure: () => ({
 *     gather: {
 *       start: () => ({ batches: 0 }),
 *       add: (state) => void state.batches++,
 *       merge: (state, other) => void (state.batches += other.batches),
 *     },
 *     finish: ({ batches }) => ({ value: batches }),
 *   }),
 * });
 * console.log(seen([1], [1])); // 1
 * ```
 */
export function defineMetric<O extends object, S extends object, R>(
  plan: MetricPlan<O, S, R>,
): MetricFunction<O, R> {
  function make(options: O): Metric<R> {
    const measure = plan.measure(options);
    const config = freeze(structuredClone(options)) as JsonObject;
    const metric: Metric<R> = Object.freeze({
      name: plan.name,
      better: plan.better,
      getConfig: () => config,
      start: (state?: AccumulationState) =>
        // A state is that of an equal metric; its kind is known to the metric alone.
        new Gathered({ metric, measure, state: state as S | undefined }),
    });
    return metric;
  }
  function measureAtOnce(
    outputs: Numbers,
    targets: Numbers,
    { weights, ...options }: Partial<O> & DirectOptions = {},
  ): R {
    const gathered = make(options as O).start();
    gathered.add({ outputs, targets, weights });
    const reason = gathered.reason();
    if (reason !== undefined) throw new UndefinedMetricError(plan.name, reason);
    return gathered.result();
  }
  Object.defineProperty(measureAtOnce, "name", { value: plan.name });
  return Object.assign(measureAtOnce, { with: (options?: O) => make(options ?? {} as O) });
}

/**
 * Makes a metric whose option decides what it gives.
 *
 * @param plan its name, what it gathers, and what it makes of that
 * @returns a function that measures at once, and whose `with(options)` gives the metric as a value
 * @example
 * ```ts
 * import { type ChoiceMetric, defineChoiceMetric } from "./define_metric.ts";
 * import { gatherMeans, meansOf } from "./means.ts";
 * interface Options {
 *   readonly multioutput?: "uniform" | "raw";
 * }
 * const weights = Float64Array.of(1);
 * const two: ChoiceMetric<Options, "multioutput", "uniform"> = defineChoiceMetric({
 *   name: "two",
 *   measure: ({ multioutput }: Options) => ({
 *     gather: gatherMeans(() => ({ columns: 2, weights, termOf: () => 2 })),
 *     finish: (means) => ({ value: multioutput === "raw" ? meansOf(means) : 2 }),
 *   }),
 * });
 * two([1], [1], { multioutput: "raw" })[1]; // 2
 * ```
 */
export function defineChoiceMetric<
  O extends object,
  K extends keyof O,
  D extends O[K],
  S extends object,
>(
  plan: MetricPlan<O, S, number | readonly number[]>,
): ChoiceMetric<O, K, D> {
  // The option decides on the result at run time as it does in the type.
  return defineMetric(plan) as unknown as ChoiceMetric<O, K, D>;
}

/** What a metric has gathered. */
class Gathered<S extends object, R> implements Accumulation<R> {
  readonly metric: Metric<R>;
  readonly #measure: Measure<S, R>;
  readonly #state: S;
  #outcome: Outcome<R> | undefined;

  constructor(
    { metric, measure, state }: {
      readonly metric: Metric<R>;
      readonly measure: Measure<S, R>;
      readonly state: S | undefined;
    },
  ) {
    this.metric = metric;
    this.#measure = measure;
    this.#state = state === undefined ? measure.gather.start() : structuredClone(state);
  }

  add(batch: MetricBatch): void {
    const { gather } = this.#measure;
    // A batch may be refused half-way; what it has added until then is not taken.
    const added = gather.start();
    gather.add(added, batch);
    gather.merge(this.#state, added);
    this.#outcome = undefined;
  }

  merge(other: Accumulation<R>): void {
    const [own, theirs] = [this.metric, other.metric].map(({ name, getConfig }) =>
      `${quote(name)} with ${canonicalJson(getConfig())}`
    );
    if (own !== theirs) {
      throw new RangeError(`Cannot merge ${theirs} into ${own}: they measure different things`);
    }
    this.#measure.gather.merge(this.#state, other.getState() as S);
    this.#outcome = undefined;
  }

  result(): R {
    return this.#finish().value;
  }

  reason(): string | undefined {
    return this.#finish().reason;
  }

  getState(): S {
    return structuredClone(this.#state);
  }

  #finish(): Outcome<R> {
    return this.#outcome ??= this.#measure.finish(this.#state);
  }
}
