/**
 * What a sweep tries for each parameter: values, or a range that they are drawn from.
 *
 * @module
 */

import type { Json } from "../../core/json.ts";
import { quote } from "../../core/names.ts";
import type { SeedStream } from "../../core/seed.ts";

/** What a parameter can be. */
export type ParameterValue = Json;

/** Values to choose from. */
export interface ChoiceRange<V extends ParameterValue = ParameterValue> {
  readonly kind: "choice";
  readonly values: readonly V[];
}

/** Numbers between two bounds. */
export interface NumberRange {
  readonly kind: "uniform" | "logUniform" | "integers";
  readonly from: number;
  readonly to: number;
  /** How many values a grid takes of it; all of the integers when left out. */
  readonly steps?: number;
}

/** What is tried for a parameter: a list is a choice. */
export type ParameterRange<V extends ParameterValue = ParameterValue> =
  | readonly V[]
  | ChoiceRange<V>
  | NumberRange;

/** What is tried, by the names of the parameters. */
export type ParameterRanges = Readonly<Record<string, ParameterRange>>;

/** A value for each parameter. */
export type ParameterValues<P extends ParameterRanges = ParameterRanges> = {
  readonly [N in keyof P]: P[N] extends NumberRange ? number
    : P[N] extends ChoiceRange<infer V> ? V
    : P[N] extends readonly (infer V)[] ? V
    : ParameterValue;
};

/** How many values a grid takes of a range. */
interface Steps {
  readonly steps?: number;
}

/**
 * Values to choose from, each as likely as the others.
 *
 * @param values at least one
 * @returns the range
 * @example
 * ```ts
 * import { choice } from "./parameters.ts";
 * choice(["relu", "tanh"]).values.length; // 2
 * ```
 */
export function choice<const V extends ParameterValue>(values: readonly V[]): ChoiceRange<V> {
  if (values.length > 0) {
    return Object.freeze({ kind: "choice", values: Object.freeze([...values]) });
  }
  throw new RangeError("Cannot choose from no values: give at least one");
}

/**
 * Numbers between two bounds, each as likely as the others.
 *
 * @param bounds the least, and what all are below
 * @param options how many values a grid takes
 * @returns the range
 * @example
 * ```ts
 * import { uniform } from "./parameters.ts";
 * uniform([0, 0.5]); // dropout, say
 * ```
 */
export function uniform(bounds: readonly [number, number], options: Steps = {}): NumberRange {
  return numberRange("uniform", bounds, options);
}

/**
 * Numbers between two bounds whose logarithms are as likely as each other: for learning rates and other
 * scales.
 *
 * @param bounds both above 0
 * @param options how many values a grid takes
 * @returns the range
 * @example
 * ```ts
 * import { logUniform } from "./parameters.ts";
 * logUniform([1e-4, 1e-1], { steps: 4 }); // in a grid 0.0001, 0.001, 0.01, 0.1
 * ```
 */
export function logUniform(bounds: readonly [number, number], options: Steps = {}): NumberRange {
  if (!(pairOf(bounds)[0] > 0)) {
    throw new RangeError(`Cannot take logarithms from ${bounds[0]}: give bounds above 0`);
  }
  return numberRange("logUniform", bounds, options);
}

/**
 * Whole numbers between two bounds, both included.
 *
 * @param bounds the least and the greatest
 * @param options how many values a grid takes; all of them when left out
 * @returns the range
 * @example
 * ```ts
 * import { integers } from "./parameters.ts";
 * integers([1, 4]);
 * ```
 */
export function integers(bounds: readonly [number, number], options: Steps = {}): NumberRange {
  if (!pairOf(bounds).every(Number.isInteger)) {
    throw new RangeError(`Cannot count from ${bounds[0]} to ${bounds[1]}: give whole numbers`);
  }
  return numberRange("integers", bounds, options);
}

/**
 * Draws a value.
 *
 * @param range what is tried
 * @param seeds of this trial and parameter
 * @returns a value
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { drawFrom } from "./parameters.ts";
 * drawFrom([16, 32], SeedStream.from(1)); // 16 or 32
 * ```
 */
