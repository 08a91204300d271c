/**
 * A scaler that gives features a distribution: uniform or normal.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import { like, type Matrix } from "./matrix.ts";
import { normalQuantile, normalShare } from "./normal_distribution.ts";
import { checkFeatures, checkLearned, type FittedScaler, type Scaler, scalers } from "./scaler.ts";
import { quantile, sortedPresent } from "./statistics.ts";

/** Options of `QuantileTransformer`. */
export interface QuantileOptions {
  /** How many quantiles to remember; 1000 when left out, and never more than there are samples. */
  readonly quantiles?: number;
  /** The distribution wanted; `uniform` when left out. */
  readonly output?: "uniform" | "normal";
}

/** Shares nearer to 0 or 1 than this become the ends, as in scikit-learn. */
const EDGE = 1e-7;
/** The numbers that the ends become where the normal distribution would have ±∞. */
const LOWEST = normalQuantile(EDGE - Number.EPSILON);
const HIGHEST = normalQuantile(1 - (EDGE - Number.EPSILON));

/**
 * Replaces each number by the share of the learned numbers that lie below it, or by the quantile of
 * the normal distribution at that share: outliers lose their weight, order stays.
 *
 * @example
 * ```ts
 * import { QuantileTransformer } from "./quantile_transformer.ts";
 * const matrix = { rows: 3, features: [Float64Array.of(1, 10, 1000)] };
 * console.log(new QuantileTransformer().fit(matrix).transform(matrix).features[0]); // 0, 0.5, 1
 * ```
 */
export class QuantileTransformer extends Configured<QuantileOptions> implements Scaler {
  readonly name = "quantile";

  /**
   * @param config how many quantiles, and the distribution
   * @throws {RangeError} when there are to be fewer than one
   */
  constructor(config: QuantileOptions = {}) {
    const { quantiles = 1000 } = config;
    if (!(Number.isInteger(quantiles) && quantiles > 0)) {
      throw new RangeError(`Cannot remember ${quantiles} quantiles: give a whole number from 1 on`);
    }
    super(checkOptions(config, {
      of: "QuantileTransformer",
      known: ["quantiles", "output"],
      choices: { output: ["uniform", "normal"] },
    }));
  }

  fit(matrix: Matrix): FittedScaler {
    const count = Math.max(1, Math.min(this.config.quantiles ?? 1000, matrix.rows));
    const shares = sharesOf(count);
    const learned = matrix.features.map((values) => {
      const sorted = sortedPresent(values);
      return Array.from(shares, (share) => quantile(sorted, share));
    });
    checkLearned(matrix, learned);
    return this.#fitted(learned);
  }

  setState(state: JsonObject): FittedScaler {
    return this.#fitted(state["quantiles"] as unknown as readonly (readonly number[])[]);
  }

  #fitted(quantiles: readonly (readonly number[])[]): FittedScaler {
    return new FittedQuantiles(quantiles, this.config.output ?? "uniform");
  }
}

class FittedQuantiles implements FittedScaler {
  readonly featureWise = true;
  readonly #quantiles: readonly (readonly number[])[];
  readonly #normal: boolean;

  constructor(quantiles: readonly (readonly number[])[], output: "uniform" | "normal") {
    this.#quantiles = freeze(quantiles);
    this.#normal = output === "normal";
  }

  transform(matrix: Matrix): Matrix {
    return this.#map(matrix, (value, curve) => {
      const share = shareOf(value, { ...curve, edge: this.#normal ? EDGE : 0 });
      if (!this.#normal) return share;
      return Math.min(HIGHEST, Math.max(LOWEST, normalQuantile(share)));
    });
  }

  inverse(matrix: Matrix): Matrix {
    return this.#map(matrix, (value, { quantiles }) => {
      const share = this.#normal ? normalShare(value) : value;
      const edge = this.#normal ? EDGE : 0;
      if (share - edge <= 0) return quantiles[0] as number;
      if (share + edge >= 1) return quantiles.at(-1) as number;
      return valueAt(share, quantiles);
    });
  }

  getState(): JsonObject {
    return { quantiles: this.#quantiles };
  }

  #map(matrix: Matrix, change: (value: number, curve: Curve) => number): Matrix {
    checkFeatures(matrix, this.#quantiles.length);
    const features = matrix.features.map((from, at) => {
      const quantiles = this.#quantiles[at] as readonly number[];
      const curve = { quantiles, shares: sharesOf(quantiles.length) };
      const to = like(from, from.length);
      for (let row = 0; row < from.length; row++) {
        const value = from[row] as number;
        to[row] = Number.isNaN(value) ? NaN : change(value, curve);
      }
      return to;
    });
    return { rows: matrix.rows, features };
  }
}

interface Curve {
  readonly quantiles: readonly number[];
  readonly shares: Float64Array;
}

function sharesOf(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, at) => count === 1 ? 0 : at / (count - 1));
}

/** Where many quantiles are equal to the number, the middle of their shares. */
function shareOf(value: number, { quantiles, shares, edge }: Curve & { edge: number }): number {
  const last = quantiles.length - 1;
  const [low, high] = [quantiles[0] as number, quantiles[last] as number];
  if (edge > 0 ? value - edge < low : value <= low) return 0;
  if (edge > 0 ? value + edge > high : value >= high) return 1;
  const next = placeFor(quantiles, (one) => one > value);
  const from = quantiles[next - 1] as number;
  if (from === value) {
    const first = placeFor(quantiles, (one) => one >= value);
    return ((shares[first] as number) + (shares[next - 1] as number)) / 2;
  }
  const part = (value - from) / ((quantiles[next] as number) - from);
  return (shares[next - 1] as number) + part / last;
}

/** The number at a share; shares are evenly spaced. */
function valueAt(share: number, quantiles: readonly number[]): number {
  const place = share * (quantiles.length - 1);
  const below = Math.floor(place);
  const low = quantiles[below] as number;
  return low + ((quantiles[below + 1] ?? low) - low) * (place - below);
}

/** The first place, by halving, at which ascending numbers pass a test. */
function placeFor(values: readonly number[], passes: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(values[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

scalers.register("quantile", QuantileTransformer);
