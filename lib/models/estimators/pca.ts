/**
 * Principal components.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { Configured } from "../../core/configured.ts";
import { type Interface, OUTPUT, type Ports } from "../interface.ts";
import { type BuildContext, type BuiltModel, type Model, ShapeError } from "../model.ts";
import { affine } from "./affine.ts";
import { estimatorInput, FittedModel, type Method } from "./fitted_model.ts";
import { floats, rounded } from "./learned.ts";
import { loadMoments, mergeMoments, type Moments, momentsOf, saveMoments } from "./moments.ts";
import { checkEstimatorOptions, COUNT, type EstimatorRules } from "./options.ts";
import type { Rows } from "./table.ts";

/** How principal components are found. */
export interface PCAOptions {
  /** How many are kept; left out: as many as there are features. */
  readonly components?: number;
}

const RULES: EstimatorRules<PCAOptions> = {
  components: COUNT,
};

/**
 * The plan of a principal component analysis: a short code for each sample, and what it stands for.
 *
 * Its output is the code, with as many axes as the input; `reconstruction` is the input as the code
 * has it. Directions have a sign of which the largest coefficient is positive. `partialFit` gives
 * the components of all samples so far. The state holds `components`, `mean` and `variance` (of the
 * code, over weights − 1).
 *
 * Source: Jolliffe, Principal Component Analysis, 2002.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { PCA } from "./pca.ts";
 * const inputs = { input: { shape: [1, 100], dtype: "float32" } } as const;
 * const built = new PCA({ components: 3 }).build({ inputs, seeds: SeedStream.from(0) });
 * built.outputs.output?.shape; // [1, 3]
 * ```
 */
export class PCA extends Configured<PCAOptions> implements Model {
  readonly name = "pca";

  /**
   * @param options how many components
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: PCAOptions = {}) {
    super(checkEstimatorOptions(options, { who: "PCA", rules: RULES }));
  }

  build(context: BuildContext): BuiltModel {
    const { input, width } = estimatorInput(context);
    const { components = width } = this.config;
    if (components > width) {
      throw new ShapeError(OUTPUT, {
        expected: `at most ${width} components`,
        found: String(components),
        hint: "there are no more than features",
      });
    }
    const code = [...input.shape.slice(1).map(() => 1), components];
    const outputs: Ports<Interface> = {
      [OUTPUT]: { shape: code, dtype: "float32" },
      reconstruction: { ...input, dtype: "float32" },
    };
    const method = principalComponents({ width, components });
    return new FittedModel({ who: "PCA", method, input, outputs, weighted: true });
  }
}

interface Plan {
  readonly width: number;
  readonly components: number;
}

interface Axes {
  readonly moments: Moments;
  readonly mean: Float64Array;
  /** Of shape (components, features). */
  readonly directions: Float64Array;
  readonly variance: Float64Array;
}

function principalComponents(plan: Plan): Method<Axes> {
  return {
    fit: ({ x, weights }) => axesOf(momentsOf(x, weights), plan),
    partialFit: ({ x, weights }, before) => {
      const more = momentsOf(x, weights);
      return axesOf(before ? mergeMoments(before.moments, more) : more, plan);
    },
    predict: (axes, x) => {
      const code = encode(axes, { x, plan });
      const { directions: weights, mean: offset } = axes;
      return { [OUTPUT]: code, reconstruction: affine(code, { weights, offset }) };
    },
    record: ({ mean, directions }, x) => {
      const origin = tf.tensor1d(Float32Array.from(mean));
      const axes = tf.tensor2d(Float32Array.from(directions), [plan.components, plan.width]);
      const code = tf.matMul<tf.Tensor2D>(tf.sub<tf.Tensor2D>(x, origin), axes, false, true);
      return { [OUTPUT]: code, reconstruction: tf.add<tf.Tensor2D>(tf.matMul(code, axes), origin) };
    },
    parameters: ["components", "mean"],
    save: ({ moments, mean, directions, variance }) => ({
      tensors: {
        components: floats(directions, [plan.components, plan.width]),
        mean: floats(mean),
        variance: floats(variance),
        ...saveMoments(moments),
      },
    }),
    load: (state) => ({
      directions: state.floats("components", [plan.components, plan.width]),
      mean: state.floats("mean", [plan.width]),
      variance: state.floats("variance", [plan.components]),
      moments: loadMoments(state, plan.width),
    }),
  };
}

function axesOf(moments: Moments, { width, components }: Plan): Axes {
  const { realEigenvalues: values, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(
    Matrix.from1DArray(width, width, moments.scatter),
    { assumeSymmetric: true },
  );
  const degrees = Math.max(moments.weight - 1, 1);
  const directions = new Float64Array(components * width);
  const variance = new Float64Array(components);
  for (let component = 0; component < components; component++) {
    // Eigenvalues come in increasing order.
    const from = width - 1 - component;
    variance[component] = Math.max(0, values[from] ?? 0) / degrees;
    const direction = vectors.getColumn(from);
    const largest = direction.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a, 0);
    const sign = largest < 0 ? -1 : 1;
    directions.set(direction.map((value) => sign * value), component * width);
  }
  return {
    moments,
    mean: rounded(moments.mean),
    directions: rounded(directions),
    variance: rounded(variance),
  };
}

function encode(
  { mean, directions }: Axes,
  { x, plan: { width, components } }: { readonly x: Rows; readonly plan: Plan },
): Rows {
  const data = new Float64Array(x.rows * components);
  for (let row = 0; row < x.rows; row++) {
    for (let component = 0; component < components; component++) {
      let value = 0;
      for (let at = 0; at < width; at++) {
        const centred = (x.data[row * width + at] as number) - (mean[at] as number);
        value += centred * (directions[component * width + at] as number);
      }
      data[row * components + component] = value;
    }
  }
  return { rows: x.rows, columns: components, data };
}
