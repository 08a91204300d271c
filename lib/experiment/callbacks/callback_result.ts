/**
 * What callbacks hand in: numbers that are followed, things that are kept, and anything else.
 *
 * @module
 */

/** A number that is followed over epochs, such as a validation loss. */
export class MetricResult {
  /** What it is called in `results.metrics()`. */
  readonly name: string;
  readonly value: number;

  /**
   * @param name what it is called in `results.metrics()`
   * @param value any number, NaN included
   */
  constructor(name: string, value: number) {
    this.name = name;
    this.value = value;
    Object.freeze(this);
  }
}

/** Something that is kept, such as a chart or a table. */
export class ArtifactResult {
  /** What it is called in `results.artifacts()`. */
  readonly name: string;
  readonly value: unknown;

  /**
   * @param name what it is called in `results.artifacts()`
   * @param value anything; what is to be saved must be plain data, bytes or have a display
   */
  constructor(name: string, value: unknown) {
    this.name = name;
    this.value = value;
    Object.freeze(this);
  }
}

/** What a hook gives back: nothing, one thing, or a list; whatever is no metric or artifact is a payload. */
export type CallbackReturn = unknown;

/**
 * Hands in a number that is followed.
 *
 * @param name what it is called in `results.metrics()`
 * @param value any number
 * @returns what a hook gives back
 * @example
 * ```ts
 * import { metric } from "./callback_result.ts";
 * const hooks = { onEpochEnd: () => metric("rate", 0.1) };
 * ```
 */
export function metric(name: string, value: number): MetricResult {
  return new MetricResult(name, value);
}

/**
 * Hands in something that is kept.
 *
 * @param name what it is called in `results.artifacts()`
 * @param value anything
 * @returns what a hook gives back
 * @example
 * ```ts
 * import { artifact } from "./callback_result.ts";
 * const hooks = { onEpochEnd: () => artifact("weights", new Float32Array(2)) };
 * ```
 */
export function artifact(name: string, value: unknown): ArtifactResult {
  return new ArtifactResult(name, value);
}

/**
 * Lists what a hook gave back.
 *
 * @param given nothing, one thing, or a list
 * @returns each thing
 * @example
 * ```ts
 * import { listResults } from "./callback_result.ts";
 * listResults(undefined); // []
 * ```
 */
export function listResults(given: CallbackReturn): readonly unknown[] {
  if (given === undefined || given === null) return [];
  return Array.isArray(given) ? given : [given];
}
