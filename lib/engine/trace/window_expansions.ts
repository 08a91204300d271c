/**
 * Windows on images that ONNX does not have: crops of boxes, and dilations of mathematical morphology.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { RawAttrs } from "./attributes.ts";
import { given, type Inputs } from "./given.ts";

/** By kernel name. */
export const WINDOW_EXPANSIONS = {
  CropAndResize: ({ image, boxes, boxInd }: Inputs, attrs: RawAttrs): tf.Tensor => {
    const [height = 0, width = 0] = attrs.cropSize as number[];
    const [top, left, bottom, right] = tf.split(given(boxes), 4, 1) as Corners;
    const images = tf.gather(given(image), tf.cast(given(boxInd), "int32"));
    const { method, extrapolationValue } = attrs as unknown as tf.CropAndResizeAttrs;
    const rows = places([top, bottom], { size: images.shape[1] ?? 1, count: height });
    const columns = places([left, right], { size: images.shape[2] ?? 1, count: width });
    const tall = sampled(images, rows, { axis: 1, method });
    const crops = sampled(tall, columns, { axis: 2, method });
    const inside = tf.logicalAnd(
      tf.expandDims(rows.inside, 2),
      tf.expandDims(columns.inside, 1),
    );
    const known = tf.broadcastTo(tf.expandDims(tf.cast(inside, "float32"), 3), crops.shape);
    return tf.where(tf.greater(known, 0), crops, tf.fill(crops.shape, extrapolationValue));
  },
  Dilation2D: ({ x, filter }: Inputs, { strides, pad, dilations }: RawAttrs): tf.Tensor => {
    const [image, window] = [given(x), given(filter)];
    const info = tf.backend_util.computeDilation2DInfo(
      image.shape as [number, number, number, number],
      window.shape as [number, number, number],
      strides as number,
      pad as "same",
      "NHWC",
      dilations as number,
    );
    const { top, left, bottom, right } = info.padInfo;
    const around: [number, number][] = [[0, 0], [top, bottom], [left, right], [0, 0]];
    // The smallest float: what lies outside never is the largest.
    const padded = tf.pad(image, around, -3.4028234663852886e38);
    const values = Array.from({ length: info.filterHeight * info.filterWidth }, (_, at) => {
      const [row, column] = [Math.floor(at / info.filterWidth), at % info.filterWidth];
      const [down, across] = [row * info.dilationHeight, column * info.dilationWidth];
      const steps = [1, info.strideHeight, info.strideWidth, 1];
      const end = [
        info.batchSize,
        down + (info.outHeight - 1) * info.strideHeight + 1,
        across + (info.outWidth - 1) * info.strideWidth + 1,
        info.inChannels,
      ];
      const part = tf.stridedSlice(padded, [0, down, across, 0], end, steps);
      return tf.add(part, tf.reshape(tf.slice(window, [row, column, 0], [1, 1, -1]), [-1]));
    });
    return values.reduce((largest, next) => tf.maximum(largest, next));
  },
};

type Corners = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

interface Places {
  /** Where each line of a crop lies in the image, with a part after the point. */
  readonly exact: tf.Tensor;
  readonly inside: tf.Tensor;
}

/** One row of places for each box. */
function places(
  [first, last]: readonly [tf.Tensor, tf.Tensor],
  { size, count }: { readonly size: number; readonly count: number },
): Places {
  const most = size - 1;
  // Shares, not steps: the last line of a box then lies exactly where the box ends.
  const shares = Array.from({ length: count }, (_, line) => count > 1 ? line / (count - 1) : 0.5);
  const share = tf.tensor1d(shares);
  const between = tf.add(tf.mul(first, tf.sub(1, share)), tf.mul(last, share));
  const exact = tf.mul(between, most);
  const inside = tf.logicalAnd(tf.greaterEqual(exact, 0), tf.lessEqual(exact, most));
  return { exact: tf.clipByValue(exact, 0, most), inside };
}

function sampled(
  images: tf.Tensor,
  { exact }: Places,
  { axis, method }: { readonly axis: number; readonly method: "bilinear" | "nearest" },
): tf.Tensor {
  function line(at: tf.Tensor): tf.Tensor {
    return tf.gather(images, tf.cast(at, "int32"), axis, 1);
  }
  if (method === "nearest") return line(tf.floor(tf.add(exact, 0.5)));
  const below = tf.floor(exact);
  const share = tf.reshape(
    tf.sub(exact, below),
    axis === 1 ? [-1, exact.shape[1] ?? 1, 1, 1] : [
      -1,
      1,
      exact.shape[1] ?? 1,
      1,
    ],
  );
  const [near, far] = [line(below), line(tf.ceil(exact))];
  return tf.add(near, tf.mul(tf.sub(far, near), share));
}
