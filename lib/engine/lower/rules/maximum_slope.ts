/**
 * The gradient of maximum pooling.
 *
 * @module
 */

import type { SlidingWindow } from "../../program/geometry.ts";
import type { GraphBuilder } from "../graph_builder.ts";
import { channelsBack, channelsFirst, offsetsIn, paddings } from "./window.ts";
import { poolAttributes } from "./window.ts";

/** Names of what decides, channels last. */
export interface MaximumSlope {
  readonly input: string;
  /** The maxima. */
  readonly output: string;
  /** Their slopes. */
  readonly slope: string;
  readonly window: SlidingWindow;
}

/**
 * Gives each slope to the first element of its window that is the maximum.
 *
 * @param to where nodes go
 * @param operands input, output, slope and geometry
 * @returns name of the slope of the input
 * @example
 * ```ts
 * import { poolInfo } from "../../program/geometry.ts";
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { slopeOfMaximum } from "./maximum_slope.ts";
 * const window = poolInfo([1, 8, 8, 3], { filterSize: 2, strides: 2, pad: "valid" });
 * slopeOfMaximum(new GraphBuilder(), { input: "x", output: "y", slope: "dy", window });
 * ```
 */
export function slopeOfMaximum(to: GraphBuilder, operands: MaximumSlope): string {
  const { window: { filter, strides } } = operands;
  const apart = filter.every((size, axis) => size === strides[axis]);
  const inside = paddings(operands.window).every((pad) => pad === 0);
  const few = filter.reduce((product, size) => product * size, 1) <= MOST_PLACES;
  return apart && inside && few ? compared(to, operands) : scattered(to, operands);
}

/** Each place of the window is compared by itself. */
const MOST_PLACES = 16;

/**
 * Windows that do not overlap: ONNX Runtime is slow to tell where maxima are, and to scatter, while
 * comparisons are quick.
 *
 * Every axis is cut in two, places of windows and places within them, but for the last one, where the
 * latter stand beside the channels: what belongs to one place then is a slice without steps.
 */
function compared(to: GraphBuilder, { input, output, slope, window }: MaximumSlope): string {
  const { inChannels: channels, filter } = window;
  const axes = to.ints(filter.map((_, axis) => 2 * axis + 2));
  const image = to.reshape(withoutRest(to, input, window), cut(window, filter));
  const [maxima, slopes] = [output, slope].map((name) =>
    to.reshape(name, cut(window, filter.map(() => 1)))
  );
  let taken: string | undefined;
  const parts = offsetsIn(filter).map((offset) => {
    const [begin, end] = [0, 1].map((side) =>
      to.ints(offset.map((place, axis) => (place + side) * (isLast(axis, filter) ? channels : 1)))
    );
    const part = to.node("Slice", [image, begin ?? "", end ?? "", axes]);
    const largest = to.node("Equal", [part, maxima ?? ""]);
    const first = taken ? to.node("And", [largest, to.node("Not", [taken])]) : largest;
    taken = taken ? to.node("Or", [taken, largest]) : largest;
    return to.node("Mul", [to.cast(first, "float32"), slopes ?? ""]);
  });
  return withRest(to, joined(to, parts, window), window);
}

function isLast(axis: number, filter: readonly number[]): boolean {
  return axis === filter.length - 1;
}

/** The shape with so many elements of each window. */
function cut(
  { batch, inChannels, output }: SlidingWindow,
  filter: readonly number[],
): readonly number[] {
  const axes = output.map((size, axis) => {
    const places = filter[axis] ?? 1;
    return [size, isLast(axis, filter) ? places * inChannels : places];
  });
  return [batch, ...axes.flat()];
}

/** Puts the places of the windows beside each other, those of the last axis first. */
function joined(to: GraphBuilder, parts: readonly string[], window: SlidingWindow): string {
  const { batch, inChannels, filter, output } = window;
  const [whole = ""] = filter.reduceRight((parts, size, axis) => {
    const rows = Array.from(
      { length: parts.length / size },
      (_, row) => parts.slice(row * size, (row + 1) * size),
    );
    return rows.map((row) =>
      size > 1 ? to.node("Concat", row, { axis: 2 * axis + 2 }) : row[0] ?? ""
    );
  }, parts);
  const covered = output.map((size, axis) => size * (filter[axis] ?? 1));
  return to.reshape(whole, [batch, ...covered, inChannels]);
}

/** What no window reaches has no part in the maxima, */
function withoutRest(to: GraphBuilder, input: string, window: SlidingWindow): string {
  const covered = window.output.map((size, axis) => size * (window.filter[axis] ?? 1));
  if (covered.join() === window.input.join()) return input;
  const axes = to.ints(covered.map((_, axis) => axis + 1));
  return to.node("Slice", [input, to.ints(covered.map(() => 0)), to.ints(covered), axes]);
}

/** and no slope. */
function withRest(
  to: GraphBuilder,
  slope: string,
  { input, output, filter }: SlidingWindow,
): string {
  const rest = input.map((size, axis) => size - (output[axis] ?? 0) * (filter[axis] ?? 1));
  if (rest.every((size) => size === 0)) return slope;
  const none = input.map(() => 0);
  return to.node("Pad", [slope, to.ints([0, ...none, 0, 0, ...rest, 0]), to.scalar(0)]);
}

/** Adds each slope at the place of its maximum. */
function scattered(to: GraphBuilder, { input, slope, window }: MaximumSlope): string {
  const options = { rank: window.input.length + 2 };
  const image = channelsFirst(to, input, options);
  const attributes = poolAttributes(window);
  const [, places = ""] = to.nodes("MaxPool", [image], { attributes, outputs: 2 });
  const slopes = channelsFirst(to, slope, options);
  const shape = [window.batch, window.inChannels, ...window.input];
  const size = shape.reduce((product, length) => product * length, 1);
  const zeros = to.node("Expand", [to.scalar(0), to.ints([size])]);
  const operands = [zeros, to.reshape(places, [-1]), to.reshape(slopes, [-1])];
  const sums = to.node("ScatterElements", operands, { axis: 0, reduction: "add" });
  return channelsBack(to, to.reshape(sums, shape), options);
}
