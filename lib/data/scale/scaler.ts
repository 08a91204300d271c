/**
 * What scales features, and how scalers are named.
 *
 * @module
 */

import type { Configurable } from "../../core/configured.ts";
import type { JsonObject } from "../../core/json.ts";
import { Registry } from "../../core/registry.ts";
import { featureName, type Matrix } from "./matrix.ts";
import type { ScalerName } from "./scaler_configs.ts";

/** A way of scaling, before it has seen data. */
export interface Scaler extends Configurable {
  /** Whether it takes texts and truth values too, as encoders do; numbers only when left out. */
  readonly takesTexts?: boolean;
  /**
   * Learns from features.
   *
   * @param matrix the features of the samples to learn from
   * @returns what scales features like these
   */
  fit(matrix: Matrix): FittedScaler;
  /**
   * Rebuilds what `fit` gave.
   *
   * @param state what `getState()` of it gave
   * @returns an equal one
   */
  setState(state: JsonObject): FittedScaler;
}

/** A scaler that has learned from data; it never changes. */
export interface FittedScaler {
  /**
   * Scales features.
   *
   * @param matrix as many features as were learned from
   * @returns new arrays
   */
  transform(matrix: Matrix): Matrix;
  /** Undoes `transform`; missing when it loses what cannot be found again. */
  readonly inverse?: (matrix: Matrix) => Matrix;
  /** Whether a feature can be scaled back without the others. */
  readonly featureWise: boolean;
  /** How many features each feature becomes, where that is not one. */
  readonly widths?: readonly number[] | undefined;
  /** Whether nothing is missing any more afterwards; missing samples stay so when left out. */
  readonly fills?: boolean;
  /** @returns what was learned, as plain data */
  getState(): JsonObject;
}

/** Makes a scaler of plain options. */
export type ScalerClass = new (config: never) => Scaler;

/** Scalers by name; register yours here so that saved FeatureSets that use it can be loaded. */
export const scalers: Registry<ScalerClass> = new Registry("scaler");

/** A scaler, its class, or its name in any casing. */
// The empty object keeps editors offering the known names beside any text.
export type ScalerLike = Scaler | ScalerClass | ScalerName | (string & Record<never, never>);

/** A scaler lost what an inverse would need. */
export class NotInvertibleError extends TypeError {
  /** @param message why, and what can be done */
  constructor(message: string) {
    super(message);
    this.name = "NotInvertibleError";
  }
}

/**
 * Finds the scaler that is meant.
 *
 * @param scaler a scaler, its class, or its name: `standard`, `StandardScaler`, `one_hot`
 * @param config its options, when it is not a scaler already
 * @returns the scaler
 * @throws {UnknownNameError} when nothing has that name
 * @throws {TypeError} when it is none of these, or options are given to one that is made already
 * @example
 * ```ts
 * import { toScaler } from "./scaler.ts";
 * import "./affine_scalers.ts";
 * const scaler = toScaler("minMax", { range: [-1, 1] });
 * ```
 */
export function toScaler(scaler: ScalerLike, config?: JsonObject): Scaler {
  if (typeof scaler === "object" && typeof scaler?.fit === "function") {
    if (config === undefined) return scaler;
    throw new TypeError(
      `Cannot give options to ${scaler.name}, which is made already: give its name or its class ` +
        `with config, or make it with those options`,
    );
  }
  if (typeof scaler !== "string" && typeof scaler !== "function") {
    throw new TypeError(
      `Cannot scale with ${
        JSON.stringify(scaler)
      }: give a scaler, its class, or its name with its ` +
        `options in config`,
    );
  }
  const known = scalers.names;
  const plain = (name: string): string =>
    name.toLowerCase().replaceAll(/[-_ ]|(scaler|transformer|encoder)$/g, "");
  const Class = typeof scaler === "string"
    ? scalers.get(known.find((name) => plain(name) === plain(scaler)) ?? scaler)
    : scaler;
  // The registry holds classes with options of their own.
  return new (Class as new (config?: JsonObject) => Scaler)(config);
}

/**
 * Refuses features of another number than was learned from.
 *
 * @param matrix the features
 * @param learned how many were learned from
 * @throws {RangeError} when they differ in number
 * @example
 * ```ts
 * import { checkFeatures } from "./scaler.ts";
 * checkFeatures({ rows: 0, features: [] }, 0);
 * ```
 */
export function checkFeatures({ features }: Matrix, learned: number): void {
  if (features.length === learned) return;
  throw new RangeError(
    `Cannot scale ${features.length} features: the scaler learned from ${learned}; ` +
      `fit it again, or give it the same columns`,
  );
}

/**
 * Refuses what was learned from infinite numbers: it would make NaN of all others.
 *
 * @param matrix the features
 * @param learned numbers of each feature
 * @throws {RangeError} when one of them is NaN or infinite
 * @example
 * ```ts
 * import { checkLearned } from "./scaler.ts";
 * checkLearned({ rows: 1, features: [Float64Array.of(2)] }, [[2, 1]]);
 * ```
 */
export function checkLearned(matrix: Matrix, learned: readonly (readonly number[])[]): void {
  const wrong = learned.findIndex((numbers) => !numbers.every(Number.isFinite));
  if (wrong < 0) return;
  throw new RangeError(
    `Cannot learn from ${
      featureName(matrix, wrong)
    }: it holds infinite numbers, or ones that are ` +
      `too large to add up; learn from a split without such samples (fitTo)`,
  );
}