export function drawFrom(range: ParameterRange, seeds: SeedStream): ParameterValue {
  const values = listOf(range);
  if (values !== undefined) return values[seeds.below(values.length)] ?? null;
  const { kind, from, to } = range as NumberRange;
  if (kind === "integers") return from + seeds.below(to - from + 1);
  const share = seeds.uniform();
  if (kind === "uniform") return from + share * (to - from);
  return between(from, to, share);
}

/**
 * Lists the values that a grid takes.
 *
 * @param name of the parameter, for the error
 * @param range what is tried
 * @returns values in order
 * @throws {RangeError} for a range without steps, which has no end of values
 * @example
 * ```ts
 * import { gridOf, integers } from "./parameters.ts";
 * gridOf("layers", integers([1, 3])); // [1, 2, 3]
 * ```
 */
export function gridOf(name: string, range: ParameterRange): readonly ParameterValue[] {
  checkRange(name, range);
  const values = listOf(range);
  if (values !== undefined) return values;
  const { kind, from, to, steps } = range as NumberRange;
  if (kind === "integers" && steps === undefined) {
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  }
  if (steps === undefined) {
    throw new RangeError(
      `Cannot make a grid of ${quote(name)}, which can be any number from ${from} to ${to}: give ` +
        "it steps, or a list of values",
    );
  }
  const points = Array.from({ length: steps }, (_, at) => {
    const share = steps === 1 ? 0 : at / (steps - 1);
    if (kind === "logUniform") return between(from, to, share);
    const point = from + share * (to - from);
    return kind === "integers" ? Math.round(point) : point;
  });
  return [...new Set(points)];
}

/**
 * Refuses what is no range, and a list from which nothing can be chosen.
 *
 * @param name of the parameter
 * @param range as people write it
 * @throws {TypeError} when it is neither a list nor a range
 * @throws {RangeError} when it is an empty list
 * @example
 * ```ts
 * import { checkRange } from "./parameters.ts";
 * checkRange("hidden", [8, 16]);
 * ```
 */
export function checkRange(name: string, range: ParameterRange): void {
  const values = Array.isArray(range) ? range : undefined;
  if (values?.length === 0) {
    throw new RangeError(`Cannot choose ${quote(name)} from no values: give at least one`);
  }
  if (values !== undefined || (typeof range === "object" && range !== null && "kind" in range)) {
    return;
  }
  throw new TypeError(
    `Cannot try ${JSON.stringify(range)} for ${
      quote(name)
    }: give a list of values, or a range such ` +
      "as uniform([0, 1])",
  );
}

/** Bounds as people write them, maybe as two arguments. */
function pairOf(bounds: readonly [number, number]): readonly [number, number] {
  if (Array.isArray(bounds) && bounds.length === 2) return bounds;
  throw new TypeError(
    `Cannot draw between ${JSON.stringify(bounds)}: give both bounds in a list, such as [0.1, 1]`,
  );
}

function numberRange(
  kind: NumberRange["kind"],
  bounds: readonly [number, number],
  { steps }: Steps,
): NumberRange {
  const [from, to] = pairOf(bounds);
  if (!(Number.isFinite(from) && Number.isFinite(to) && from < to)) {
    throw new RangeError(
      `Cannot draw from ${from} to ${to}: give two numbers, the lower one first`,
    );
  }
  if (steps !== undefined && !(Number.isInteger(steps) && steps > 0)) {
    throw new RangeError(`Cannot take ${steps} steps from ${from} to ${to}: give a whole number`);
  }
  return Object.freeze({ kind, from, to, ...(steps !== undefined && { steps }) });
}

function listOf(range: ParameterRange): readonly ParameterValue[] | undefined {
  if (Array.isArray(range)) return range;
  const one = range as ChoiceRange | NumberRange;
  return one.kind === "choice" ? one.values : undefined;
}

/** Ends are met exactly. */
function between(from: number, to: number, share: number): number {
  if (share === 0) return from;
  return share === 1 ? to : Math.exp(Math.log(from) + share * Math.log(to / from));
}
