/**
 * Convolution and pooling over images; signals are images of height 1.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { heNormal, zeros } from "../initializers.ts";
import { type Interface, OUTPUT, writeShape } from "../interface.ts";
import { ShapeError } from "../model.ts";
import type { Parameters } from "../parameters.ts";
import type { Block } from "./block.ts";

/** Height, width and channels. */
export type ImageShape = readonly [number, number, number];

/** Height and width of a window, of its strides, or of a border. */
export type Pair = readonly [number, number];

/** A block whose output is images of a known size. */
export interface ImageBlock extends Block {
  readonly shape: ImageShape;
}

/** How images are convolved. */
export interface ConvolutionOptions {
  /** Begins the names of its weights. */
  readonly name: string;
  readonly from: ImageShape;
  readonly filters: number;
  readonly kernel: Pair;
  readonly stride: Pair;
  /** How many zeros go around an image, or as many as keep its size (`same`), or none (`valid`). */
  readonly padding: Pair | "same" | "valid";
}

/**
 * Convolution with a bias.
 *
 * @param parameters where its weights are made
 * @param options sizes of images, windows, strides and borders
 * @returns a block from (samples, height, width, channels) to (samples, height, width, filters)
 * @throws ShapeError when an image is smaller than the window
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Parameters } from "../parameters.ts";
 * import { convolution } from "./convolution.ts";
 * const window = { kernel: [3, 3], stride: [1, 1], padding: "same" } as const;
 * const options = { name: "first", from: [28, 28, 1], filters: 16, ...window } as const;
 * convolution(new Parameters(SeedStream.from(1)), options).shape; // [28, 28, 16]
 * ```
 */
export function convolution(
  parameters: Parameters,
  { name, from, filters, kernel, stride, padding }: ConvolutionOptions,
): ImageBlock {
  const [height, width, channels] = from;
  const shape: ImageShape = [
    windows(height, { window: kernel[0], stride: stride[0], padding: along(padding, 0) }),
    windows(width, { window: kernel[1], stride: stride[1], padding: along(padding, 1) }),
    filters,
  ];
  requireSome(shape, { from, window: kernel });
  const filter = parameters.make(`${name}.kernel`, [...kernel, channels, filters], {
    initial: heNormal,
  });
  const bias = parameters.make(`${name}.bias`, [filters], { initial: zeros });
  const pad = typeof padding === "string" ? padding : explicit(padding);
  return {
    shape,
    flops: 2 * shape[0] * shape[1] * kernel[0] * kernel[1] * channels * filters,
    call: (x) => tf.add(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, [...stride], pad), bias),
  };
}

/**
 * The largest number of each window; windows do not overlap, and what is left at the end is dropped.
 *
 * @param from size of the images
 * @param window size of the windows
 * @returns a block from images to smaller images
 * @throws ShapeError when an image is smaller than the window
 * @example
 * ```ts
 * import { maxPooling } from "./convolution.ts";
 * maxPooling([28, 28, 16], [2, 2]).shape; // [14, 14, 16]
 * ```
 */
export function maxPooling(from: ImageShape, window: Pair): ImageBlock {
  const [height, width, channels] = from;
  const shape: ImageShape = [
    Math.floor(height / window[0]),
    Math.floor(width / window[1]),
    channels,
  ];
  requireSome(shape, { from, window });
  return {
    shape,
    flops: 0,
    call: (x) =>
      window[0] * window[1] === 1
        ? x
        : tf.maxPool(x as tf.Tensor4D, [...window], [...window], "valid"),
  };
}

/** How many windows fit along an axis. */
function windows(
  length: number,
  { window, stride, padding }: {
    readonly window: number;
    readonly stride: number;
    readonly padding: number | "same" | "valid";
  },
): number {
  if (padding === "same") return Math.ceil(length / stride);
  const around = padding === "valid" ? 0 : 2 * padding;
  return Math.floor((length + around - window) / stride) + 1;
}

function along(padding: ConvolutionOptions["padding"], axis: 0 | 1): number | "same" | "valid" {
  return typeof padding === "string" ? padding : padding[axis];
}

function explicit([height, width]: Pair): tf.backend_util.ExplicitPadding {
  return [[0, 0], [height, height], [width, width], [0, 0]];
}

function requireSome(
  shape: ImageShape,
  { from: [height, width], window }: { readonly from: ImageShape; readonly window: Pair },
): void {
  if (shape[0] > 0 && shape[1] > 0) return;
  throw new ShapeError(OUTPUT, {
    expected: `at least ${writeShape(window)} numbers for a window`,
    found: writeShape([height, width] satisfies Interface["shape"]),
    hint: "take fewer layers, smaller windows, less pooling, or more padding",
  });
}
