/**
 * Resizing and response normalisation: linear maps along one axis each, so products with constant
 * matrices, whose gradients are products with the transposed ones.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { RawAttrs } from "./attributes.ts";
import { given, type Inputs } from "./given.ts";

type Method = "nearest" | "bilinear";

/** By kernel name. */
export const IMAGE_EXPANSIONS = {
  LRN: ({ x }: Inputs, attrs: RawAttrs): tf.Tensor =>
    tf.mul(given(x), tf.pow(normOf(given(x), attrs), -Number(attrs.beta))),
  LRNGrad: ({ x, dy }: Inputs, attrs: RawAttrs): tf.Tensor => {
    const [alpha, beta] = [Number(attrs.alpha), Number(attrs.beta)];
    const norm = normOf(given(x), attrs);
    const direct = tf.mul(given(dy), tf.pow(norm, -beta));
    const product = tf.mul(tf.mul(given(dy), given(x)), tf.pow(norm, -beta - 1));
    const spread = alongChannels(product, attrs);
    return tf.sub(direct, tf.mul(tf.mul(given(x), 2 * alpha * beta), spread));
  },
  ResizeBilinear: ({ images }: Inputs, attrs: RawAttrs): tf.Tensor =>
    resize(tf.cast(given(images), "float32"), "bilinear", attrs),
  ResizeBilinearGrad: ({ images, dy }: Inputs, attrs: RawAttrs): tf.Tensor =>
    unresize(given(dy), { like: given(images), method: "bilinear", attrs }),
  ResizeNearestNeighbor: ({ images }: Inputs, attrs: RawAttrs): tf.Tensor =>
    resize(given(images), "nearest", attrs),
  ResizeNearestNeighborGrad: ({ images, dy }: Inputs, attrs: RawAttrs): tf.Tensor =>
    unresize(given(dy), { like: given(images), method: "nearest", attrs }),
};

function normOf(x: tf.Tensor, attrs: RawAttrs): tf.Tensor {
  const sums = alongChannels(tf.square(x), attrs);
  return tf.add(tf.mul(sums, Number(attrs.alpha)), Number(attrs.bias));
}

/** Sums of the channels around each channel. */
function alongChannels(x: tf.Tensor, { depthRadius }: RawAttrs): tf.Tensor {
  const channels = x.shape.at(-1) ?? 1;
  const band = Array.from(
    { length: channels * channels },
    (_, at) => Math.abs(Math.floor(at / channels) - at % channels) <= Number(depthRadius) ? 1 : 0,
  );
  const flat = tf.reshape(x, [-1, channels]);
  return tf.reshape(tf.matMul(flat, tf.tensor2d(band, [channels, channels])), x.shape);
}

function resize(images: tf.Tensor, method: Method, attrs: RawAttrs): tf.Tensor {
  const [height = 0, width = 0] = attrs.size as number[];
  const [, fromHeight = 0, fromWidth = 0] = images.shape;
  const rows = weights(fromHeight, height, { method, attrs });
  const columns = weights(fromWidth, width, { method, attrs });
  return apply(rows, columns, { images, transpose: false });
}

function unresize(
  dy: tf.Tensor,
  { like, method, attrs }: { like: tf.Tensor; method: Method; attrs: RawAttrs },
): tf.Tensor {
  const rows = weights(like.shape[1] ?? 0, dy.shape[1] ?? 0, { method, attrs });
  const columns = weights(like.shape[2] ?? 0, dy.shape[2] ?? 0, { method, attrs });
  return apply(rows, columns, { images: dy, transpose: true });
}

function apply(
  rows: tf.Tensor,
  columns: tf.Tensor,
  { images, transpose }: { images: tf.Tensor; transpose: boolean },
): tf.Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = images.shape;
  const [toHeight = 0, toWidth = 0] = [rows, columns].map(({ shape }) => shape[transpose ? 1 : 0]);
  const floats = tf.cast(images, "float32");
  const flat = tf.reshape(floats, [batch, height, width * channels]);
  const tall = tf.matMul(tf.expandDims(rows, 0), flat, transpose);
  const apart = tf.reshape(tall, [batch * toHeight, width, channels]);
  const wide = tf.matMul(tf.expandDims(columns, 0), apart, transpose);
  return tf.cast(tf.reshape(wide, [batch, toHeight, toWidth, channels]), images.dtype);
}

/** Weight of each input position (column) in each output position (row), as tfjs samples. */
function weights(
  from: number,
  to: number,
  { method, attrs }: { method: Method; attrs: RawAttrs },
): tf.Tensor {
  const aligned = attrs.alignCorners === true && to > 1;
  const ratio = aligned ? (from - 1) / (to - 1) : from / to;
  const matrix = new Float32Array(to * from);
  function addWeight(row: number, column: number, weight: number): void {
    const at = row * from + Math.min(from - 1, Math.max(0, column));
    matrix[at] = (matrix[at] ?? 0) + weight;
  }
  for (let row = 0; row < to; row++) {
    if (method === "nearest") {
      const place = attrs.halfPixelCenters === true ? ratio * (row + 0.5) : ratio * row;
      addWeight(row, aligned ? Math.round(place) : Math.floor(place), 1);
      continue;
    }
    const place = attrs.halfPixelCenters === true ? ratio * (row + 0.5) - 0.5 : ratio * row;
    const below = Math.max(0, Math.floor(place));
    const part = place - below;
    addWeight(row, below, 1 - part);
    addWeight(row, Math.ceil(place), part);
  }
  return tf.tensor2d(matrix, [to, from]);
}
