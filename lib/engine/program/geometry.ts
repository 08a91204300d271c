/**
 * Output sizes and paddings of windows that slide over images, as tfjs computes them.
 *
 * @module
 */

import { backend_util } from "@tensorflow/tfjs-core";
import type { PoolAttrs } from "./kernels.ts";

/** What tfjs knows about a window: sizes, strides, dilations, paddings, and the output's shape. */
export type WindowInfo = backend_util.Conv2DInfo;

type Shape4 = [number, number, number, number];

/** What the attributes of all convolutions have in common. */
export interface ConvAttrs {
  readonly strides: [number, number] | number;
  readonly pad: PoolAttrs["pad"];
  readonly dataFormat?: "NHWC" | "NCHW";
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Geometry of a convolution.
 *
 * @param input shape of the images
 * @param filter shape of the filter, `[height, width, in, out]`
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
): WindowInfo {
  return info(input, filter, { attrs: options, depthwise: false });
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
): WindowInfo {
  return info(input, filter, { attrs: options, depthwise: true });
}

/**
 * Geometry of a pooling window.
 *
 * @param input shape of the images, channels last
 * @param attrs window, strides, padding
 * @returns sizes and paddings
 * @example
 * ```ts
 * import { poolInfo } from "./geometry.ts";
 * poolInfo([1, 8, 8, 3], { filterSize: 2, strides: 2, pad: "valid" }).outShape; // [1, 4, 4, 3]
 * ```
 */
export function poolInfo(input: readonly number[], attrs: PoolAttrs): WindowInfo {
  return backend_util.computePool2DInfo(
    [...input] as Shape4,
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
}

function info(
  input: readonly number[],
  filter: readonly number[],
  { attrs, depthwise }: { readonly attrs: ConvAttrs; readonly depthwise: boolean },
): WindowInfo {
  return backend_util.computeConv2DInfo(
    [...input] as Shape4,
    [...filter] as Shape4,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
    attrs.dataFormat === "NCHW" ? "channelsFirst" : "channelsLast",
  );
}
