/**
 * Least squares with a penalty on the squares of coefficients, from moments.
 *
 * Inputs are float32 and sums are float64, so that the normal equations lose nothing that the inputs
 * had, and learning batch by batch gives what learning at once gives.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { OUTPUT } from "../interface.ts";
import type { BuildContext, Estimator } from "../model.ts";
import { sizeOf } from "../ports.ts";
import { affine } from "./affine.ts";
import { estimatorInput, FittedModel, type Method, predictedShape } from "./fitted_model.ts";
import { floats, rounded } from "./learned.ts";
import { loadMoments, mergeMoments, type Moments, momentsOf, saveMoments } from "./moments.ts";
import { solveSymmetric } from "./solve.ts";
import type { Rows, Table } from "./table.ts";

/** What every linear regression is told. */
export interface LeastSquaresOptions {
  /** Shape of the targets of one sample; left out: as they are, or one number. */
  readonly outputShape?: readonly number[];
  /** Whether the line may miss the origin; default true. */
  readonly fitIntercept?: boolean;
}

interface Line {
  readonly moments: Moments;
  /** Of shape (features, targets). */
  readonly coefficients: Float64Array;
  /** Predictions at the origin. */
  readonly intercept: Float64Array;
}

/**
 * Builds a linear regression.
 *
 * @param context what is known when it is built
 * @param options its name, shape, intercept, and the penalty `alpha`
 * @returns an estimator that has learned nothing yet
 * @throws ShapeError for several inputs or open lengths
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { buildLeastSquares } from "./least_squares.ts";
 * const inputs = { input: { shape: [4], dtype: "float32" } } as const;
 * buildLeastSquares({ inputs, seeds: SeedStream.from(0) }, { who: "Ridge", alpha: 1 });
 * ```
 */
export function buildLeastSquares(
  context: BuildContext,
  options: LeastSquaresOptions & { readonly who: string; readonly alpha: number },
): Estimator {
  const { input, width } = estimatorInput(context);
  const shape = predictedShape(context, options.outputShape);
  return new FittedModel({
    who: options.who,
    method: leastSquares({
      width,
      targets: sizeOf(shape),
      alpha: options.alpha,
      fitIntercept: options.fitIntercept ?? true,
    }),
    input,
    outputs: { [OUTPUT]: { shape, dtype: "float32" } },
    targets: shape,
    weighted: true,
  });
}

interface Plan {
  readonly width: number;
  readonly targets: number;
  readonly alpha: number;
  readonly fitIntercept: boolean;
}

function leastSquares(plan: Plan): Method<Line> {
  const columns = plan.width + plan.targets;
  return {
    fit: (table) => solve(momentsOf(besides(table), table.weights), plan),
    partialFit: (table, before) => {
      const more = momentsOf(besides(table), table.weights);
      return solve(before ? mergeMoments(before.moments, more) : more, plan);
    },
    predict: ({ coefficients, intercept }, x) => ({
      [OUTPUT]: affine(x, { weights: coefficients, offset: intercept }),
    }),
    record: ({ coefficients, intercept }, x) => {
      const kernel = tf.tensor2d(Float32Array.from(coefficients), [plan.width, plan.targets]);
      const bias = tf.tensor1d(Float32Array.from(intercept));
      return { [OUTPUT]: tf.add(tf.matMul(x, kernel), bias) };
    },
    parameters: ["coefficients", "intercept"],
    save: ({ coefficients, intercept, moments }) => ({
      tensors: {
        coefficients: floats(coefficients, [plan.width, plan.targets]),
        intercept: floats(intercept),
        ...saveMoments(moments),
      },
    }),
    load: (state) => ({
      coefficients: state.floats("coefficients", [plan.width, plan.targets]),
      intercept: state.floats("intercept", [plan.targets]),
      moments: loadMoments(state, columns),
    }),
  };
}

/** Inputs and targets in one row. */
function besides({ x, y }: Table): Rows {
  const columns = x.columns + y.columns;
  const data = new Float64Array(x.rows * columns);
  for (let row = 0; row < x.rows; row++) {
    data.set(x.data.subarray(row * x.columns, (row + 1) * x.columns), row * columns);
    data.set(y.data.subarray(row * y.columns, (row + 1) * y.columns), row * columns + x.columns);
  }
  return { rows: x.rows, columns, data };
}

function solve(moments: Moments, { width, targets, alpha, fitIntercept }: Plan): Line {
  const { weight, mean, scatter } = moments;
  const columns = width + targets;
  const about = (i: number, j: number): number => {
    const origin = fitIntercept ? 0 : weight * (mean[i] as number) * (mean[j] as number);
    return (scatter[i * columns + j] as number) + origin;
  };
  const gram = new Float64Array(width * width);
  const right = new Float64Array(width * targets);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) gram[i * width + j] = about(i, j) + (i === j ? alpha : 0);
    for (let j = 0; j < targets; j++) right[i * targets + j] = about(i, width + j);
  }
  const { data: coefficients } = solveSymmetric(
    { rows: width, columns: width, data: gram },
    { rows: width, columns: targets, data: right },
  );
  const intercept = Float64Array.from({ length: targets }, (_, j) => {
    let value = mean[width + j] as number;
    for (let i = 0; i < width; i++) {
      value -= (coefficients[i * targets + j] as number) * (mean[i] as number);
    }
    return fitIntercept ? value : 0;
  });
  return { moments, coefficients: rounded(coefficients), intercept: rounded(intercept) };
}
