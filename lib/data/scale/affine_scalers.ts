/**
 * Scalers that shift and stretch each feature: standard, min-max, max-abs, robust.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { type FloatArray, like, type Matrix } from "./matrix.ts";
import type { NoOptions } from "./scaler_configs.ts";
import { checkFeatures, checkLearned, type FittedScaler, type Scaler, scalers } from "./scaler.ts";
import { moments, quantile, sortedPresent } from "./statistics.ts";

/** y = (x − center) / scale + shift. */
interface Affine {
  readonly center: number;
  readonly scale: number;
  readonly shift: number;
}

/** What the affine scalers have in common. */
abstract class AffineScaler<C extends object> extends Configured<C> implements Scaler {
  abstract readonly name: string;

  /** Learns from one feature. */
  protected abstract measure(values: FloatArray): Affine;

  fit(matrix: Matrix): FittedScaler {
    const learned = matrix.features.map((values) => this.measure(values));
    checkLearned(matrix, learned.map(({ center, scale }) => [center, scale]));
    return new FittedAffine(learned);
  }

  setState(state: JsonObject): FittedScaler {
    return new FittedAffine(state["features"] as unknown as readonly Affine[]);
  }
}

class FittedAffine implements FittedScaler {
  readonly featureWise = true;
  readonly #features: readonly Affine[];

  constructor(features: readonly Affine[]) {
    this.#features = freeze(features);
  }

  transform(matrix: Matrix): Matrix {
    return this.#map(matrix, (from, to, { center, scale, shift }) => {
      for (let row = 0; row < from.length; row++) {
        to[row] = ((from[row] as number) - center) / scale + shift;
      }
    });
  }

  inverse(matrix: Matrix): Matrix {
    return this.#map(matrix, (from, to, { center, scale, shift }) => {
      for (let row = 0; row < from.length; row++) {
        to[row] = ((from[row] as number) - shift) * scale + center;
      }
    });
  }

  getState(): JsonObject {
    return { features: this.#features as unknown as JsonObject[] };
  }

  #map(
    matrix: Matrix,
    change: (from: FloatArray, to: FloatArray, affine: Affine) => void,
  ): Matrix {
    checkFeatures(matrix, this.#features.length);
    const features = matrix.features.map((from, at) => {
      const to = like(from, from.length);
      change(from, to, this.#features[at] as Affine);
      return to;
    });
    return { rows: matrix.rows, features };
  }
}

/** Options of `StandardScaler`. */
export interface StandardOptions {
  /** Whether the mean becomes 0; `true` when left out. */
  readonly withMean?: boolean;
  /** Whether the standard deviation becomes 1; `true` when left out. */
  readonly withStd?: boolean;
}

/**
 * Mean 0 and standard deviation 1 for each feature (the deviation of the population, as in
 * scikit-learn). A constant feature becomes 0.
 *
 * @example
 * ```ts
 * import { StandardScaler } from "./affine_scalers.ts";
 * const fitted = new StandardScaler().fit({ rows: 2, features: [Float64Array.of(1, 3)] });
 * console.log(fitted.transform({ rows: 2, features: [Float64Array.of(1, 3)] })); // −1, 1
 * ```
 */
export class StandardScaler extends AffineScaler<StandardOptions> {
  readonly name = "standard";

  /** @param config what to bring to 0 and to 1 */
  constructor(config: StandardOptions = {}) {
    super(config, ["withMean", "withStd"]);
  }

  protected measure(values: FloatArray): Affine {
    const { withMean = true, withStd = true } = this.config;
    const { mean, scale } = moments(values);
    return { center: withMean ? mean : 0, scale: withStd ? scale : 1, shift: 0 };
  }
}

/** Options of `MinMaxScaler`. */
export interface MinMaxOptions {
  /** Where the least and the greatest value go; [0, 1] when left out. */
  readonly range?: readonly [number, number];
}

/** The least value of each feature becomes 0 and the greatest 1, or the ends of another range. */
export class MinMaxScaler extends AffineScaler<MinMaxOptions> {
  readonly name = "minMax";

  /**
   * @param config the range
   * @throws {RangeError} when the range is none
   */
  constructor(config: MinMaxOptions = {}) {
    super(config, ["range"]);
    checkRange(config.range);
  }

  protected measure(values: FloatArray): Affine {
    const [low, high] = this.config.range ?? [0, 1];
    const { least, greatest } = extent(values);
    return { center: least, scale: nonZero(greatest - least) / (high - low), shift: low };
  }
}

/**
 * Refuses ranges that numbers cannot be scaled to.
 *
 * @param range its two ends; any when left out
 * @throws {RangeError} when they are no finite numbers, or the lower one does not come first
 * @example
 * ```ts
 * import { checkRange } from "./affine_scalers.ts";
 * checkRange([-1, 1]);
 * ```
 */
export function checkRange(range: readonly [number, number] = [0, 1]): void {
  const [low, high] = range;
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return;
  throw new RangeError(`Cannot scale to [${low}, ${high}]: give two numbers, the lower end first`);
}

/** The greatest absolute value of each feature becomes 1; zeros stay zeros. */
export class MaxAbsScaler extends AffineScaler<NoOptions> {
  readonly name = "maxAbs";

  /** @param config there are no options */
  constructor(config: NoOptions = {}) {
    super(config, []);
  }

  protected measure(values: FloatArray): Affine {
    const { least, greatest } = extent(values);
    return { center: 0, scale: nonZero(Math.max(Math.abs(least), Math.abs(greatest))), shift: 0 };
  }
}

/** Options of `RobustScaler`. */
export interface RobustOptions {
  /** Whether the median becomes 0; `true` when left out. */
  readonly withCentering?: boolean;
  /** Whether the distance of the quantiles becomes 1; `true` when left out. */
  readonly withScaling?: boolean;
  /** The quantiles, in percent; [25, 75] when left out. */
  readonly quantileRange?: readonly [number, number];
}

/** The median of each feature becomes 0 and the distance of its quartiles 1: outliers count little. */
export class RobustScaler extends AffineScaler<RobustOptions> {
  readonly name = "robust";

  /**
   * @param config what to bring to 0 and to 1
   * @throws {RangeError} when the quantiles are no percentages, or the lower one does not come first
   */
  constructor(config: RobustOptions = {}) {
    super(config, ["withCentering", "withScaling", "quantileRange"]);
    const [low, high] = config.quantileRange ?? [25, 75];
    if (low >= 0 && low < high && high <= 100) return;
    throw new RangeError(
      `Cannot take the quantiles [${low}, ${high}]: give two percentages, the lower one first`,
    );
  }

  protected measure(values: FloatArray): Affine {
    const { withCentering = true, withScaling = true, quantileRange = [25, 75] } = this.config;
    const sorted = sortedPresent(values);
    const [low, high] = quantileRange;
    const distance = quantile(sorted, high / 100) - quantile(sorted, low / 100);
    return {
      center: withCentering ? quantile(sorted, 0.5) : 0,
      scale: withScaling ? nonZero(distance) : 1,
      shift: 0,
    };
  }
}

for (
  const [name, Class] of Object.entries({
    standard: StandardScaler,
    minMax: MinMaxScaler,
    maxAbs: MaxAbsScaler,
    robust: RobustScaler,
  })
) scalers.register(name, Class);

function extent(values: FloatArray): { least: number; greatest: number } {
  let [least, greatest] = [Infinity, -Infinity];
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least <= greatest ? { least, greatest } : { least: 0, greatest: 0 };
}

function nonZero(scale: number): number {
  return Math.abs(scale) < 10 * Number.EPSILON ? 1 : scale;
}
