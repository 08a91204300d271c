/**
 * Crops of boxes, resized.
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
