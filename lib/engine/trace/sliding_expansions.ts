/**
 * Windows that slide over images and that ONNX does not have, place by place: dilations of
 * mathematical morphology with their gradients, and the positions of maxima.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { RawAttrs } from "./attributes.ts";
import { given, type Inputs } from "./given.ts";

/** By kernel name. */
export const SLIDING_EXPANSIONS = {
  Dilation2D: ({ x, filter }: Inputs, attrs: RawAttrs): tf.Tensor => {
    const sums = dilated(given(x), { filter: given(filter), attrs }).map(({ sum }) => sum);
    return largestOf(sums);
  },
  Dilation2DBackpropInput: ({ x, filter, dy }: Inputs, attrs: RawAttrs): tf.Tensor => {
    const image = given(x);
    const info = dilationInfo(image, { filter: given(filter), attrs });
    const slopes = slopesAtMaxima(image, { filter: given(filter), dy: given(dy), attrs });
    const { top, left } = info.padInfo;
    const all = slopes.map(({ slope, place }) => spread(slope, { place, info }))
      .reduce((sum, next) => tf.add(sum, next));
    return tf.slice(all, [0, top, left, 0], image.shape);
  },
  Dilation2DBackpropFilter: ({ x, filter, dy }: Inputs, attrs: RawAttrs): tf.Tensor => {
    const window = given(filter);
    const slopes = slopesAtMaxima(given(x), { filter: window, dy: given(dy), attrs });
    return tf.reshape(tf.stack(slopes.map(({ slope }) => tf.sum(slope, [0, 1, 2]))), window.shape);
  },
  MaxPoolWithArgmax: ({ x }: Inputs, attrs: RawAttrs): tf.Tensor[] => {
    const image = given(x);
    const { filterSize, strides, pad, includeBatchInIndex } = attrs;
    const info = tf.backend_util.computePool2DInfo(
      image.shape as Shape4,
      filterSize as number,
      strides as number,
      1,
      pad as "same",
    );
    const windows: Windows = {
      ...info,
      filterHeight: info.effectiveFilterHeight,
      filterWidth: info.effectiveFilterWidth,
    };
    const floats = tf.cast(image, "float32");
    const parts = partsOf(floats, windows).map(({ part }) => part);
    const largest = largestOf(parts);
    const positions = partsOf(positionsOf(image, includeBatchInIndex === true), windows);
    const found = firstOf(parts, largest).map((first, at) =>
      tf.mul(tf.cast(first, "float32"), given(positions[at]?.part))
    ).reduce((sum, next) => tf.add(sum, next));
    return [tf.cast(largest, image.dtype), tf.cast(found, "int32")];
  },
};

type Shape4 = [number, number, number, number];

/** What lies outside of an image is never the largest. */
const LOWEST = -3.4028234663852886e38;

/** Where windows are. */
interface Windows {
  readonly batchSize: number;
  readonly inChannels: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly padInfo: Readonly<Record<"top" | "left" | "bottom" | "right", number>>;
}

/** Where in the padded image the windows' elements of one place begin. */
interface Place {
  readonly down: number;
  readonly across: number;
}

interface Dilation {
  readonly filter: tf.Tensor;
  readonly attrs: RawAttrs;
}

function dilationInfo(x: tf.Tensor, { filter, attrs }: Dilation): Windows {
  return tf.backend_util.computeDilation2DInfo(
    x.shape as Shape4,
    filter.shape as [number, number, number],
    attrs.strides as number,
    attrs.pad as "same",
    "NHWC",
    attrs.dilations as number,
  );
}

