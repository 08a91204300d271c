/**
 * The slope of a convolution's filter as products of matrices, one for each place in the filter.
 *
 * @module
 */

import type { SlidingWindow } from "../../program/geometry.ts";
import type { GraphBuilder } from "../graph_builder.ts";
import { offsetsIn, paddings } from "./window.ts";

/** With fewer channels the products are too narrow, and a convolution is as fast. */
const FEWEST_CHANNELS = 8;
/** Each place in a filter is two nodes. */
const MOST_PLACES = 64;

/**
 * Tells whether products are faster than a convolution with the slope as its filter.
 *
 * @param window geometry of the convolution
 * @returns true for enough channels and filters that are not too large
 * @example
 * ```ts
 * import { convInfo } from "../../program/geometry.ts";
 * import { suitsProducts } from "./filter_slope.ts";
 * suitsProducts(convInfo([1, 8, 8, 16], [3, 3, 16, 4], { strides: 1, pad: "same" })); // true
 * ```
 */
export function suitsProducts({ inChannels, filter }: SlidingWindow): boolean {
  const places = filter.reduce((product, size) => product * size, 1);
  return inChannels >= FEWEST_CHANNELS && places <= MOST_PLACES;
}

/** Names of what is multiplied, channels last. */
export interface FilterSlope {
  readonly image: string;
  readonly slope: string;
  readonly window: SlidingWindow;
}

/**
 * Multiplies what each place of the filter has seen by the slope of the output.
 *
 * ONNX Runtime's convolution with a filter as large as an image takes twice as long.
 *
 * @param to where nodes go
 * @param operands image, slope and geometry
 * @returns name of the slope of the filter, `[height, width, in, out]`
 * @example
 * ```ts
 * import { convInfo } from "../../program/geometry.ts";
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { slopeOfFilter } from "./filter_slope.ts";
 * const window = convInfo([1, 8, 8, 16], [3, 3, 16, 4], { strides: 1, pad: "same" });
 * slopeOfFilter(new GraphBuilder(), { image: "x", slope: "dy", window });
 * ```
 */
export function slopeOfFilter(to: GraphBuilder, { image, slope, window }: FilterSlope): string {
  const { batch, inChannels, outChannels, filter, output, strides, dilations } = window;
  const padded = withPadding(to, image, window);
  const count = output.reduce((product, size) => product * size, batch);
  const slopes = to.reshape(slope, [count, outChannels]);
  const axes = to.ints(filter.map((_, axis) => axis + 1));
  const products = offsetsIn(filter).map((offset) => {
    const begin = offset.map((place, axis) => place * (dilations[axis] ?? 1));
    const end = begin.map((first, axis) =>
      first + ((output[axis] ?? 1) - 1) * (strides[axis] ?? 1) + 1
    );
    const bounds = [to.ints(begin), to.ints(end), axes, to.ints(strides)];
    const seen = to.reshape(to.node("Slice", [padded, ...bounds]), [count, inChannels]);
    return to.product("Gemm", [seen, slopes], { transA: 1 });
  });
  const joined = products.length > 1 ? to.node("Concat", products, { axis: 0 }) : products[0] ?? "";
  return to.reshape(joined, [...filter, inChannels, outChannels]);
}

function withPadding(to: GraphBuilder, image: string, window: SlidingWindow): string {
  const pads = paddings(window);
  if (pads.every((pad) => pad === 0)) return image;
  const axes = window.input.length;
  const around = [0, ...pads.slice(0, axes), 0, 0, ...pads.slice(axes), 0];
  return to.node("Pad", [image, to.ints(around), to.scalar(0)]);
}
