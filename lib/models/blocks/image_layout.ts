/**
 * Where height, width and channels stand in a sample: THE CONVENTION of convolutional models.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { INPUT, writeShape } from "../interface.ts";
import { ShapeError } from "../model.ts";
import { type Block, step } from "./block.ts";
import type { ImageShape } from "./convolution.ts";

/** How samples become images, and images samples. */
export interface ImageLayout {
  /** Whether samples are signals: images of height 1. */
  readonly isSignal: boolean;
  readonly shape: ImageShape;
  /** From samples to (samples, height, width, channels). */
  readonly toImages: Block;
  /** From images to samples of the same layout. */
  readonly fromImages: Block;
  /** What `fromImages` makes of the shape of an image. */
  shapeOf(image: ImageShape): readonly number[];
}

/**
 * Finds the layout of samples by their rank.
 *
 * - (length): a signal of one channel
 * - (channels, length): signals side by side, as several columns of a FeatureSet are
 * - (height, width, channels): an image
 * - (keys, height, width, channels): images side by side, whose channels are put together
 *
 * @param shape of one sample
 * @param options where the channels are, if signals do not have them first and images last
 * @returns how samples become images, and back
 * @throws ShapeError for other ranks
 * @example
 * ```ts
 * import { imageLayout } from "./image_layout.ts";
 * imageLayout([2, 100]).shape; // [1, 100, 2]
 * imageLayout([1, 28, 28], { channels: "first" }).shape; // [28, 28, 1]
 * ```
 */
export function imageLayout(
  shape: readonly number[],
  { channels }: { readonly channels?: "first" | "last" | undefined } = {},
): ImageLayout {
  const isSignal = shape.length < 3;
  const isFirst = (channels ?? (isSignal ? "first" : "last")) === "first";
  const image = imageOf(shape, isFirst);
  const [height, width, depth] = image;
  function shapeOf([h, w, c]: ImageShape): readonly number[] {
    const axes = isSignal ? [w] : [h, w];
    return isFirst ? [c, ...axes] : [...axes, c];
  }
  return {
    isSignal,
    shape: image,
    shapeOf,
    toImages: step((x) => {
      if (isFirst) return tf.transpose(tf.reshape(x, [-1, depth, height, width]), [0, 2, 3, 1]);
      const keysLast = shape.length === 4 ? tf.transpose(x, [0, 2, 3, 1, 4]) : x;
      return tf.reshape(keysLast, [-1, height, width, depth]);
    }),
    fromImages: step((x) => {
      const [, h = 1, w = 1, c = 1] = x.shape;
      return tf.reshape(isFirst ? tf.transpose(x, [0, 3, 1, 2]) : x, [-1, ...shapeOf([h, w, c])]);
    }),
  };
}

function imageOf(shape: readonly number[], isFirst: boolean): ImageShape {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  switch (shape.length) {
    case 1:
      return [1, a, 1];
    case 2:
      return isFirst ? [1, b, a] : [1, a, b];
    case 3:
      return isFirst ? [b, c, a] : [a, b, c];
    case 4:
      return isFirst ? [c, d, a * b] : [b, c, a * d];
  }
  throw new ShapeError(INPUT, {
    expected: "(length), (channels, length), (height, width, channels) or several of the latter",
    found: writeShape(shape),
    hint: "reshape it first",
  });
}
