/**
 * Gaussian process regression.
 *
 * @module
 */

import { Matrix } from "ml-matrix";
import { Configured } from "../../core/configured.ts";
import { type Interface, OUTPUT, type Ports } from "../interface.ts";
import { type BuildContext, type BuiltModel, type Model, ShapeError } from "../model.ts";
import { sizeOf } from "../ports.ts";
import { bestHyperparameters, condition } from "./evidence.ts";
import { estimatorInput, FittedModel, type Method, predictedShape } from "./fitted_model.ts";
import { bitsOf, floats } from "./learned.ts";
import { type Hyperparameters, kernelOf } from "./kernel.ts";
import { momentsOf } from "./moments.ts";
import { checkEstimatorOptions, type EstimatorRules, POSITIVE } from "./options.ts";
import { type Process, recordProcess } from "./process_tensors.ts";
import { solveLower } from "./triangular.ts";
import { appendRows, type Rows, type Table } from "./table.ts";

/** What a Gaussian process takes for granted. */
export interface GaussianProcessOptions {
  /** How far apart samples say little of each other: for all features, or for each; default 1. */
  readonly lengthScale?: number | readonly number[];
  /** Variance of the function; default 1. */
  readonly variance?: number;
  /** Variance of the noise of a measurement; default 0.1. */
  readonly noise?: number;
  /** Whether these are only where the search for the likeliest ones begins; default true. */
  readonly optimize?: boolean;
  /** Shape of the targets of one sample; left out: as they are, or one number. */
  readonly outputShape?: readonly number[];
}

const RULES: EstimatorRules<GaussianProcessOptions> = {
  lengthScale: POSITIVE,
  variance: POSITIVE,
  noise: POSITIVE,
  optimize: "any",
  outputShape: "any",
};

/**
 * The plan of a Gaussian process regression: the mean of what a new measurement may be, and its
 * standard `deviation`, noise included.
 *
 * Functions are taken to be smooth (squared exponential kernel) about the mean of the targets.
 * Fitting n samples takes time n³: the search takes 2 s for 300 samples, 14 s for 1000.
 * `partialFit` adds samples under the hyperparameters that were found first.
 *
 * Source: Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { GaussianProcess } from "./gaussian_process.ts";
 * const inputs = { input: { shape: [2], dtype: "float32" } } as const;
 * const plan = new GaussianProcess({ lengthScale: [1, 10], noise: 0.01 });
 * Object.keys(plan.build({ inputs, seeds: SeedStream.from(0) }).outputs); // output, deviation
 * ```
 */
export class GaussianProcess extends Configured<GaussianProcessOptions> implements Model {
  readonly name = "gaussianProcess";

