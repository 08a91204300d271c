/**
 * Windows of tfjs in the terms of ONNX: channels come second, paddings are explicit.
 *
 * @module
 */

import type { WindowInfo } from "../../program/geometry.ts";
import type { Attributes, GraphBuilder } from "../graph_builder.ts";

/** Images with channels last, as tfjs has them. */
export type Layout = "NHWC" | "NCHW";

/** In which order the axes are; channels last unless told. */
export interface LayoutOptions {
  readonly layout?: Layout;
}

/**
 * Brings images into ONNX's order.
 *
 * @param to where nodes go
 * @param x name of the images
 * @param options what else decides
 * @param options.layout their order of axes
 * @returns name of images with channels second
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { channelsFirst } from "./window.ts";
 * channelsFirst(new GraphBuilder(), "x", { layout: "NHWC" });
 * ```
 */
export function channelsFirst(
  to: GraphBuilder,
  x: string,
  { layout = "NHWC" }: LayoutOptions = {},
): string {
  return layout === "NHWC" ? to.transpose(x, [0, 3, 1, 2]) : x;
}

/**
 * Brings images back from ONNX's order.
 *
 * @param to where nodes go
 * @param x name of images with channels second
 * @param options what else decides
 * @param options.layout the order of axes wanted
 * @returns name of the images
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { channelsBack } from "./window.ts";
 * channelsBack(new GraphBuilder(), "x", { layout: "NHWC" });
 * ```
 */
export function channelsBack(
  to: GraphBuilder,
  x: string,
  { layout = "NHWC" }: LayoutOptions = {},
): string {
  return layout === "NHWC" ? to.transpose(x, [0, 2, 3, 1]) : x;
}

/**
 * Paddings before and after both image axes, such that the output has the size that tfjs gives it.
 *
 * @param info geometry of the window
 * @returns top, left, bottom, right
 * @example
 * ```ts
 * import { poolInfo } from "../../program/geometry.ts";
 * import { paddings } from "./window.ts";
 * paddings(poolInfo([1, 3, 3, 1], { filterSize: 2, strides: 2, pad: "same" })); // [0, 0, 1, 1]
 * ```
 */
export function paddings(info: WindowInfo): readonly [number, number, number, number] {
  const { top, left } = info.padInfo;
  const tall = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const wide = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  return [
    top,
    left,
    Math.max(0, tall - info.inHeight - top),
    Math.max(0, wide - info.inWidth - left),
  ];
}

/**
 * Attributes of `Conv` and `ConvTranspose`.
 *
 * @param info geometry of the window
 * @returns strides, dilations and paddings
 * @example
 * ```ts
 * import { convInfo } from "../../program/geometry.ts";
 * import { convAttributes } from "./window.ts";
 * convAttributes(convInfo([1, 8, 8, 3], [3, 3, 3, 4], { strides: 1, pad: "same" }));
 * ```
 */
export function convAttributes(info: WindowInfo): Attributes {
  return {
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pads: paddings(info),
  };
}

/**
 * Attributes of `MaxPool` and `AveragePool`.
 *
 * @param info geometry of the window
 * @returns window, strides and paddings
 * @example
 * ```ts
 * import { poolInfo } from "../../program/geometry.ts";
 * import { poolAttributes } from "./window.ts";
 * poolAttributes(poolInfo([1, 8, 8, 3], { filterSize: 2, strides: 2, pad: "valid" }));
 * ```
 */
export function poolAttributes(info: WindowInfo): Attributes {
  return {
    kernel_shape: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    pads: paddings(info),
  };
}
