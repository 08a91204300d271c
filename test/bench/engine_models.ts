/** The models of engine_bench.ts, each a training step on a fixed batch. */
import type { StepLoss } from "../../lib/engine/training_step.ts";
import type { StepModel } from "../../lib/engine/step_model.ts";
import * as tf from "../../lib/tf.ts";

/** What is trained with what. */
export interface BenchModel {
  readonly model: tf.LayersModel | StepModel;
  readonly loss: StepLoss;
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
}

const { dense, conv2d, maxPooling2d, flatten } = tf.layers;

function crossEntropy(y: tf.Tensor, p: tf.Tensor): tf.Tensor {
  return tf.losses.softmaxCrossEntropy(y, p);
}

function labels(count: number, classes: number): tf.Tensor {
  const indices = tf.tensor1d(Array.from({ length: count }, (_, at) => at % classes), "int32");
  return tf.cast(tf.oneHot(indices, classes), "float32");
}

function mlp(): BenchModel {
  return perceptron([784, 256, 128, 10], 128);
}

/** As many operations as the MLP, of next to no work. */
export function tinyMlp(): BenchModel {
  return perceptron([1, 1, 1, 2], 1);
}

function perceptron(
  [inputs, wide, narrow, classes]: readonly [number, number, number, number],
  batch: number,
): BenchModel {
  const layers = [
    dense({ units: wide, activation: "relu", inputShape: [inputs] }),
    dense({ units: narrow, activation: "relu" }),
    dense({ units: classes }),
  ];
  const x = tf.randomNormal([batch, inputs]);
  return { model: tf.sequential({ layers }), loss: crossEntropy, x, y: labels(batch, classes) };
}

function cnn(): BenchModel {
  const layers = [
    conv2d({ filters: 16, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1] }),
    conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
    maxPooling2d({ poolSize: 2 }),
    flatten(),
    dense({ units: 10 }),
  ];
  const x = tf.randomNormal([64, 28, 28, 1]);
  return { model: tf.sequential({ layers }), loss: crossEntropy, x, y: labels(64, 10) };
}

const [VOCABULARY, WIDTH, CONTEXT, HEADS, BATCH] = [65, 128, 64, 4, 12];

/** Four blocks of causal attention and a feed-forward layer, each after a normalisation. */
function gpt(): BenchModel {
  const trainable: tf.Variable[] = [];
  function weight(...shape: number[]): tf.Variable {
    const made = tf.variable(tf.randomNormal(shape, 0, 0.02));
    trainable.push(made);
    return made;
  }
  function linear(from: number, to: number): (x: tf.Tensor) => tf.Tensor {
    const [kernel, bias] = [weight(from, to), weight(to)];
    return (x) => {
      const flat = tf.matMul(tf.reshape(x, [-1, from]), kernel as tf.Tensor2D);
      return tf.reshape(tf.add(flat, bias), [...x.shape.slice(0, -1), to]);
    };
  }
  function norm(): (x: tf.Tensor) => tf.Tensor {
    const [scale, shift] = [weight(WIDTH), weight(WIDTH)];
    scale.assign(tf.ones([WIDTH]));
    return (x) => {
      const { mean, variance } = tf.moments(x, -1, true);
      const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
      return tf.add(tf.mul(normal, scale), shift);
    };
  }
  const rows = tf.range(0, CONTEXT);
  const mask = tf.where(
    tf.greaterEqual(tf.expandDims(rows, 1), tf.expandDims(rows, 0)),
    tf.zeros([CONTEXT, CONTEXT]),
    tf.fill([CONTEXT, CONTEXT], -1e9),
  );
  function heads(x: tf.Tensor): tf.Tensor {
    return tf.transpose(tf.reshape(x, [BATCH, CONTEXT, HEADS, WIDTH / HEADS]), [0, 2, 1, 3]);
  }
  function attention(): (x: tf.Tensor) => tf.Tensor {
    const [mix, out] = [linear(WIDTH, 3 * WIDTH), linear(WIDTH, WIDTH)];
    return (x) => {
      const [q, k, v] = tf.split(mix(x), 3, -1).map(heads) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const scores = tf.div(tf.matMul(q, k, false, true), Math.sqrt(WIDTH / HEADS));
      const mixed = tf.matMul(tf.softmax(tf.add(scores, mask)), v);
      return out(tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [BATCH, CONTEXT, WIDTH]));
    };
  }
  function feedForward(): (x: tf.Tensor) => tf.Tensor {
    const [wide, narrow] = [linear(WIDTH, 4 * WIDTH), linear(4 * WIDTH, WIDTH)];
    return (x) => narrow(tf.relu(wide(x)));
  }
  const [tokens, places] = [weight(VOCABULARY, WIDTH), weight(CONTEXT, WIDTH)];
  const blocks = Array.from({ length: 4 }, () => {
    const parts = [[norm(), attention()], [norm(), feedForward()]] as const;
    return (x: tf.Tensor) =>
      parts.reduce((x: tf.Tensor, [normal, layer]) => tf.add(x, layer(normal(x))), x);
  });
  const [last, head] = [norm(), linear(WIDTH, VOCABULARY)];
  function call(x: tf.Tensor): tf.Tensor {
    const embedded = tf.add(tf.gather(tokens, tf.cast(x, "int32")), places);
    return head(last(blocks.reduce((x: tf.Tensor, block) => block(x), embedded)));
  }
  const indices = Array.from({ length: BATCH * CONTEXT }, (_, at) => (at * 7) % VOCABULARY);
  const x = tf.tensor(indices, [BATCH, CONTEXT], "int32");
  const y = tf.reshape(labels(BATCH * CONTEXT, VOCABULARY), [BATCH, CONTEXT, VOCABULARY]);
  return { model: { call, trainable }, loss: crossEntropy, x, y };
}

/** By the names that engine_bench.py knows. */
export const MODELS: Readonly<Record<string, () => BenchModel>> = { mlp, cnn, gpt };
