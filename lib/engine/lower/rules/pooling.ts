/**
 * Pooling and its gradients.
 *
 * @module
 */

import { poolInfo, type PoolingAttrs, windowSizes } from "../../program/geometry.ts";
import { at, type Call, type LowerRules, result } from "../rule.ts";
import { slopeOfMaximum } from "./maximum_slope.ts";
import { channelsBack, channelsFirst, convAttributes } from "./window.ts";
import { poolAttributes, remainders } from "./window.ts";

/** Kernels of this family. */
export type PoolingName =
  | ("AvgPool" | "AvgPool3D" | "AvgPool3DGrad" | "AvgPoolGrad")
  | ("MaxPool" | "MaxPool3D" | "MaxPool3DGrad" | "MaxPoolGrad");

/** Their rules. */
export const POOLING: LowerRules<PoolingName> = {
  AvgPool: average,
  AvgPool3D: average,
  AvgPool3DGrad: averageBack,
  AvgPoolGrad: averageBack,
  MaxPool: maximum,
  MaxPool3D: maximum,
  MaxPool3DGrad: maximumBack,
  MaxPoolGrad: maximumBack,
};

/** What the kernels over images and over volumes have in common. */
interface PoolCall extends Pick<Call<"MaxPool">, "inputs" | "outputs" | "to"> {
  readonly attrs: PoolingAttrs;
}

function average({ inputs, attrs, to }: PoolCall): string {
  const { name, shape, dtype } = at(inputs, 0);
  const options = { rank: shape.length };
  const image = channelsFirst(to, dtype === "float32" ? name : to.cast(name, "float32"), options);
  const y = to.node("AveragePool", [image], poolAttributes(poolInfo(shape, attrs)));
  return channelsBack(to, y, options);
}

/** Each slope is shared by as many elements as its window covers. */
function averageBack({ inputs, attrs, to }: PoolCall): string {
  const [dy, input] = [at(inputs, 0), at(inputs, 1)];
  const options = { rank: input.shape.length };
  const window = poolInfo(input.shape, attrs);
  const { inChannels, filter, output } = window;
  const counts = to.tensor(windowSizes(window), { type: "float32", dims: [1, 1, ...output] });
  const share = to.node("Div", [channelsFirst(to, dy.name, options), counts]);
  const size = filter.reduce((product, length) => product * length, inChannels);
  const ones = to.tensor(new Float32Array(size).fill(1), {
    type: "float32",
    dims: [inChannels, 1, ...filter],
  });
  const dx = to.node("ConvTranspose", [share, ones], {
    ...convAttributes(window),
    output_padding: remainders(window),
    group: inChannels,
  });
  return channelsBack(to, dx, options);
}

function maximum({ inputs, attrs, outputs, to }: PoolCall): string {
  const { name, shape, dtype } = at(inputs, 0);
  const options = { rank: shape.length };
  const image = channelsFirst(to, dtype === "float32" ? name : to.cast(name, "float32"), options);
  const pooled = to.node("MaxPool", [image], poolAttributes(poolInfo(shape, attrs)));
  const y = channelsBack(to, pooled, options);
  return dtype === "float32" ? y : to.cast(y, result(outputs).dtype);
}

function maximumBack({ inputs, attrs, to }: PoolCall): string {
  const [dy, input, output] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
  return slopeOfMaximum(to, {
    input: input.name,
    output: output.name,
    slope: dy.name,
    window: poolInfo(input.shape, attrs),
  });
}