/** What each place of the windows sees. */
function partsOf(
  image: tf.Tensor,
  windows: Windows,
): readonly { readonly part: tf.Tensor; readonly place: Place }[] {
  const { top, left, bottom, right } = windows.padInfo;
  const padded = tf.pad(image, [[0, 0], [top, bottom], [left, right], [0, 0]], LOWEST);
  const { filterHeight, filterWidth, strideHeight, strideWidth } = windows;
  return Array.from({ length: filterHeight * filterWidth }, (_, at) => {
    const down = Math.floor(at / filterWidth) * windows.dilationHeight;
    const across = at % filterWidth * windows.dilationWidth;
    const end = [
      windows.batchSize,
      down + (windows.outHeight - 1) * strideHeight + 1,
      across + (windows.outWidth - 1) * strideWidth + 1,
      windows.inChannels,
    ];
    const steps = [1, strideHeight, strideWidth, 1];
    return {
      part: tf.stridedSlice(padded, [0, down, across, 0], end, steps),
      place: { down, across },
    };
  });
}

function dilated(
  x: tf.Tensor,
  dilation: Dilation,
): readonly { readonly sum: tf.Tensor; readonly place: Place }[] {
  const { filter } = dilation;
  const [, width = 1] = filter.shape;
  return partsOf(x, dilationInfo(x, dilation)).map(({ part, place }, at) => {
    const corner = [Math.floor(at / width), at % width, 0];
    const weights = tf.reshape(tf.slice(filter, corner, [1, 1, -1]), [-1]);
    return { sum: tf.add(part, weights), place };
  });
}

function largestOf(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tensors.reduce((largest, next) => tf.maximum(largest, next));
}

/** For each place whether it is the first with the largest number. */
function firstOf(tensors: readonly tf.Tensor[], largest: tf.Tensor): readonly tf.Tensor[] {
  let taken: tf.Tensor | undefined;
  return tensors.map((tensor) => {
    const equal = tf.equal(tensor, largest);
    const first = taken ? tf.logicalAnd(equal, tf.logicalNot(taken)) : equal;
    taken = taken ? tf.logicalOr(taken, equal) : equal;
    return first;
  });
}

function slopesAtMaxima(
  x: tf.Tensor,
  { dy, ...dilation }: Dilation & { readonly dy: tf.Tensor },
): readonly { readonly slope: tf.Tensor; readonly place: Place }[] {
  const places = dilated(x, dilation);
  const sums = places.map(({ sum }) => sum);
  return firstOf(sums, largestOf(sums)).map((first, at) => ({
    slope: tf.mul(tf.cast(first, "float32"), dy),
    place: places[at]?.place ?? { down: 0, across: 0 },
  }));
}

/** Puts the slopes of one place back into a padded image, zeros between them. */
function spread(
  slope: tf.Tensor,
  { place: { down, across }, info }: { readonly place: Place; readonly info: Windows },
): tf.Tensor {
  const { batchSize, inChannels, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
  const apart = tf.reshape(slope, [batchSize, outHeight, 1, outWidth, inChannels]);
  const rows = tf.pad(apart, [[0, 0], [0, 0], [0, strideHeight - 1], [0, 0], [0, 0]]);
  const columns = tf.pad(
    tf.reshape(rows, [batchSize, outHeight * strideHeight, outWidth, 1, inChannels]),
    [[0, 0], [0, 0], [0, 0], [0, strideWidth - 1], [0, 0]],
  );
  const [height, width] = [
    (outHeight - 1) * strideHeight + 1,
    (outWidth - 1) * strideWidth + 1,
  ];
  const whole = [batchSize, outHeight * strideHeight, outWidth * strideWidth, inChannels];
  const filled = tf.slice(tf.reshape(columns, whole), [0, 0, 0, 0], [-1, height, width, -1]);
  const below = info.inHeight + padInfo.top + padInfo.bottom - down - height;
  const beside = info.inWidth + padInfo.left + padInfo.right - across - width;
  return tf.pad(filled, [[0, 0], [down, below], [across, beside], [0, 0]]);
}

/** The number of each element, within its image or within the batch; exact below 2 ** 24. */
function positionsOf({ shape }: tf.Tensor, withBatch: boolean): tf.Tensor {
  const [batch = 1, ...image] = shape;
  const size = image.reduce((product, length) => product * length, 1);
  const numbers = tf.range(0, withBatch ? batch * size : size);
  if (withBatch) return tf.reshape(numbers, shape);
  return tf.tile(tf.reshape(numbers, [1, ...image]), [batch, 1, 1, 1]);
}
