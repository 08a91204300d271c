/** Models that every engine must train alike. */
import { SeedStream } from "../../../lib/core/seed.ts";
import { compileStep } from "../../../lib/engine/compile_step.ts";
import type { EngineName } from "../../../lib/engine/engines/engine.ts";
import type { Precision } from "../../../lib/engine/lower/precision.ts";
import * as tf from "../../../lib/tf.ts";
import { floats, integers, numbers } from "../../lib/engine/rule_cases.ts";

/** A model with the batch that it learns. */
export interface TrainingCase {
  readonly make: () => tf.LayersModel;
  readonly x: tf.Tensor;
  /** Default: 1. */
  readonly microBatches?: number;
  /** Of each step. Default: that of the optimizer. */
  readonly rates?: readonly number[];
}

const { dense, dropout, conv2d, maxPooling2d, flatten, embedding, lstm } = tf.layers;

function model(...layers: tf.layers.Layer[]): tf.LayersModel {
  const made = tf.sequential({ layers });
  const weights = made.getWeights().map(({ size, shape }, seed) =>
    tf.tensor(numbers(size, { seed: seed + 1, low: -0.3, high: 0.3 }), shape)
  );
  made.setWeights(weights);
  return made;
}

/** Four samples of three classes each. */
export const TRAINING: Readonly<Record<string, TrainingCase>> = {
  "an MLP with dropout": {
    make: () =>
      model(
        dense({ units: 8, activation: "relu", inputShape: [6] }),
        dropout({ rate: 0.25 }),
        dense({ units: 3 }),
      ),
    x: floats([4, 6]),
  },
  "an MLP in micro-batches with a schedule": {
    make: () =>
      model(
        dense({ units: 8, activation: "tanh", inputShape: [6] }),
        dropout({ rate: 0.25 }),
        dense({ units: 3 }),
      ),
    x: floats([4, 6]),
    microBatches: 3,
    rates: [0.04, 0.03, 0.02, 0.01],
  },
  "a CNN": {
    make: () =>
      model(
        conv2d({ filters: 4, kernelSize: 3, activation: "relu", inputShape: [8, 8, 2] }),
        maxPooling2d({ poolSize: 2 }),
        flatten(),
        dense({ units: 3 }),
      ),
    x: floats([4, 8, 8, 2]),
  },
  "an LSTM": {
    make: () =>
      model(
        embedding({ inputDim: 7, outputDim: 4, inputLength: 5 }),
        lstm({ units: 5, recurrentActivation: "sigmoid" }),
        dense({ units: 3 }),
      ),
    x: integers([4, 5], { low: 0, high: 7 }),
  },
};

/** What ten steps of Adam on an engine leave behind. */
export async function train(
  { make, x, microBatches = 1, rates = [] }: TrainingCase,
  { engine, precision = "float32" }: {
    readonly engine: EngineName;
    readonly precision?: Precision;
  },
): Promise<{ readonly losses: readonly number[]; readonly weights: readonly number[] }> {
  const y = tf.oneHot(tf.tensor1d([0, 1, 2, 1], "int32"), 3);
  const [made, optimizer] = [make(), tf.train.adam(0.02)];
  const seeds = SeedStream.from(7);
  const options = { optimizer, engine, precision, threads: 1, seeds, microBatches };
  const losses: number[] = [];
  {
    using step = compileStep(made, (y, p) => tf.losses.softmaxCrossEntropy(y, p), options);
    for (let index = 0; index < 10; index++) {
      const learningRate = rates[index];
      losses.push(await step(x, y, learningRate === undefined ? {} : { learningRate }));
    }
  }
  return { losses, weights: made.getWeights().flatMap((weight) => [...weight.dataSync()]) };
}
