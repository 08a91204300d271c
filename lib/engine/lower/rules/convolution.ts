/**
 * Convolutions and their gradients: towards the input a transposed convolution, towards the filter
 * products of matrices, or a convolution in which batch and channels have changed places, and
 * strides and dilations too.
 *
 * @module
 */

import { convInfo, depthwiseInfo } from "../../program/geometry.ts";
import type { ConvAttrs, SlidingWindow } from "../../program/geometry.ts";
import type { Attributes, GraphBuilder, Operand } from "../graph_builder.ts";
import { at, type Call, type LowerRules } from "../rule.ts";
import { slopeOfFilter, suitsProducts } from "./filter_slope.ts";
import { channelsAtEnd, channelsBack, channelsFirst } from "./window.ts";
import {
  channelsLast,
  convAttributes,
  type LayoutOptions,
  paddings,
  remainders,
} from "./window.ts";

/** Kernels of this family. */
export type ConvolutionName =
  | ("Conv2D" | "Conv2DBackpropFilter" | "Conv2DBackpropInput" | "Conv3D")
  | ("Conv3DBackpropFilterV2" | "Conv3DBackpropInputV2" | "DepthwiseConv2dNative")
  | ("DepthwiseConv2dNativeBackpropFilter" | "DepthwiseConv2dNativeBackpropInput")
  | "FusedConv2D";

/** Their rules. */
export const CONVOLUTION: LowerRules<ConvolutionName> = {
  Conv2D: convolution,
  Conv2DBackpropFilter: towardsFilter,
  Conv2DBackpropInput: towardsInput,
  Conv3D: convolution,
  Conv3DBackpropFilterV2: towardsFilter,
  Conv3DBackpropInputV2: towardsInput,
  DepthwiseConv2dNative: ({ inputs, attrs, to }) => {
    const [x, filter] = [at(inputs, 0), at(inputs, 1)];
    const window = depthwiseInfo(x.shape, filter.shape, attrs);
    const options = { rank: 4, layout: attrs.dataFormat };
    const operands = [
      channelsFirst(to, x.name, options),
      depthwiseFilter(to, filter.name, window),
    ];
    const attributes = { ...convAttributes(window), group: window.inChannels };
    return channelsBack(to, to.product("Conv", operands, attributes), options);
  },
  DepthwiseConv2dNativeBackpropFilter: ({ inputs, attrs, to }) => {
    const [x, dy] = [at(inputs, 0), at(inputs, 1)];
    const window = depthwiseInfo(x.shape, attrs.filterShape, attrs);
    const { batch, inChannels, input, filter } = window;
    const turned = batchSecond(to, x.name, { rank: 4 });
    const image = to.reshape(turned, [1, inChannels * batch, ...input]);
    const attributes = { ...swappedAttributes(window), group: inChannels };
    const slope = batchSecond(to, dy.name, { rank: 4 });
    const part = cropped(to, to.product("Conv", [image, slope], attributes), window);
    const apart = to.reshape(part, [inChannels, attrs.filterShape[3], ...filter]);
    return to.transpose(apart, [2, 3, 0, 1]);
  },
  DepthwiseConv2dNativeBackpropInput: ({ inputs, attrs, to }) => {
    const [dy, filter] = [at(inputs, 0), at(inputs, 1)];
    const window = depthwiseInfo(attrs.inputShape, filter.shape, attrs);
    const dx = backwards(to, {
      slope: channelsFirst(to, dy.name, { rank: 4 }),
      filter: depthwiseFilter(to, filter.name, window),
      window,
      group: window.inChannels,
    });
    return channelsBack(to, dx, { rank: 4 });
  },
  FusedConv2D: convolution,
};

/** What the kernels over images and over volumes have in common. */
interface ConvCall<Attrs = unknown> extends Pick<Call<"Conv2D">, "inputs" | "to"> {
  readonly attrs: ConvAttrs & Attrs;
}