  /**
   * @param options kernel and noise, and whether to improve them
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: GaussianProcessOptions = {}) {
    super(checkEstimatorOptions(options, { who: "GaussianProcess", rules: RULES }));
  }

  build(context: BuildContext): BuiltModel {
    const { input, width } = estimatorInput(context);
    const { lengthScale = 1, variance = 1, noise = 0.1, optimize = true } = this.config;
    const lengthScales = Float64Array.from([lengthScale].flat());
    if (lengthScales.length !== 1 && lengthScales.length !== width) {
      throw new ShapeError(OUTPUT, {
        expected: `one lengthScale, or ${width}`,
        found: String(lengthScales.length),
      });
    }
    const shape = predictedShape(context, this.config.outputShape);
    const port = { shape, dtype: "float32" } as const;
    const outputs: Ports<Interface> = { [OUTPUT]: port, deviation: port };
    return new FittedModel({
      who: "GaussianProcess",
      method: gaussianProcess({
        width,
        targets: sizeOf(shape),
        start: { lengthScales, variance, noise },
        optimize,
      }),
      input,
      outputs,
      targets: shape,
      weighted: true,
    });
  }
}

interface Plan {
  readonly width: number;
  readonly targets: number;
  readonly start: Hyperparameters;
  readonly optimize: boolean;
}

function gaussianProcess(plan: Plan): Method<Process> {
  const { width, targets } = plan;
  return {
    fit: (samples) => {
      const mean = meanOf(samples);
      const hyperparameters = plan.optimize
        ? bestHyperparameters(centred(samples, mean), plan.start)
        : plan.start;
      return processOf(samples, { mean, hyperparameters });
    },
    partialFit: (more, before) => {
      if (before === undefined) return gaussianProcess(plan).fit(more);
      const { samples, hyperparameters } = before;
      const all: Table = {
        x: appendRows(samples.x, more.x),
        y: appendRows(samples.y, more.y),
        weights: joined(samples.weights, more.weights),
      };
      return processOf(all, { mean: meanOf(all), hyperparameters });
    },
    predict,
    record: recordProcess,
    parameters: ["inputs", "targets"],
    save: ({ samples: { x, y, weights }, hyperparameters, conditioned }) => ({
      tensors: {
        inputs: floats(x.data, [x.rows, width]),
        targets: floats(y.data, [y.rows, targets]),
        weights: floats(weights),
        lengthScales: bitsOf(hyperparameters.lengthScales),
      },
      values: {
        variance: hyperparameters.variance,
        noise: hyperparameters.noise,
        evidence: conditioned.evidence,
      },
    }),
    load: (state) => {
      const data = state.floats("inputs", [null, width]);
      const rows = data.length / width;
      const samples: Table = {
        x: { rows, columns: width, data },
        y: { rows, columns: targets, data: state.floats("targets", [rows, targets]) },
        weights: state.floats("weights", [rows]),
      };
      const hyperparameters = {
        variance: state.number("variance"),
        noise: state.number("noise"),
        lengthScales: state.bits("lengthScales", plan.start.lengthScales.length),
      };
      return processOf(samples, { mean: meanOf(samples), hyperparameters });
    },
  };
}

function meanOf({ y, weights }: Table): Float64Array {
  return momentsOf(y, weights).mean;
}

function centred(samples: Table, mean: Float64Array): Table {
  const { rows, columns, data } = samples.y;
  const about = data.map((value, at) => value - (mean[at % columns] as number));
  return { ...samples, y: { rows, columns, data: about } };
}

function processOf(
  samples: Table,
  { mean, hyperparameters }: Pick<Process, "mean" | "hyperparameters">,
): Process {
  const conditioned = condition(centred(samples, mean), hyperparameters);
  return { samples, mean, hyperparameters, conditioned };
}

function predict({ samples, mean, hyperparameters, conditioned }: Process, x: Rows): Ports<Rows> {
  const columns = mean.length;
  const alike = kernelOf(x, samples.x, hyperparameters);
  const kernel = Matrix.from1DArray(alike.rows, alike.columns, alike.data);
  const about = kernel.mmul(conditioned.solution);
  const means = new Float64Array(x.rows * columns);
  const deviations = new Float64Array(x.rows * columns);
  const { variance, noise } = hyperparameters;
  for (let row = 0; row < x.rows; row++) {
    const alikeRow = alike.data.subarray(row * alike.columns, (row + 1) * alike.columns);
    const half = solveLower(conditioned.lower, alikeRow);
    const explained = half.reduce((sum, value) => sum + value * value, 0);
    // Roundings must not make the variance negative.
    const left = Math.max(0, variance - explained) + noise;
    for (let target = 0; target < columns; target++) {
      means[row * columns + target] = about.get(row, target) + (mean[target] as number);
      deviations[row * columns + target] = Math.sqrt(left);
    }
  }
  return {
    [OUTPUT]: { rows: x.rows, columns, data: means },
    deviation: { rows: x.rows, columns, data: deviations },
  };
}

function joined(one: Float64Array, other: Float64Array): Float64Array {
  const both = new Float64Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
