/**
 * Ridge regression.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import type { BuildContext, BuiltModel, Model } from "../model.ts";
import { buildLeastSquares, type LeastSquaresOptions } from "./least_squares.ts";
import { checkEstimatorOptions, type EstimatorRules } from "./options.ts";

/** How a ridge regression is made. */
export interface RidgeOptions extends LeastSquaresOptions {
  /** How much the squares of the coefficients cost, beside Σ weight · error²; default 1. */
  readonly alpha?: number;
}

const RULES: EstimatorRules<RidgeOptions> = {
  outputShape: "any",
  fitIntercept: "any",
  alpha: { least: 0 },
};

/**
 * The plan of a ridge regression: least squares that keeps coefficients small.
 *
 * The intercept costs nothing. Source: Hoerl and Kennard, Ridge regression, 1970.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Ridge } from "./ridge.ts";
 * const inputs = { input: { shape: [4], dtype: "float32" } } as const;
 * new Ridge({ alpha: 0.1 }).build({ inputs, seeds: SeedStream.from(0) });
 * ```
 */
export class Ridge extends Configured<RidgeOptions> implements Model {
  readonly name = "ridge";

  /**
   * @param options penalty, shape and intercept
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: RidgeOptions = {}) {
    super(checkEstimatorOptions(options, { who: "Ridge", rules: RULES }));
  }

  build(context: BuildContext): BuiltModel {
    const { alpha = 1, ...options } = this.config;
    return buildLeastSquares(context, { ...options, who: "Ridge", alpha });
  }
}
