/**
 * Logistic regression.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { Configured } from "../../core/configured.ts";
import type { BuildContext, BuiltModel, Model } from "../model.ts";
import type { Method } from "./fitted_model.ts";
import { bitsOf, floats, rounded } from "./learned.ts";
import { curvature, type Prior, scoresOf } from "./logistic_cost.ts";
import { maximizePosterior, PRECISION_LIMIT } from "./logistic_posterior.ts";
import { checkEstimatorOptions, type EstimatorRules } from "./options.ts";
import { probabilitiesOf } from "./softmax.ts";
import type { Rows, Table } from "./table.ts";
import { type ClassOptions, type Labels, saveLabels } from "./task.ts";
import { taskModel, type TaskPlan } from "./task_model.ts";
import { matrixOf, probabilityTensor, taskTensors } from "./tensors.ts";

/** How a logistic regression is made. */
export interface LogisticRegressionOptions extends ClassOptions {
  /** How much half the squares of the coefficients cost, beside Σ weight · loss; default 1. */
  readonly alpha?: number;
}

const RULES: EstimatorRules<LogisticRegressionOptions> = {
  classes: "any",
  alpha: { least: 0 },
};

/**
 * The plan of a logistic regression: a class for each sample, and `probabilities` of all classes.
 *
 * Two classes have one row of coefficients, more have one each (softmax). The intercept costs
 * nothing. What scikit-learn calls C is 1 / alpha. `partialFit` takes what was learned for a normal
 * distribution of what the coefficients may be, and goes on from there: no learning rate is needed,
 * and the result is close to that of all samples at once (Chapelle and Li, An empirical evaluation
 * of Thompson sampling, 2011, algorithm 3, with the whole matrix in the place of its diagonal).
 *
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { LogisticRegression } from "./logistic_regression.ts";
 * const inputs = { input: { shape: [4], dtype: "float32" } } as const;
 * const plan = new LogisticRegression({ classes: 3 });
 * plan.build({ inputs, seeds: SeedStream.from(0) }).outputs.probabilities?.shape; // [3]
 * ```
 */
export class LogisticRegression extends Configured<LogisticRegressionOptions> implements Model {
  readonly name = "logisticRegression";

  /**
   * @param options penalty and classes
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: LogisticRegressionOptions = {}) {
    super(checkEstimatorOptions(options, { who: "LogisticRegression", rules: RULES }));
  }

  build(context: BuildContext): BuiltModel {
    return taskModel(context, {
      who: "LogisticRegression",
      options: { ...this.config, task: "classification" },
      weighted: true,
      method: (plan) => logistic({ ...plan, alpha: this.config.alpha ?? 1 }),
    });
  }
}

interface Plan extends TaskPlan {
  readonly alpha: number;
}

interface Learned {
  readonly labels: Labels;
  /** Of shape (scores, features + 1); the intercept comes last. */
  readonly coefficients: Rows;
  /** How sure the coefficients are; undefined when there are too many to keep that. */
  readonly precision: Float64Array | undefined;
}

function logistic({ width, task, alpha }: Plan): Method<Learned> {
  function learn(table: Table, before: Learned | undefined): Learned {
    const { rows: hot, labels } = task.encode(table, before?.labels);
    const samples = { x: table.x, hot, weights: table.weights };
    const prior = priorOf(before, { width, alpha, classes: labels.length });
    const coefficients = maximizePosterior(samples, prior);
    const size = coefficients.data.length;
    const precision = size > PRECISION_LIMIT ? undefined : curvature(samples, {
      coefficients,
      prior,
    });
    return {
      labels,
      coefficients: { ...coefficients, data: rounded(coefficients.data) },
      precision,
    };
  }
  return {
    fit: (table) => learn(table, undefined),
    partialFit: learn,
    predict: ({ coefficients, labels }, x) =>
      task.decode(probabilitiesOf(scoresOf(x, coefficients)), labels),
    record: ({ coefficients, labels }, x) => {
      const weights = matrixOf(coefficients);
      const kernel = tf.slice2d(weights, [0, 0], [-1, width]);
      const bias = tf.reshape(tf.slice2d(weights, [0, width], [-1, 1]), [-1]);
      const scores = tf.add(tf.matMul(x, kernel, false, true), bias);
      return taskTensors(probabilityTensor(scores as tf.Tensor2D), labels);
    },
    parameters: ["coefficients"],
    save: ({ coefficients, labels, precision }) => ({
      tensors: {
        coefficients: floats(coefficients.data, [coefficients.rows, coefficients.columns]),
        ...(precision && { precision: bitsOf(precision) }),
        ...saveLabels(labels),
      },
    }),
    load: (state) => {
      const labels = task.load(state);
      const [rows, columns] = [scoresFor(labels.length), width + 1];
      const data = state.floats("coefficients", [rows, columns]);
      const precision = state.has("precision")
        ? state.bits("precision", data.length ** 2)
        : undefined;
      return { labels, coefficients: { rows, columns, data }, precision };
    },
  };
}

function scoresFor(classes: number): number {
  return classes === 2 ? 1 : classes;
}

function priorOf(
  before: Learned | undefined,
  { width, alpha, classes }: {
    readonly width: number;
    readonly alpha: number;
    readonly classes: number;
  },
): Prior {
  if (before?.precision) return { mean: before.coefficients, precision: before.precision };
  if (before) {
    throw new RangeError(
      `LogisticRegression cannot learn on from ${before.coefficients.data.length} coefficients ` +
        `(at most ${PRECISION_LIMIT}): put a PCA before it, or train an MLP without hidden layers`,
    );
  }
  const [rows, columns] = [scoresFor(classes), width + 1];
  const data = new Float64Array(rows * columns);
  const penalty = Float64Array.from(data, (_, at) => (at + 1) % columns === 0 ? 0 : alpha);
  return { mean: { rows, columns, data }, precision: penalty };
}
