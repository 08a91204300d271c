/**
 * Windows of tfjs in the terms of ONNX: channels come second, paddings are explicit.
 *
 * @module
 */

import type { SlidingWindow } from "../../program/geometry.ts";
import type { Attributes, GraphBuilder } from "../graph_builder.ts";

/** Order of the axes in tfjs. */
export type Layout = "NHWC" | "NCHW" | "NDHWC" | "NCDHW";

/** In which order the axes are; channels last unless told. */
export interface LayoutOptions {
  /** How many axes there are, with those of batch and channels. */
  readonly rank: number;
  readonly layout?: Layout | undefined;
}

/**
 * Brings images or volumes into ONNX's order.
 *
 * @param to where nodes go
 * @param x name of the images
 * @param options what else decides
 * @param options.rank how many axes they have
 * @param options.layout their order of axes
 * @returns name of images with channels second
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { channelsFirst } from "./window.ts";
 * channelsFirst(new GraphBuilder(), "x", { rank: 4, layout: "NHWC" });
 * ```
 */
export function channelsFirst(
  to: GraphBuilder,
  x: string,
  { rank, layout = "NHWC" }: LayoutOptions,
): string {
  if (!channelsLast(layout)) return x;
  return to.transpose(x, [0, rank - 1, ...inner(rank)]);
}

/**
 * Brings images or volumes back from ONNX's order.
 *
 * @param to where nodes go
 * @param x name of images with channels second
 * @param options what else decides
 * @param options.rank how many axes they have
 * @param options.layout the order of axes wanted
 * @returns name of the images
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { channelsBack } from "./window.ts";
 * channelsBack(new GraphBuilder(), "x", { rank: 4, layout: "NHWC" });
 * ```
 */
export function channelsBack(
  to: GraphBuilder,
  x: string,
  { rank, layout = "NHWC" }: LayoutOptions,
): string {
  if (!channelsLast(layout)) return x;
  return to.transpose(x, [0, ...inner(rank).map((axis) => axis + 1), 1]);
}

/**
 * Brings images or volumes into tfjs's usual order.
 *
 * @param to where nodes go
 * @param x name of the images
 * @param options what else decides
 * @param options.rank how many axes they have
 * @param options.layout their order of axes
 * @returns name of images with channels last
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { channelsAtEnd } from "./window.ts";
 * channelsAtEnd(new GraphBuilder(), "x", { rank: 4, layout: "NCHW" });
 * ```
 */
export function channelsAtEnd(
  to: GraphBuilder,
  x: string,
  { rank, layout = "NHWC" }: LayoutOptions,
): string {
  return channelsLast(layout) ? x : channelsBack(to, x, { rank });
}

/**
 * Tells whether channels are the last axis.
 *
 * @param layout order of the axes
 * @returns true for NHWC and NDHWC
 * @example
 * ```ts
 * import { channelsLast } from "./window.ts";
 * channelsLast("NCHW"); // false
 * ```
 */
export function channelsLast(layout: Layout): boolean {
  return layout.endsWith("C");
}

/** Axes between the first and the last. */
function inner(rank: number): readonly number[] {
  return Array.from({ length: rank - 2 }, (_, index) => index + 1);
}

/**
 * Paddings before and after all axes, such that the output has the size that tfjs gives it.
 *
 * @param window geometry of the window
 * @returns those before, then those after
 * @example
 * ```ts
 * import { poolInfo } from "../../program/geometry.ts";
 * import { paddings } from "./window.ts";
 * paddings(poolInfo([1, 3, 3, 1], { filterSize: 2, strides: 2, pad: "same" })); // [0, 0, 1, 1]
 * ```
 */
export function paddings(window: SlidingWindow): readonly number[] {
  const after = covered(window).map((size, axis) =>
    Math.max(0, size - at(window.input, axis) - at(window.before, axis))
  );
  return [...window.before, ...after];
}

/**
 * What is left of each axis, with its padding, after the last window.
 *
 * @param window geometry of the window
 * @returns one count for each axis
 * @example
 * ```ts
 * import { poolInfo } from "../../program/geometry.ts";
 * import { remainders } from "./window.ts";
 * remainders(poolInfo([1, 5, 4, 1], { filterSize: 2, strides: 2, pad: "valid" })); // [1, 0]
 * ```
 */
export function remainders(window: SlidingWindow): readonly number[] {
  const pads = paddings(window);
  const axes = window.input.length;
  return covered(window).map((size, axis) =>
    at(window.input, axis) + at(pads, axis) + at(pads, axis + axes) - size
  );
}

/** From the first element of the first window to the last of the last one. */
function covered({ output, strides, filter, dilations }: SlidingWindow): readonly number[] {
  return output.map((count, axis) =>
    (count - 1) * at(strides, axis) + (at(filter, axis) - 1) * at(dilations, axis) + 1
  );
}

/**
 * The offsets of all elements of a window, the last axis fastest.
 *
 * @param filter sizes of the window
 * @returns one list of numbers for each element
 * @example
 * ```ts
 * import { offsetsIn } from "./window.ts";
 * offsetsIn([1, 2]); // [[0, 0], [0, 1]]
 * ```
 */
export function offsetsIn(filter: readonly number[]): readonly (readonly number[])[] {
  return filter.reduce<readonly (readonly number[])[]>(
    (offsets, size) =>
      offsets.flatMap((offset) => Array.from({ length: size }, (_, at) => [...offset, at])),
    [[]],
  );
}

function at(list: readonly number[], index: number): number {
  return list[index] ?? 0;
}

/**
 * Attributes of `Conv` and `ConvTranspose`.
 *
 * @param window geometry of the window
 * @returns strides, dilations and paddings
 * @example
 * ```ts
 * import { convInfo } from "../../program/geometry.ts";
 * import { convAttributes } from "./window.ts";
 * convAttributes(convInfo([1, 8, 8, 3], [3, 3, 3, 4], { strides: 1, pad: "same" }));
 * ```
 */
export function convAttributes(window: SlidingWindow): Attributes {
  const { strides, dilations } = window;
  return { strides, dilations, pads: paddings(window) };
}

/**
 * Attributes of `MaxPool` and `AveragePool`.
 *
 * @param window geometry of the window
 * @returns window, strides and paddings
 * @example
 * ```ts
 * import { poolInfo } from "../../program/geometry.ts";
 * import { poolAttributes } from "./window.ts";
 * poolAttributes(poolInfo([1, 8, 8, 3], { filterSize: 2, strides: 2, pad: "valid" }));
 * ```
 */
export function poolAttributes(window: SlidingWindow): Attributes {
  return { kernel_shape: window.filter, strides: window.strides, pads: paddings(window) };
}
