/**
 * Output sizes and paddings of windows that slide over images and volumes, as tfjs computes them.
 *
 * @module
 */

import { backend_util } from "@tensorflow/tfjs-core";
import type { PoolAttrs } from "./kernels.ts";

/** A window that slides along two or three axes; lists have one number for each of them. */
export interface SlidingWindow {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Sizes of the input along the axes. */
  readonly input: readonly number[];
  /** Sizes of the output along the axes. */
  readonly output: readonly number[];
  /** Sizes of the window. */
  readonly filter: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before the first element. */
  readonly before: readonly number[];
  /** Shape of the whole output, in the order of the input. */
  readonly outShape: readonly number[];
}

type Shape4 = [number, number, number, number];
type Shape5 = [number, number, number, number, number];
type Triple = [number, number, number];

/** What the attributes of all convolutions have in common; lists go from the outermost axis in. */
export interface ConvAttrs {
  readonly strides: readonly number[] | number;
  readonly pad: PoolAttrs["pad"];
  readonly dataFormat?: "NHWC" | "NCHW" | "NDHWC" | "NCDHW";
  readonly dilations?: readonly number[] | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Geometry of a convolution.
 *
 * @param input shape of the images or volumes
 * @param filter shape of the filter, `[height, width, in, out]`, with a depth in front for volumes
 * @param options strides, padding, dilations
 * @returns sizes and paddings
 * @example
 * ```ts
 * import { convInfo } from "./geometry.ts";
 * convInfo([1, 8, 8, 3], [3, 3, 3, 4], { strides: 1, pad: "same" }).outShape; // [1, 8, 8, 4]
 * ```
 */
export function convInfo(
  input: readonly number[],
  filter: readonly number[],
  options: ConvAttrs,
): SlidingWindow {
  if (input.length === 4) return flatInfo(input, filter, { attrs: options, depthwise: false });
  return fromDeep(backend_util.computeConv3DInfo(
    [...input] as Shape5,
    [...filter] as Shape5,
    options.strides as Triple | number,
    (options.dilations ?? 1) as Triple | number,
    options.pad as "same" | "valid",
    false,
    options.dataFormat === "NCDHW" ? "channelsFirst" : "channelsLast",
  ));
}

/**
 * Geometry of a convolution that keeps channels apart.
 *
 * @param input shape of the images
 * @param filter shape of the filter, `[height, width, in, multiplier]`
 * @param options strides, padding, dilations
 * @returns sizes and paddings
 * @example
 * ```ts
 * import { depthwiseInfo } from "./geometry.ts";
 * depthwiseInfo([1, 8, 8, 3], [3, 3, 3, 2], { strides: 1, pad: "valid" }).outShape; // [1, 6, 6, 6]
 * ```
 */
export function depthwiseInfo(
  input: readonly number[],
  filter: readonly number[],
  options: ConvAttrs,
): SlidingWindow {
  return flatInfo(input, filter, { attrs: options, depthwise: true });
}

/** Attributes of pooling over images or volumes. */
export interface PoolingAttrs {
  readonly filterSize: readonly number[] | number;
  readonly strides: readonly number[] | number;
  readonly pad: PoolAttrs["pad"];
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Geometry of a pooling window.
 *
 * @param input shape of the images or volumes, channels last
 * @param attrs window, strides, padding
 * @returns sizes and paddings
 * @example
 * ```ts
 * import { poolInfo } from "./geometry.ts";
 * poolInfo([1, 8, 8, 3], { filterSize: 2, strides: 2, pad: "valid" }).outShape; // [1, 4, 4, 3]
 * ```
 */
export function poolInfo(input: readonly number[], attrs: PoolingAttrs): SlidingWindow {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  if (input.length === 4) {
    return fromFlat(backend_util.computePool2DInfo(
      [...input] as Shape4,
      filterSize as [number, number] | number,
      strides as [number, number] | number,
      1,
      pad,
      dimRoundingMode,
    ));
  }
  return fromDeep(backend_util.computePool3DInfo(
    [...input] as Shape5,
    filterSize as Triple | number,
    strides as Triple | number,
    1,
    pad as "same" | "valid" | number,
    dimRoundingMode,
  ));
}

/**
 * How many elements of the input each window covers: paddings do not count.
 *
 * @param window geometry of pooling
 * @returns a count for each place of the output
 * @example
 * ```ts
 * import { poolInfo, windowSizes } from "./geometry.ts";
 * windowSizes(poolInfo([1, 1, 3, 1], { filterSize: [1, 2], strides: 1, pad: "same" })); // 2, 2, 1
 * ```
 */
export function windowSizes(window: SlidingWindow): Float32Array {
  const sizes = window.output.reduce<readonly number[]>(
    (products, _, axis) =>
      products.flatMap((product) => covered(window, axis).map((count) => product * count)),
    [1],
  );
  return Float32Array.from(sizes);
}

function covered(
  { output, strides, before, filter, input }: SlidingWindow,
  axis: number,
): readonly number[] {
  return Array.from({ length: output[axis] ?? 0 }, (_, index) => {
    const begin = index * (strides[axis] ?? 1) - (before[axis] ?? 0);
    const end = begin + (filter[axis] ?? 1);
    return Math.min(input[axis] ?? 0, end) - Math.max(0, begin);
  });
}

function flatInfo(
  input: readonly number[],
  filter: readonly number[],
  { attrs, depthwise }: { readonly attrs: ConvAttrs; readonly depthwise: boolean },
): SlidingWindow {
  return fromFlat(backend_util.computeConv2DInfo(
    [...input] as Shape4,
    [...filter] as Shape4,
    attrs.strides as [number, number] | number,
    (attrs.dilations ?? 1) as [number, number] | number,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
    attrs.dataFormat === "NCHW" ? "channelsFirst" : "channelsLast",
  ));
}

function fromFlat(info: backend_util.Conv2DInfo): SlidingWindow {
  return {
    batch: info.batchSize,
    inChannels: info.inChannels,
    outChannels: info.outChannels,
    input: [info.inHeight, info.inWidth],
    output: [info.outHeight, info.outWidth],
    filter: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.top, info.padInfo.left],
    outShape: info.outShape,
  };
}

function fromDeep(info: backend_util.Conv3DInfo): SlidingWindow {
  return {
    batch: info.batchSize,
    inChannels: info.inChannels,
    outChannels: info.outChannels,
    input: [info.inDepth, info.inHeight, info.inWidth],
    output: [info.outDepth, info.outHeight, info.outWidth],
    filter: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
    outShape: info.outShape,
  };
}
