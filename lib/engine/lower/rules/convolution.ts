/**
 * Convolutions and their gradients: towards the input a transposed convolution, towards the filter
 * a convolution in which batch and channels have changed places, and strides and dilations too.
 *
 * @module
 */

import { convInfo, depthwiseInfo, type WindowInfo } from "../../program/geometry.ts";
import type { GraphBuilder } from "../graph_builder.ts";
import { at, type LowerRules } from "../rule.ts";
import { channelsBack, channelsFirst, convAttributes, type Layout, paddings } from "./window.ts";

/** Kernels of this family. */
export type ConvolutionName =
  | ("Conv2D" | "Conv2DBackpropFilter" | "Conv2DBackpropInput" | "DepthwiseConv2dNative")
  | ("DepthwiseConv2dNativeBackpropFilter" | "DepthwiseConv2dNativeBackpropInput");

/** Their rules. */
export const CONVOLUTION: LowerRules<ConvolutionName> = {
  Conv2D: ({ inputs, attrs, to }) => {
    const [x, filter] = [at(inputs, 0), at(inputs, 1)];
    const info = convInfo(x.shape, filter.shape, attrs);
    const image = channelsFirst(to, x.name, { layout: attrs.dataFormat });
    const attributes = { ...convAttributes(info), group: info.inChannels / at4(filter.shape, 2) };
    const y = to.node("Conv", [image, outputsFirst(to, filter.name)], attributes);
    return channelsBack(to, y, { layout: attrs.dataFormat });
  },
  Conv2DBackpropFilter: ({ inputs, attrs, to }) => {
    const [x, dy] = [at(inputs, 0), at(inputs, 1)];
    const info = convInfo(x.shape, attrs.filterShape, attrs);
    const image = batchSecond(to, x.name, attrs.dataFormat);
    const slope = batchSecond(to, dy.name, attrs.dataFormat);
    const whole = to.node("Conv", [image, slope], swappedAttributes(info));
    return to.transpose(cropped(to, whole, info), [2, 3, 0, 1]);
  },
  Conv2DBackpropInput: ({ inputs, attrs, to }) => {
    const [dy, filter] = [at(inputs, 0), at(inputs, 1)];
    const info = convInfo(attrs.inputShape, filter.shape, attrs);
    const slope = channelsFirst(to, dy.name, { layout: attrs.dataFormat });
    const dx = backwards(to, { slope, filter: outputsFirst(to, filter.name), info, group: 1 });
    return channelsBack(to, dx, { layout: attrs.dataFormat });
  },
  DepthwiseConv2dNative: ({ inputs, attrs, to }) => {
    const [x, filter] = [at(inputs, 0), at(inputs, 1)];
    const info = depthwiseInfo(x.shape, filter.shape, attrs);
    const operands = [
      channelsFirst(to, x.name, { layout: attrs.dataFormat }),
      depthwiseFilter(to, filter.name, info),
    ];
    const attributes = { ...convAttributes(info), group: info.inChannels };
    return channelsBack(to, to.node("Conv", operands, attributes), { layout: attrs.dataFormat });
  },
  DepthwiseConv2dNativeBackpropFilter: ({ inputs, attrs, to }) => {
    const [x, dy] = [at(inputs, 0), at(inputs, 1)];
    const info = depthwiseInfo(x.shape, attrs.filterShape, attrs);
    const { batchSize, inChannels, inHeight, inWidth } = info;
    const image = to.reshape(batchSecond(to, x.name, "NHWC"), [
      1,
      inChannels * batchSize,
      inHeight,
      inWidth,
    ]);
    const attributes = { ...swappedAttributes(info), group: inChannels };
    const whole = to.node("Conv", [image, batchSecond(to, dy.name, "NHWC")], attributes);
    const part = cropped(to, whole, info);
    const { filterHeight, filterWidth } = info;
    const multiplier = attrs.filterShape[3];
    const apart = to.reshape(part, [inChannels, multiplier, filterHeight, filterWidth]);
    return to.transpose(apart, [2, 3, 0, 1]);
  },
  DepthwiseConv2dNativeBackpropInput: ({ inputs, attrs, to }) => {
    const [dy, filter] = [at(inputs, 0), at(inputs, 1)];
    const info = depthwiseInfo(attrs.inputShape, filter.shape, attrs);
    const dx = backwards(to, {
      slope: channelsFirst(to, dy.name),
      filter: depthwiseFilter(to, filter.name, info),
      info,
      group: info.inChannels,
    });
    return channelsBack(to, dx);
  },
};

/** From `[height, width, in, out]` to `[out, in, height, width]`. */
function outputsFirst(to: GraphBuilder, filter: string): string {
  return to.transpose(filter, [3, 2, 0, 1]);
}

/** From `[height, width, in, multiplier]` to `[in · multiplier, 1, height, width]`. */
function depthwiseFilter(to: GraphBuilder, filter: string, info: WindowInfo): string {
  const { outChannels, filterHeight, filterWidth } = info;
  return to.reshape(to.transpose(filter, [2, 3, 0, 1]), [
    outChannels,
    1,
    filterHeight,
    filterWidth,
  ]);
}

/** To `[channels, batch, height, width]`. */
function batchSecond(to: GraphBuilder, x: string, layout: Layout): string {
  return to.transpose(x, layout === "NHWC" ? [3, 0, 1, 2] : [1, 0, 2, 3]);
}

/** The gradient towards the filter slides the output's slope over the input. */
function swappedAttributes(info: WindowInfo): { [name: string]: readonly number[] } {
  return {
    strides: [info.dilationHeight, info.dilationWidth],
    dilations: [info.strideHeight, info.strideWidth],
    pads: [...paddings(info)],
  };
}

/** Where windows do not reach the border, the swapped convolution gives more than the filter has. */
function cropped(to: GraphBuilder, filter: string, info: WindowInfo): string {
  const ends = to.ints([info.filterHeight, info.filterWidth]);
  return to.node("Slice", [filter, to.ints([0, 0]), ends, to.ints([2, 3])]);
}

interface Backwards {
  readonly slope: string;
  readonly filter: string;
  readonly info: WindowInfo;
  readonly group: number;
}

function backwards(to: GraphBuilder, { slope, filter, info, group }: Backwards): string {
  const [top, left, bottom, right] = paddings(info);
  const tall = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const wide = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  const rest = [info.inHeight + top + bottom - tall, info.inWidth + left + right - wide];
  return to.node("ConvTranspose", [slope, filter], {
    ...convAttributes(info),
    output_padding: rest,
    group,
  });
}

function at4(shape: readonly number[], axis: number): number {
  return shape[axis] ?? 1;
}
