/**
 * What tfjs's random numbers range over, found from the numbers themselves.
 *
 * tfjs draws in JavaScript and hands a backend only the results. While a function is recorded the
 * seed of each of its generators is known, so a result is a known standard draw, stretched and
 * shifted; two of its numbers tell how.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { replaceChance } from "../chance.ts";
import type { Draw } from "./recorder.ts";

/** Numbers of a standard distribution, stretched and shifted. */
export interface ScaledDraw {
  readonly kind: Draw["kind"];
  readonly scale: number;
  readonly shift: number;
}

/** What was written, and by which of tfjs's functions. */
export interface WrittenDraw {
  /** Name of the innermost function. */
  readonly scope: string;
  readonly values: ArrayLike<number>;
  /** The seed that a generator of tfjs was given last. */
  readonly seed: number;
  /** Runs a function and gives the numbers that it writes. */
  readonly watch: (draw: () => tf.Tensor) => ArrayLike<number>;
}

/** By the names that tfjs gives to its functions. */
const STANDARD = {
  randomUniform__op: {
    kind: "uniform",
    draw: (size: number, seed: number) => tf.randomUniform([size], 0, 1, "float32", seed),
  },
  randomNormal__op: {
    kind: "normal",
    draw: (size: number, seed: number) => tf.randomNormal([size], 0, 1, "float32", seed),
  },
  truncatedNormal__op: {
    kind: "truncated",
    draw: (size: number, seed: number) => tf.truncatedNormal([size], 0, 1, "float32", seed),
  },
} as const;

const RANDOM_SCOPES = [...Object.keys(STANDARD), "randomGamma__op", "rand__op"];

/** Gives tfjs's generators their seeds, and remembers the last one. */
export class KnownSeeds implements Disposable {
  #last = NaN;
  readonly #chance: Disposable;

  /** @param next gives seeds of [0, 1) */
  constructor(next: () => number) {
    this.#chance = replaceChance(() => this.#last = next());
  }

  /** The last seed. */
  get last(): number {
    return this.#last;
  }

  [Symbol.dispose](): void {
    this.#chance[Symbol.dispose]();
  }
}

/**
 * Finds the function of tfjs that draws now.
 *
 * @param scopes names of the functions that run, the innermost last
 * @returns its name with those around it, or nothing when none draws
 * @example
 * ```ts
 * import { drawingScope } from "./standard_draw.ts";
 * drawingScope(["dropout__op", "randomUniform__op"]); // { scope: "randomUniform__op", dropout: true }
 * ```
 */
export function drawingScope(
  scopes: readonly string[],
): { readonly scope: string; readonly dropout: boolean } | undefined {
  const at = scopes.findLastIndex((name) => RANDOM_SCOPES.includes(name));
  const scope = scopes[at];
  return scope === undefined ? undefined : { scope, dropout: scopes[at - 1] === "dropout__op" };
}

/**
 * Recognises what a draw ranges over.
 *
 * @param written the numbers and where they come from
 * @returns the standard draw behind them; `"own seed"` for numbers that started elsewhere;
 * `"unknown"` for other distributions and for one or two numbers, which tell too little
 * @example
 * ```ts
 * import { recogniseDraw } from "./standard_draw.ts";
 * const gamma = { scope: "randomGamma__op", values: [1, 2, 3], seed: 0.5, watch: () => [] };
 * recogniseDraw(gamma); // "unknown"
 * ```
 */
export function recogniseDraw(
  { scope, values, seed, watch }: WrittenDraw,
): ScaledDraw | "own seed" | "unknown" {
  if (!isStandard(scope) || values instanceof Int32Array) return "unknown";
  const { kind, draw } = STANDARD[scope];
  const standard = watch(() => draw(values.length, seed));
  if (matches(values, { standard, scale: 1, shift: 0 })) return { kind, scale: 1, shift: 0 };
  if (values.length < 3) return "unknown";
  const [low, high] = extremes(standard);
  const [first = 0, last = 0] = [values[low], values[high]];
  const scale = rounded((last - first) / ((standard[high] ?? 0) - (standard[low] ?? 0)));
  const shift = rounded(first - scale * (standard[low] ?? 0));
  return matches(values, { standard, scale, shift }) ? { kind, scale, shift } : "own seed";
}

function isStandard(scope: string): scope is keyof typeof STANDARD {
  return Object.hasOwn(STANDARD, scope);
}

function matches(
  values: ArrayLike<number>,
  { standard, scale, shift }: {
    readonly standard: ArrayLike<number>;
    readonly scale: number;
    readonly shift: number;
  },
): boolean {
  const tolerance = 1e-5 * (Math.abs(scale) + Math.abs(shift));
  return Array.prototype.every.call(
    values,
    (value: number, index) => Math.abs(value - scale * (standard[index] ?? 0) - shift) <= tolerance,
  );
}

function extremes(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [0, 0];
  for (let index = 1; index < values.length; index++) {
    if ((values[index] ?? 0) < (values[low] ?? 0)) low = index;
    if ((values[index] ?? 0) > (values[high] ?? 0)) high = index;
  }
  return [low, high];
}

/** Single precision tells seven digits; the last comes from rounding. */
function rounded(value: number): number {
  const short = Number(value.toPrecision(6));
  return Math.abs(short) < 1e-6 ? 0 : short;
}
