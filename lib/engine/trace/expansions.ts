/**
 * Kernels that are recorded as several simpler ones.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { RawAttrs } from "./attributes.ts";
import { COUNTING_EXPANSIONS } from "./counting_expansions.ts";
import { given, type Inputs } from "./given.ts";
import { IMAGE_EXPANSIONS } from "./image_expansions.ts";
import { INTEGER_EXPANSIONS } from "./integer_expansions.ts";
import { SLIDING_EXPANSIONS } from "./sliding_expansions.ts";
import { SPACE_EXPANSIONS } from "./space_expansions.ts";
import { WARP_EXPANSIONS } from "./warp_expansions.ts";
import { WINDOW_EXPANSIONS } from "./window_expansions.ts";

/** Writes a kernel with others. */
export type Expansion = (inputs: Inputs, attrs: RawAttrs) => tf.Tensor | tf.Tensor[];

/** By kernel name. */
export const EXPANSIONS: Readonly<Record<string, Expansion>> = {
  ...SPACE_EXPANSIONS,
  ...IMAGE_EXPANSIONS,
  ...COUNTING_EXPANSIONS,
  ...INTEGER_EXPANSIONS,
  ...WINDOW_EXPANSIONS,
  ...SLIDING_EXPANSIONS,
  ...WARP_EXPANSIONS,
  AddN: (inputs) => Object.values(inputs).reduce((sum, next) => tf.add(sum, next)),
  Diag: ({ x }) => {
    const flat = tf.reshape(given(x), [-1, 1]);
    const ones = tf.cast(tf.eye(flat.size), flat.dtype);
    return tf.reshape(tf.mul(flat, ones), [...given(x).shape, ...given(x).shape]);
  },
  Fill: (_inputs, { shape, value, dtype }) =>
    filled(shape as number[], { value: Number(value), dtype: dtype as "float32" | undefined }),
  FusedBatchNorm: (inputs, { varianceEpsilon }) => {
    const [x, mean, variance] = [given(inputs.x), given(inputs.mean), given(inputs.variance)];
    const { scale = tf.onesLike(mean), offset = tf.zerosLike(mean) } = inputs;
    // tfjs differentiates with respect to the operands in this record, and trips over missing ones.
    Object.assign(inputs, { scale, offset });
    const deviation = tf.sqrt(tf.add(variance, (varianceEpsilon as number) ?? 0.001));
    return tf.add(tf.mul(tf.div(tf.sub(x, mean), deviation), scale), offset);
  },
  FusedConv2D: ({ x, filter, ...rest }, attrs) => {
    const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs as unknown as ConvAttrs;
    const image = given(x) as tf.Tensor4D;
    const window = given(filter) as tf.Tensor4D;
    const y = tf.conv2d(image, window, strides, pad, dataFormat, dilations, dimRoundingMode);
    return finish(y, rest, attrs);
  },
  FusedDepthwiseConv2D: ({ x, filter, ...rest }, attrs) => {
    const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs as unknown as ConvAttrs;
    const image = given(x) as tf.Tensor4D;
    const window = given(filter) as tf.Tensor4D;
    const call = tf.depthwiseConv2d;
    return finish(
      call(image, window, strides, pad, dataFormat, dilations, dimRoundingMode),
      rest,
      attrs,
    );
  },
  LinSpace: (_inputs, { start, stop, num }) => {
    const [first, last, count] = [Number(start), Number(stop), Number(num)];
    const step = count > 1 ? (last - first) / (count - 1) : 0;
    return tf.tensor1d(Array.from({ length: count }, (_, index) => first + index * step));
  },
  OnesLike: ({ x }) => filled(given(x).shape, { value: 1, dtype: given(x).dtype as "float32" }),
  Range: (_inputs, { start, stop, step, dtype }) => {
    const [first, last, by] = [Number(start), Number(stop), Number(step)];
    const length = Math.max(0, Math.ceil((last - first) / by));
    const values = Array.from({ length }, (_, index) => first + index * by);
    return tf.tensor1d(values, dtype as "float32");
  },
  SquaredDifference: ({ a, b }) => tf.square(tf.sub(given(a), given(b))),
  ZerosLike: ({ x }) => filled(given(x).shape, { value: 0, dtype: given(x).dtype as "float32" }),
  _FusedMatMul: ({ a, b, ...rest }, attrs) => {
    const { transposeA, transposeB } = attrs;
    const y = tf.matMul(given(a), given(b), transposeA === true, transposeB === true);
    return finish(y, rest, attrs);
  },
};

type ConvAttrs = {
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dataFormat: "NHWC" | "NCHW";
  dilations: [number, number] | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
};

/** Adds the bias and applies the activation of a fused kernel. */
function finish(y: tf.Tensor, inputs: Inputs, attrs: RawAttrs): tf.Tensor {
  const { bias, preluActivationWeights } = inputs;
  const channelsFirst = attrs.dataFormat === "NCHW" && bias !== undefined && bias.rank === 1;
  const shaped = channelsFirst ? tf.reshape(given(bias), [-1, 1, 1]) : bias;
  const sum = shaped ? tf.add(y, shaped) : y;
  const activation = String(attrs.activation ?? "linear");
  if (activation === "linear") return sum;
  if (activation === "prelu") return tf.prelu(sum, given(preluActivationWeights));
  if (activation === "leakyrelu") return tf.leakyRelu(sum, Number(attrs.leakyreluAlpha));
  const simple = { relu: tf.relu, relu6: tf.relu6, elu: tf.elu, sigmoid: tf.sigmoid };
  const apply = simple[activation as keyof typeof simple];
  if (!apply) throw new RangeError(`Cannot apply the activation ${activation}`);
  return apply(sum);
}

function filled(
  shape: number[],
  { value, dtype = "float32" }: { value: number; dtype?: "float32" | "int32" | "bool" | undefined },
): tf.Tensor {
  const Kind = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
  return tf.tensor(new Kind(tf.util.sizeFromShape(shape)).fill(value), shape, dtype);
}
