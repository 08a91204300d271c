/**
 * A scaler for each segment of a signal.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import type { Matrix } from "./matrix.ts";
import {
  type FittedScaler,
  NotInvertibleError,
  type Scaler,
  type ScalerLike,
  scalers,
  toScaler,
} from "./scaler.ts";

/** Options of `SegmentedScaler`. */
export interface SegmentedOptions {
  /** Where segments start and end: from 0, ascending, to the number of features. */
  readonly boundaries: readonly number[];
  /** What scales each segment, by itself. */
  readonly scaler: ScalerLike;
  /** Options of that scaler, when it is named. */
  readonly options?: JsonObject;
}

/**
 * Scales segments of a signal independently of each other.
 *
 * @example
 * ```ts
 * import "./affine_scalers.ts";
 * import { SegmentedScaler } from "./segmented_scaler.ts";
 * const scaler = new SegmentedScaler({ boundaries: [0, 20, 60, 110], scaler: "minMax" });
 * ```
 */
export class SegmentedScaler implements Scaler {
  readonly name = "segmented";
  readonly #boundaries: readonly number[];
  readonly #scaler: Scaler;

  /**
   * @param config boundaries, and what scales a segment
   * @throws {RangeError} when boundaries do not start at 0, do not ascend or are no whole numbers
   */
  constructor(config: SegmentedOptions) {
    const { boundaries, scaler, options } = checkOptions(config, {
      of: "SegmentedScaler",
      known: ["boundaries", "scaler", "options"],
      required: ["boundaries", "scaler"],
    });
    const given = `[${boundaries.join(", ")}]`;
    if (boundaries[0] !== 0) throw new RangeError(`Boundaries ${given} do not start at 0`);
    const wrong = boundaries.findIndex((end, at) =>
      at > 0 && !(Number.isInteger(end) && end > (boundaries[at - 1] ?? 0))
    );
    if (wrong > 0 || boundaries.length < 2) {
      throw new RangeError(
        `Boundaries ${given} are not strictly ascending: give at least two whole numbers`,
      );
    }
    this.#boundaries = Object.freeze([...boundaries]);
    this.#scaler = toScaler(scaler, options);
  }

  fit(matrix: Matrix): FittedScaler {
    const last = this.#boundaries.at(-1);
    if (last !== matrix.features.length) {
      throw new RangeError(
        `Last boundary does not match feature length: it is ${last}, ` +
          `and there are ${matrix.features.length} features`,
      );
    }
    const parts = segments(matrix, this.#boundaries).map((part) => this.#scaler.fit(part));
    if (parts.some(({ widths }) => widths !== undefined)) {
      throw new TypeError(
        `Cannot scale segments with ${this.#scaler.name}: it makes several numbers of one; ` +
          `apply it to the whole signal`,
      );
    }
    return new FittedSegments(parts, this.#boundaries);
  }

  setState(state: JsonObject): FittedScaler {
    const parts = state["segments"] as readonly JsonObject[];
    return new FittedSegments(parts.map((part) => this.#scaler.setState(part)), this.#boundaries);
  }

  getConfig(): JsonObject {
    const scaler = this.#scaler;
    return { boundaries: this.#boundaries, scaler: scaler.name, options: scaler.getConfig() };
  }
}

class FittedSegments implements FittedScaler {
  readonly featureWise = false;
  readonly fills: boolean;
  readonly inverse?: (matrix: Matrix) => Matrix;
  readonly #parts: readonly FittedScaler[];
  readonly #boundaries: readonly number[];

  constructor(parts: readonly FittedScaler[], boundaries: readonly number[]) {
    this.#parts = parts;
    this.#boundaries = boundaries;
    this.fills = parts.every(({ fills }) => fills === true);
    if (parts.every(({ inverse }) => inverse !== undefined)) {
      this.inverse = (matrix) => this.#each(matrix, invert);
    }
  }

  transform(matrix: Matrix): Matrix {
    return this.#each(matrix, (part, segment) => part.transform(segment));
  }

  getState(): JsonObject {
    return { segments: this.#parts.map((part) => part.getState()) };
  }

  #each(matrix: Matrix, change: (part: FittedScaler, segment: Matrix) => Matrix): Matrix {
    const changed = segments(matrix, this.#boundaries).map((segment, at) =>
      change(this.#parts[at] as FittedScaler, segment)
    );
    return { rows: matrix.rows, features: changed.flatMap(({ features }) => features) };
  }
}

function invert(part: FittedScaler, segment: Matrix): Matrix {
  if (part.inverse !== undefined) return part.inverse(segment);
  throw new NotInvertibleError("Cannot scale a segment back: its scaler has no inverse");
}

function segments({ rows, features }: Matrix, boundaries: readonly number[]): readonly Matrix[] {
  return boundaries.slice(1).map((end, at) => ({
    rows,
    features: features.slice(boundaries[at], end),
  }));
}

scalers.register("segmented", SegmentedScaler);