function convolution({ inputs, attrs, to }: ConvCall): string {
  const [x, filter, ...bias] = [at(inputs, 0), at(inputs, 1), ...inputs.slice(2)];
  const window = convInfo(x.shape, filter.shape, attrs);
  const options = { rank: x.shape.length, layout: attrs.dataFormat };
  const image = channelsFirst(to, x.name, options);
  const group = window.inChannels / (filter.shape.at(-2) ?? 1);
  const attributes = { ...convAttributes(window), group };
  const operands = [image, outputsFirst(to, filter), ...bias.map(({ name }) => name)];
  const y = to.product("Conv", operands, attributes);
  return channelsBack(to, y, options);
}

function towardsFilter(
  { inputs, attrs, to }: ConvCall<{ readonly filterShape: readonly number[] }>,
): string {
  const [x, dy] = [at(inputs, 0), at(inputs, 1)];
  const window = convInfo(x.shape, attrs.filterShape, attrs);
  const rank = x.shape.length;
  const options = { rank, layout: attrs.dataFormat };
  if (suitsProducts(window)) {
    const [image, slope] = [x, dy].map(({ name }) => channelsAtEnd(to, name, options));
    return slopeOfFilter(to, { image: image ?? "", slope: slope ?? "", window });
  }
  const operands = [batchSecond(to, x.name, options), batchSecond(to, dy.name, options)];
  const whole = to.product("Conv", operands, swappedAttributes(window));
  const axes = window.filter.map((_, axis) => axis + 2);
  return to.transpose(cropped(to, whole, window), [...axes, 0, 1]);
}

function towardsInput(
  { inputs, attrs, to }: ConvCall<{ readonly inputShape: readonly number[] }>,
): string {
  const [dy, filter] = [at(inputs, 0), at(inputs, 1)];
  const window = convInfo(attrs.inputShape, filter.shape, attrs);
  const options = { rank: attrs.inputShape.length, layout: attrs.dataFormat };
  const slope = channelsFirst(to, dy.name, options);
  const dx = backwards(to, { slope, filter: outputsFirst(to, filter), window, group: 1 });
  return channelsBack(to, dx, options);
}

/** From `[height, width, in, out]` to `[out, in, height, width]`. */
function outputsFirst(to: GraphBuilder, { name, shape }: Operand): string {
  const axes = shape.map((_, axis) => axis);
  return to.transpose(name, [...axes.slice(-2).reverse(), ...axes.slice(0, -2)]);
}

/** From `[height, width, in, multiplier]` to `[in · multiplier, 1, height, width]`. */
function depthwiseFilter(to: GraphBuilder, filter: string, window: SlidingWindow): string {
  return to.reshape(to.transpose(filter, [2, 3, 0, 1]), [window.outChannels, 1, ...window.filter]);
}

/** To `[channels, batch, height, width]`. */
function batchSecond(
  to: GraphBuilder,
  x: string,
  { rank, layout = "NHWC" }: LayoutOptions,
): string {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const order = channelsLast(layout)
    ? [rank - 1, 0, ...axes.slice(1, -1)]
    : [1, 0, ...axes.slice(2)];
  return to.transpose(x, order);
}

/** The gradient towards the filter slides the output's slope over the input. */
function swappedAttributes(window: SlidingWindow): Attributes {
  return { strides: window.dilations, dilations: window.strides, pads: paddings(window) };
}

/** Where windows do not reach the border, the swapped convolution gives more than the filter has. */
function cropped(to: GraphBuilder, filter: string, window: SlidingWindow): string {
  if (remainders(window).every((rest) => rest === 0)) return filter;
  const begin = to.ints(window.filter.map(() => 0));
  const axes = to.ints(window.filter.map((_, axis) => axis + 2));
  return to.node("Slice", [filter, begin, to.ints(window.filter), axes]);
}

interface Backwards {
  readonly slope: string;
  readonly filter: string;
  readonly window: SlidingWindow;
  readonly group: number;
}

function backwards(to: GraphBuilder, { slope, filter, window, group }: Backwards): string {
  const attributes = { ...convAttributes(window), output_padding: remainders(window), group };
  return to.product("ConvTranspose", [slope, filter], attributes);
}
