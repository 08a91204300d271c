/**
 * Linear regression.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import type { BuildContext, BuiltModel, Model } from "../model.ts";
import { buildLeastSquares, type LeastSquaresOptions } from "./least_squares.ts";
import { checkEstimatorOptions, type EstimatorRules } from "./options.ts";

/** How a linear regression is made. */
export type LinearRegressionOptions = LeastSquaresOptions;

const RULES: EstimatorRules<LinearRegressionOptions> = {
  outputShape: "any",
  fitIntercept: "any",
};

/**
 * The plan of a linear regression: the line of least squares, ordinary or weighted.
 *
 * Features that depend on each other get the coefficients of least norm, in units of their
 * deviations. `partialFit` gives the line through all samples so far.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import type { Estimator } from "../model.ts";
 * import { LinearRegression } from "./linear_regression.ts";
 * const inputs = { input: { shape: [1], dtype: "float32" } } as const;
 * const line = new LinearRegression().build({ inputs, seeds: SeedStream.from(0) }) as Estimator;
 * const input = { dtype: "float32", shape: [3, 1], data: new Float32Array([0, 1, 2]) } as const;
 * line.fit({ inputs: { input }, targets: { ...input, data: new Float32Array([1, 3, 5]) } });
 * line.predict({ input }).output?.data; // [1, 3, 5]
 * ```
 */
export class LinearRegression extends Configured<LinearRegressionOptions> implements Model {
  readonly name = "linearRegression";

  /**
   * @param options shape and intercept
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: LinearRegressionOptions = {}) {
    super(checkEstimatorOptions(options, { who: "LinearRegression", rules: RULES }));
  }

  build(context: BuildContext): BuiltModel {
    return buildLeastSquares(context, { ...this.config, who: "LinearRegression", alpha: 0 });
  }
}
