/** The networks of `make_golden.py`, in ordinary tfjs code. */
import * as tf from "../../../../lib/tf.ts";
import { CLASSES, CONTEXT, type GoldenBatch, imageBatch, sequenceBatch } from "./formula.ts";
import { textBatches, VOCABULARY, Weights } from "./formula.ts";

/** What is trained, on what, and how. */
export interface GoldenRun {
  readonly model: {
    readonly call: (x: tf.Tensor) => tf.Tensor;
    readonly trainable: readonly tf.Variable[];
  };
  /** From targets and predictions to a scalar. */
  readonly loss: (y: tf.Tensor, logits: tf.Tensor) => tf.Tensor;
  readonly optimizer: tf.Optimizer;
  readonly batches: readonly GoldenBatch[];
}

const WIDTH = 128;
const HEADS = 4;
const BLOCKS = 4;

function crossEntropy(y: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.losses.softmaxCrossEntropy(y, logits);
}

function batches(steps: number, make: (step: number) => GoldenBatch): readonly GoldenBatch[] {
  return Array.from({ length: steps }, (_, step) => make(step));
}

export function mlp(steps: number): GoldenRun {
  const w = new Weights();
  const [a, b] = [w.draw([288, 64]), w.draw([64], { scale: 0.1 })];
  const [c, d] = [w.draw([64, 32]), w.draw([32], { scale: 0.1 })];
  const [e, f] = [w.draw([32, CLASSES]), w.draw([CLASSES], { scale: 0.1 })];
  function call(x: tf.Tensor): tf.Tensor {
    const first = tf.relu(dense(tf.reshape(x, [-1, 288]), a, b));
    return dense(tf.tanh(dense(first, c, d)), e, f);
  }
  const optimizer = tf.train.adam(0.01);
  const model = { call, trainable: w.made };
  return { model, loss: crossEntropy, optimizer, batches: batches(steps, imageBatch) };
}

export function cnn(steps: number): GoldenRun {
  const w = new Weights();
  const [a, b] = [w.draw([3, 3, 2, 8]), w.draw([8], { scale: 0.1 })];
  const [c, d] = [w.draw([3, 3, 8, 16]), w.draw([16], { scale: 0.1 })];
  const [e, f] = [w.draw([6 * 6 * 16, CLASSES]), w.draw([CLASSES], { scale: 0.1 })];
  function convolve(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor4D {
    const y = tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, "same");
    return tf.relu(tf.add(y, bias)) as tf.Tensor4D;
  }
  function call(x: tf.Tensor): tf.Tensor {
    const pooled = tf.maxPool(convolve(convolve(x, a, b), c, d), 2, 2, "valid");
    return dense(tf.reshape(pooled, [-1, 6 * 6 * 16]), e, f);
  }
  const optimizer = tf.train.momentum(0.05, 0.9);
  const model = { call, trainable: w.made };
  return { model, loss: crossEntropy, optimizer, batches: batches(steps, imageBatch) };
}

/** The layers of tf.layers, whose gates have the order of PyTorch's. */
export function lstm(steps: number): GoldenRun {
  const units = 24;
  const w = new Weights();
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({
        units,
        recurrentActivation: "sigmoid",
        recurrentInitializer: "zeros",
        inputShape: [9, 6],
      }),
      tf.layers.dense({ units: CLASSES }),
    ],
  });
  const ranges = [{}, {}, {}, {}, { scale: 0.1 }];
  model.setWeights(model.getWeights().map(({ shape }, index) => w.draw(shape, ranges[index])));
  const trainable = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const call = (x: tf.Tensor): tf.Tensor => model.apply(x, { training: true }) as tf.Tensor;
  return {
    model: { call, trainable },
    loss: crossEntropy,
    optimizer: tf.train.adam(0.02),
    batches: batches(steps, sequenceBatch),
  };
}

type Pair = readonly [tf.Tensor, tf.Tensor];

/** Four blocks of causal attention and a wide layer, with layer norms before each. */
export function gpt(steps: number): GoldenRun {
  const w = new Weights();
  const bias = { scale: 0.1 };
  const norm = (): Pair => [w.draw([WIDTH], { scale: 0.1, around: 1 }), w.draw([WIDTH], bias)];
  const linear = (from: number, to: number): Pair => [w.draw([from, to]), w.draw([to], bias)];
  const tokens = w.draw([VOCABULARY, WIDTH], { scale: 0.02 });
  const places = w.draw([CONTEXT, WIDTH], { scale: 0.02 });
  const blocks = Array.from({ length: BLOCKS }, () => ({
    first: norm(),
    qkv: linear(WIDTH, 3 * WIDTH),
    mix: linear(WIDTH, WIDTH),
    second: norm(),
    wide: linear(WIDTH, 4 * WIDTH),
    back: linear(4 * WIDTH, WIDTH),
  }));
  const last = norm();
  const head = w.draw([WIDTH, VOCABULARY]);
  function call(x: tf.Tensor): tf.Tensor {
    let h: tf.Tensor = tf.add(tf.gather(tokens, x), places);
    for (const { first, qkv, mix, second, wide, back } of blocks) {
      h = tf.add(h, attend(layerNorm(h, first), qkv, mix));
      h = tf.add(h, dense(gelu(dense(layerNorm(h, second), ...wide)), ...back));
    }
    return tf.reshape(dense(layerNorm(h, last), head), [-1, VOCABULARY]);
  }
  return {
    model: { call, trainable: w.made },
    loss: (y, logits) => tf.losses.softmaxCrossEntropy(tf.oneHot(y, VOCABULARY), logits),
    optimizer: tf.train.adam(0.003),
    batches: textBatches(steps),
  };
}

function dense(x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  const flat = tf.matMul(tf.reshape(x, [-1, kernel.shape[0] ?? 1]), kernel);
  const y = bias ? tf.add(flat, bias) : flat;
  return tf.reshape(y, [...x.shape.slice(0, -1), kernel.shape[1] ?? 1]);
}

function layerNorm(x: tf.Tensor, [scale, offset]: Pair): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const unit = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(unit, scale), offset);
}

function gelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

function attend(x: tf.Tensor, qkv: Pair, mix: Pair): tf.Tensor {
  const [rows = 0] = x.shape;
  const depth = WIDTH / HEADS;
  const parts = tf.transpose(
    tf.reshape(dense(x, ...qkv), [rows, CONTEXT, 3, HEADS, depth]),
    [2, 0, 3, 1, 4],
  );
  const [q, k, v] = tf.unstack(parts) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const scores = tf.div(tf.matMul(q, k, false, true), Math.sqrt(depth));
  const past = tf.linalg.bandPart(tf.ones([CONTEXT, CONTEXT]), -1, 0);
  const masked = tf.where(tf.cast(past, "bool"), scores, tf.fill(scores.shape, -1e9));
  const mixed = tf.transpose(tf.matMul(tf.softmax(masked), v), [0, 2, 1, 3]);
  return dense(tf.reshape(mixed, [rows, CONTEXT, WIDTH]), ...mix);
}
