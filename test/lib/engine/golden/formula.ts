/** Weights and batches from integer formulas, the same as in `make_golden.py`. */
import * as tf from "../../../../lib/tf.ts";

export const CLASSES = 10;
export const VOCABULARY = 65;
export const CONTEXT = 64;
export const ROWS = 4;

/** A batch with targets as the loss wants them. */
export interface GoldenBatch {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
}

/** Numbers in [-1, 1) with 24 bits each, from a hash of seed and index. */
export function noise(count: number, seed: number): Float64Array {
  const first = Number(BigInt.asUintN(32, BigInt(seed) * 0x9e3779b1n));
  return Float64Array.from({ length: count }, (_, index) => {
    let hash = (first + index) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 8) / 2 ** 23 - 1;
  });
}

/** Where the numbers of a weight lie. */
export interface WeightRange {
  /** Half of the width; default: one over the square root of the inputs. */
  readonly scale?: number;
  /** The middle; default: 0. */
  readonly around?: number;
}

/** Makes the nth tensor from the seed n. */
export class Weights {
  readonly made: tf.Variable[] = [];

  draw(shape: readonly number[], { scale, around = 0 }: WeightRange = {}): tf.Variable {
    const inputs = tf.util.sizeFromShape(shape.slice(0, -1));
    const width = scale ?? inputs ** -0.5;
    const values = noise(tf.util.sizeFromShape([...shape]), this.made.length + 1);
    const weight = Float32Array.from(values, (value) => around + value * width);
    const variable = tf.variable(tf.tensor(weight, [...shape]));
    this.made.push(variable);
    return variable;
  }
}

export function imageBatch(step: number): GoldenBatch {
  const [rows, size] = [16, 12];
  const values = Float32Array.from(noise(rows * size * size * 2, 1000 + step % 4));
  return { x: tf.tensor(values, [rows, size, size, 2]), y: labelsOf(values, rows) };
}

export function sequenceBatch(step: number): GoldenBatch {
  const [rows, steps, width] = [16, 9, 6];
  const values = Float32Array.from(noise(rows * steps * width, 2000 + step % 4));
  return { x: tf.tensor(values, [rows, steps, width]), y: labelsOf(values, rows) };
}

/** One-hot classes: the weighted count of positive numbers among the first seven of a row. */
function labelsOf(values: Float32Array, rows: number): tf.Tensor {
  const width = values.length / rows;
  const classes = Array.from({ length: rows }, (_, row) => {
    const first = values.subarray(row * width, row * width + 7);
    return first.reduce((sum, value, index) => sum + (value > 0 ? index + 1 : 0), 0) % CLASSES;
  });
  return tf.cast(tf.oneHot(tf.tensor1d(classes, "int32"), CLASSES), "float32");
}

/** A noisy walk through the vocabulary, cut into rows; the targets are one character ahead. */
export function textBatches(steps: number): readonly GoldenBatch[] {
  const size = ROWS * CONTEXT;
  const jumps = noise(steps * size + 1, 3000);
  const text = new Int32Array(jumps.length);
  for (let at = 1; at < text.length; at++) {
    const jump = Math.floor(((jumps[at] ?? 0) + 1) * 1.5);
    text[at] = ((text[at - 1] ?? 0) * 5 + 3 + jump) % VOCABULARY;
  }
  return Array.from({ length: steps }, (_, step) => ({
    x: tf.tensor(text.slice(step * size, (step + 1) * size), [ROWS, CONTEXT]),
    y: tf.tensor(text.slice(step * size + 1, (step + 1) * size + 1), [size]),
  }));
}
