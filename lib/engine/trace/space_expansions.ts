/**
 * Kernels that only rearrange, written with reshape, transpose, slice, pad and concat.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { RawAttrs } from "./attributes.ts";
import { given, type Inputs } from "./given.ts";

/** By kernel name. */
export const SPACE_EXPANSIONS = {
  BatchToSpaceND: ({ x }: Inputs, { blockShape, crops }: RawAttrs): tf.Tensor => {
    const [image, block, cut] = [given(x), blockShape as number[], crops as number[][]];
    const product = block.reduce((a, b) => a * b, 1);
    const { getReshaped, getPermuted, getReshapedPermuted } = tf.backend_util;
    const apart = tf.reshape(image, getReshaped(image.shape, block, product));
    const moved = tf.transpose(apart, getPermuted(apart.rank, block.length));
    const joined = tf.reshape(moved, getReshapedPermuted(image.shape, block, product));
    const begin = tf.backend_util.getSliceBeginCoords(cut, block.length);
    return tf.slice(joined, begin, tf.backend_util.getSliceSize(joined.shape, cut, block.length));
  },
  Cumprod: ({ x }: Inputs, { axis, exclusive, reverse }: RawAttrs): tf.Tensor => {
    const place = tf.util.parseAxisParam(axis as number, given(x).shape)[0] ?? 0;
    const factors = given(x).dtype === "bool" ? tf.cast(given(x), "int32") : given(x);
    return cumulated(factors, { axis: place, exclusive: !!exclusive, reverse: !!reverse });
  },
  DepthToSpace: ({ x }: Inputs, { blockSize, dataFormat }: RawAttrs): tf.Tensor => {
    if (dataFormat !== "NHWC") throw new RangeError("Cannot use depthToSpace with NCHW");
    const [image, block] = [given(x), Number(blockSize)];
    const [batch = 0, height = 0, width = 0, depth = 0] = image.shape;
    const inner = depth / (block * block);
    const apart = tf.reshape(image, [batch, height, width, block, block, inner]);
    const moved = tf.transpose(apart, [0, 1, 3, 2, 4, 5]);
    return tf.reshape(moved, [batch, height * block, width * block, inner]);
  },
  ExpandDims: ({ input }: Inputs, { dim }: RawAttrs): tf.Tensor => {
    const shape = [...given(input).shape];
    const place = Number(dim) < 0 ? shape.length + 1 + Number(dim) : Number(dim);
    return tf.reshape(given(input), shape.toSpliced(place, 0, 1));
  },
  FlipLeftRight: ({ image }: Inputs): tf.Tensor => tf.reverse(given(image), 2),
  Pack: (inputs: Inputs, { axis }: RawAttrs): tf.Tensor => {
    const tensors = Object.values(inputs).map((tensor) => tf.expandDims(tensor, Number(axis)));
    return tf.concat(tensors, Number(axis));
  },
  SpaceToBatchND: ({ x }: Inputs, { blockShape, paddings }: RawAttrs): tf.Tensor => {
    const [image, block] = [given(x), blockShape as number[]];
    const product = block.reduce((a, b) => a * b, 1);
    const around: [number, number][] = [[0, 0], ...(paddings as [number, number][])];
    while (around.length < image.rank) around.push([0, 0]);
    const padded = tf.pad(image, around);
    const { getReshaped, getPermuted, getReshapedPermuted } = tf.backend_util;
    const apart = tf.reshape(padded, getReshaped(padded.shape, block, product, false));
    const moved = tf.transpose(apart, getPermuted(apart.rank, block.length, false));
    return tf.reshape(moved, getReshapedPermuted(padded.shape, block, product, false));
  },
  SplitV: ({ x }: Inputs, { numOrSizeSplits, axis }: RawAttrs): tf.Tensor[] => {
    const place = tf.util.parseAxisParam(axis as number, given(x).shape)[0] ?? 0;
    const splits = numOrSizeSplits as number | number[];
    const begin = given(x).shape.map(() => 0);
    return tf.backend_util.prepareSplitSize(given(x), splits, place).map((size) => {
      const part = tf.slice(given(x), begin, given(x).shape.with(place, size));
      begin[place] = (begin[place] ?? 0) + size;
      return part;
    });
  },
  Unpack: ({ value }: Inputs, { axis }: RawAttrs): tf.Tensor[] => {
    const place = tf.util.parseAxisParam(axis as number, given(value).shape)[0] ?? 0;
    const shape = given(value).shape.toSpliced(place, 1);
    return Array.from({ length: given(value).shape[place] ?? 0 }, (_, index) => {
      const begin = given(value).shape.map((_, at) => at === place ? index : 0);
      return tf.reshape(tf.slice(given(value), begin, given(value).shape.with(place, 1)), shape);
    });
  },
};

interface Cumulation {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Running products: in each round every element takes in the one twice as far away. */
function cumulated(x: tf.Tensor, { axis, exclusive, reverse }: Cumulation): tf.Tensor {
  const size = x.shape[axis] ?? 0;
  let product = exclusive ? shifted(x, { axis, by: Math.min(1, size), reverse }) : x;
  for (let by = 1; by < size; by *= 2) {
    product = tf.mul(product, shifted(product, { axis, by, reverse }));
  }
  return product;
}

/** Moves elements along an axis, away from its beginning or end, where ones come in. */
function shifted(
  x: tf.Tensor,
  { axis, by, reverse }: { readonly axis: number; readonly by: number; readonly reverse: boolean },
): tf.Tensor {
  const size = x.shape[axis] ?? 0;
  const begin = x.shape.map((_, at) => at === axis && reverse ? by : 0);
  const rest = tf.slice(x, begin, x.shape.with(axis, size - by));
  const ones = tf.ones(x.shape.with(axis, by), x.dtype);
  return tf.concat(reverse ? [rest, ones] : [ones, rest], axis);
}
