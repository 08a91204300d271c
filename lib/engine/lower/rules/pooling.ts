/**
 * Pooling and its gradients.
 *
 * @module
 */

import { poolInfo, type WindowInfo } from "../../program/geometry.ts";
import type { GraphBuilder } from "../graph_builder.ts";
import { at, type LowerRules, result } from "../rule.ts";
import { channelsBack, channelsFirst, convAttributes, paddings, poolAttributes } from "./window.ts";

/** Their rules. */
export const POOLING: LowerRules<"AvgPool" | "AvgPoolGrad" | "MaxPool" | "MaxPoolGrad"> = {
  AvgPool: ({ inputs, attrs, to }) => {
    const { name, shape, dtype } = at(inputs, 0);
    const image = channelsFirst(to, dtype === "float32" ? name : to.cast(name, "float32"));
    const attributes = poolAttributes(poolInfo(shape, attrs));
    return channelsBack(to, to.node("AveragePool", [image], attributes));
  },
  AvgPoolGrad: ({ inputs, attrs, to }) => {
    const [dy, input] = [at(inputs, 0), at(inputs, 1)];
    const info = poolInfo(input.shape, attrs);
    const counts = to.tensor(windowSizes(info), {
      type: "float32",
      dims: [1, 1, info.outHeight, info.outWidth],
    });
    const share = to.node("Div", [channelsFirst(to, dy.name), counts]);
    const { inChannels, filterHeight, filterWidth } = info;
    const dims = [inChannels, 1, filterHeight, filterWidth];
    const ones = to.tensor(new Float32Array(inChannels * filterHeight * filterWidth).fill(1), {
      type: "float32",
      dims,
    });
    const [top, left, bottom, right] = paddings(info);
    const tall = (info.outHeight - 1) * info.strideHeight + filterHeight;
    const wide = (info.outWidth - 1) * info.strideWidth + filterWidth;
    const dx = to.node("ConvTranspose", [share, ones], {
      ...convAttributes(info),
      output_padding: [info.inHeight + top + bottom - tall, info.inWidth + left + right - wide],
      group: inChannels,
    });
    return channelsBack(to, dx);
  },
  MaxPool: ({ inputs, attrs, outputs, to }) => {
    const { name, shape, dtype } = at(inputs, 0);
    const image = channelsFirst(to, dtype === "float32" ? name : to.cast(name, "float32"));
    const y = channelsBack(to, to.node("MaxPool", [image], poolAttributes(poolInfo(shape, attrs))));
    return dtype === "float32" ? y : to.cast(y, result(outputs).dtype);
  },
  MaxPoolGrad: ({ inputs, attrs, to }) => {
    const [dy, input] = [at(inputs, 0), at(inputs, 1)];
    const info = poolInfo(input.shape, attrs);
    const image = channelsFirst(to, input.name);
    const attributes = poolAttributes(info);
    const [, places = ""] = to.nodes("MaxPool", [image], { attributes, outputs: 2 });
    const slope = channelsFirst(to, dy.name);
    return channelsBack(to, scattered(to, { slope, places, info }));
  },
};

/** Adds each slope at the place of its maximum. */
function scattered(
  to: GraphBuilder,
  { slope, places, info }: {
    readonly slope: string;
    readonly places: string;
    readonly info: WindowInfo;
  },
): string {
  const { batchSize, inChannels, inHeight, inWidth } = info;
  const shape = [batchSize, inChannels, inHeight, inWidth];
  const size = batchSize * inChannels * inHeight * inWidth;
  const zeros = to.node("Expand", [to.scalar(0), to.ints([size])]);
  const operands = [zeros, to.reshape(places, [-1]), to.reshape(slope, [-1])];
  return to.reshape(to.node("ScatterElements", operands, { axis: 0, reduction: "add" }), shape);
}

/** How many elements of the image each window covers: paddings do not count. */
function windowSizes(info: WindowInfo): Float32Array {
  const tall = covered(info.outHeight, {
    stride: info.strideHeight,
    before: info.padInfo.top,
    window: info.filterHeight,
    size: info.inHeight,
  });
  const wide = covered(info.outWidth, {
    stride: info.strideWidth,
    before: info.padInfo.left,
    window: info.filterWidth,
    size: info.inWidth,
  });
  return Float32Array.from(tall.flatMap((height) => wide.map((width) => height * width)));
}

function covered(
  count: number,
  { stride, before, window, size }: Readonly<
    Record<"stride" | "before" | "window" | "size", number>
  >,
): readonly number[] {
  return Array.from({ length: count }, (_, index) => {
    const begin = index * stride - before;
    return Math.min(size, begin + window) - Math.max(0, begin);
  });
}
