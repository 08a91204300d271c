/**
 * Images whose elements come from elsewhere in the image: projective transforms and rotations.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { RawAttrs } from "./attributes.ts";
import { given, type Inputs } from "./given.ts";

/** By kernel name. */
export const WARP_EXPANSIONS = {
  RotateWithOffset: ({ image }: Inputs, attrs: RawAttrs): tf.Tensor => {
    const x = given(image);
    const { radians, fillValue, center } = attrs as unknown as tf.RotateWithOffsetAttrs;
    const [, height = 1, width = 1, channels = 1] = x.shape;
    const [centerX, centerY] = tf.backend_util.getImageCenter(center, height, width);
    const columns = tf.sub(tf.reshape(tf.range(0, width), [1, 1, width]), centerX);
    const rows = tf.sub(tf.reshape(tf.range(0, height), [1, height, 1]), centerY);
    const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
    const across = tf.sub(tf.mul(columns, cosine), tf.mul(rows, sine));
    const down = tf.add(tf.mul(columns, sine), tf.mul(rows, cosine));
    const fill = typeof fillValue === "number"
      ? tf.scalar(fillValue)
      // A fourth channel is how opaque the image is.
      : tf.tensor1d([...fillValue, 255].slice(0, channels));
    const at = { row: nearest(tf.add(down, centerY)), column: nearest(tf.add(across, centerX)) };
    return read(x, at, fill);
  },
  Transform: ({ image, transforms }: Inputs, attrs: RawAttrs): tf.Tensor => {
    const x = given(image);
    const { interpolation, fillMode, fillValue, outputShape } =
      attrs as unknown as tf.TransformAttrs;
    const [, height = 1, width = 1] = x.shape;
    const [rows, columns] = outputShape ?? [height, width];
    const across = tf.reshape(tf.range(0, columns), [1, 1, columns]);
    const down = tf.reshape(tf.range(0, rows), [1, rows, 1]);
    const parts = tf.split(tf.cast(given(transforms), "float32"), 8, 1)
      .map((part) => tf.reshape(part, [-1, 1, 1]));
    const linear = (first: number, constant: tf.Tensor | number): tf.Tensor =>
      tf.add(
        tf.add(tf.mul(given(parts[first]), across), tf.mul(given(parts[first + 1]), down)),
        constant,
      );
    const projection = linear(6, 1);
    const infinite = tf.equal(projection, 0);
    const divisor = tf.where(infinite, tf.onesLike(projection), projection);
    const column = within(tf.div(linear(0, given(parts[2])), divisor), width, fillMode);
    const row = within(tf.div(linear(3, given(parts[5])), divisor), height, fillMode);
    const fill = tf.scalar(fillValue);
    const sampled = interpolation === "nearest"
      ? read(x, { row: nearest(row), column: nearest(column) }, fill)
      : between(x, { row, column }, fill);
    const shown = tf.cast(tf.expandDims(tf.logicalNot(infinite), 3), "float32");
    return tf.where(tf.greater(tf.broadcastTo(shown, sampled.shape), 0), sampled, fill);
  },
};

/** Places in an image, of shape (images or 1, height, width). */
interface Places {
  readonly row: tf.Tensor;
  readonly column: tf.Tensor;
}

/** Halves go up, as in JavaScript. */
function nearest(place: tf.Tensor): tf.Tensor {
  return tf.floor(tf.add(place, 0.5));
}

/** The elements at whole places; outside of the image the fill. */
function read(image: tf.Tensor, { row, column }: Places, fill: tf.Tensor): tf.Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = image.shape;
  const inside = [[row, height] as const, [column, width] as const].map(([place, size]) =>
    tf.logicalAnd(tf.greaterEqual(place, 0), tf.less(place, size))
  ).reduce((one, other) => tf.logicalAnd(one, other));
  const line = tf.mul(tf.clipByValue(row, 0, height - 1), width);
  const flat = tf.cast(tf.add(line, tf.clipByValue(column, 0, width - 1)), "int32");
  const [images = 1, rows = 1, columns = 1] = flat.shape;
  const indices = tf.reshape(flat, [images, rows * columns]);
  const all = images === batch ? indices : tf.tile(indices, [batch, 1]);
  const pixels = tf.reshape(image, [batch, height * width, channels]);
  const found = tf.gather(pixels, all, 1, 1);
  const shape = [batch, rows, columns, channels];
  const known = tf.broadcastTo(tf.expandDims(tf.cast(inside, "float32"), 3), shape);
  return tf.where(tf.greater(known, 0), tf.reshape(found, shape), fill);
}

/** Bilinear: the four elements around, each by how near it is. */
function between(image: tf.Tensor, { row, column }: Places, fill: tf.Tensor): tf.Tensor {
  const [above, left] = [tf.floor(row), tf.floor(column)];
  const [down, across] = [tf.sub(row, above), tf.sub(column, left)]
    .map((share) => tf.expandDims(share, 3)) as [tf.Tensor, tf.Tensor];
  const line = (row: tf.Tensor): tf.Tensor => {
    const near = read(image, { row, column: left }, fill);
    const far = read(image, { row, column: tf.add(left, 1) }, fill);
    return tf.add(tf.mul(tf.sub(1, across), near), tf.mul(across, far));
  };
  return tf.add(tf.mul(tf.sub(1, down), line(above)), tf.mul(down, line(tf.add(above, 1))));
}

/** Where places outside of an axis lie, as tfjs's portable kernel has it. */
function within(
  place: tf.Tensor,
  size: number,
  mode: tf.TransformAttrs["fillMode"],
): tf.Tensor {
  if (mode === "constant") return place;
  const last = size - 1;
  if (mode === "nearest") return tf.clipByValue(place, 0, last);
  if (size <= 1) return tf.zerosLike(place);
  const moved = mode === "reflect" ? reflected(place, size) : wrapped(place, size);
  const before = tf.less(place, 0);
  const beyond = tf.greater(place, last);
  return tf.clipByValue(
    tf.where(before, moved.before, tf.where(beyond, moved.beyond, place)),
    0,
    last,
  );
}

/** Where places before and beyond an axis go. */
type Moved = Readonly<Record<"before" | "beyond", tf.Tensor>>;

function reflected(place: tf.Tensor, size: number): Moved {
  const period = 2 * size;
  const low = tf.add(tf.mul(tf.floor(tf.div(tf.neg(place), period)), period), place);
  const high = tf.sub(place, tf.mul(tf.floor(tf.div(place, period)), period));
  return {
    before: tf.where(tf.less(low, -size), tf.add(low, period), tf.sub(tf.neg(low), 1)),
    beyond: tf.where(tf.greaterEqual(high, size), tf.sub(period - 1, high), high),
  };
}

function wrapped(place: tf.Tensor, size: number): Moved {
  const turns = (distance: tf.Tensor): tf.Tensor => tf.floor(tf.div(distance, size - 1));
  return {
    before: tf.add(place, tf.mul(tf.add(turns(tf.neg(place)), 1), size)),
    beyond: tf.sub(place, tf.mul(turns(place), size)),
  };
}
