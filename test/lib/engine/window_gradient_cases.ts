/** Convolutions, pooling and resizing, and the like: a function that uses each kernel, and where. */
import * as tf from "../../../lib/tf.ts";
import { type GradientCase, spaced } from "./finite_differences.ts";
import { call, type Cases } from "./gradient_cases.ts";
import { floats } from "./rule_cases.ts";

const positive = { low: 0.5, high: 2 };

function image(shape = [2, 5, 4, 2]): tf.Tensor {
  return floats(shape);
}

type Pad = "same" | "valid" | number;

function conv(stride: number | [number, number], pad: Pad, dilation = 1): GradientCase {
  return call(
    (x: tf.Tensor4D, f: tf.Tensor4D) => tf.conv2d(x, f, stride, pad, "NHWC", dilation),
    [image([1, 6, 5, 2]), floats([3, 2, 2, 3], { seed: 4 })],
    { step: 0.2 },
  );
}

/** As many channels as it takes for the slope of the filter to be products. */
function wideConv(stride: number, dilation: number): GradientCase {
  return call(
    (x: tf.Tensor4D, f: tf.Tensor4D) => tf.conv2d(x, f, stride, "same", "NHWC", dilation),
    [image([1, 4, 3, 8]), floats([2, 2, 8, 2], { seed: 4 })],
    { step: 0.2 },
  );
}

function depthwise(stride: number, pad: Pad, dilation = 1): GradientCase {
  return call(
    (x: tf.Tensor4D, f: tf.Tensor4D) => tf.depthwiseConv2d(x, f, stride, pad, "NHWC", dilation),
    [image([1, 6, 5, 2]), floats([3, 2, 2, 2], { seed: 4 })],
    { step: 0.2 },
  );
}

const volume = floats([1, 3, 4, 3, 2]);

function deep(
  stride: number | [number, number, number],
  pad: "same" | "valid",
  dilation = 1,
): GradientCase {
  return call(
    (x: tf.Tensor5D, f: tf.Tensor5D) => tf.conv3d(x, f, stride, pad, "NDHWC", dilation),
    [volume, floats([2, 2, 2, 2, 2], { seed: 4 })],
    { step: 0.2 },
  );
}

function resizes(method: "resizeBilinear" | "resizeNearestNeighbor"): Cases {
  const sizes = [[3, 7], [7, 3], [2, 2]] as const;
  return [[false, false], [true, false], [false, true]].flatMap(([aligned, half]) =>
    sizes.map((size) =>
      call(
        (x: tf.Tensor4D) => tf.image[method](x, [...size], aligned, half),
        [image([1, 4, 5, 2])],
        { step: 0.2 },
      )
    )
  );
}

export const IMAGES: Readonly<Record<string, Cases>> = {
  AvgPool: [
    call((x: tf.Tensor4D) => tf.avgPool(x, 2, 2, "valid"), [image()], { step: 0.2 }),
    call((x: tf.Tensor4D) => tf.avgPool(x, 3, 1, "same"), [image()], { step: 0.2 }),
    call((x: tf.Tensor4D) => tf.avgPool(x, [3, 2], [2, 1], "same"), [image()], { step: 0.2 }),
    call((x: tf.Tensor4D) => tf.avgPool(x, 3, 2, 1), [image()], { step: 0.2 }),
  ],
  Conv2D: [
    conv(1, "same"),
    conv([2, 1], "same"),
    conv(2, "valid"),
    conv(3, 1),
    conv(1, "valid", 2),
    conv(1, "same", 2),
    wideConv(1, 2),
    wideConv(2, 1),
    call((x: tf.Tensor3D, f: tf.Tensor3D) => tf.conv1d(x, f, 2, "same"), [
      floats([2, 6, 2]),
      floats([3, 2, 2]),
    ], { step: 0.2 }),
  ],
  AvgPool3D: [
    call((x: tf.Tensor5D) => tf.avgPool3d(x, 2, 1, "same"), [volume], { step: 0.2 }),
    call((x: tf.Tensor5D) => tf.avgPool3d(x, [2, 1, 2], [1, 2, 2], "valid"), [volume], {
      step: 0.2,
    }),
  ],
  Conv3DBackpropInputV2: [
    call(
      (x: tf.Tensor5D, f: tf.Tensor5D) => tf.conv3dTranspose(x, f, [1, 3, 4, 3, 2], 2, "same"),
      [floats([1, 2, 2, 2, 2]), floats([2, 2, 2, 2, 2], { seed: 4 })],
      { step: 0.2 },
    ),
  ],
  Conv3D: [deep(1, "same"), deep([2, 1, 2], "valid"), deep(2, "same"), deep(1, "valid", 2)],
  Conv2DBackpropInput: [
    call(
      (x: tf.Tensor4D, f: tf.Tensor4D) => tf.conv2dTranspose(x, f, [1, 6, 5, 2], 2, "same"),
      [image([1, 3, 3, 3]), floats([3, 2, 2, 3], { seed: 4 })],
      { step: 0.2 },
    ),
    call(
      (x: tf.Tensor4D, f: tf.Tensor4D) => tf.conv2dTranspose(x, f, [1, 5, 4, 2], 1, "valid"),
      [image([1, 3, 3, 3]), floats([3, 2, 2, 3], { seed: 4 })],
      { step: 0.2 },
    ),
  ],
  DepthwiseConv2dNative: [
    depthwise(1, "same"),
    depthwise(2, "same"),
    depthwise(2, "valid"),
    depthwise(1, "same", 2),
    depthwise(1, "valid", 2),
  ],
  FusedBatchNorm: [
    call(
      (x: tf.Tensor, mean: tf.Tensor1D, v: tf.Tensor1D, b: tf.Tensor1D, s: tf.Tensor1D) =>
        tf.batchNorm(x, mean, v, b, s),
      [floats([4, 3]), floats([3]), floats([3], positive), floats([3]), floats([3], { seed: 8 })],
    ),
    call(
      (x: tf.Tensor, mean: tf.Tensor1D, v: tf.Tensor1D) => tf.batchNorm(x, mean, v),
      [floats([2, 2, 2, 3]), floats([3]), floats([3], positive)],
    ),
  ],
  LRN: [
    call(
      (x: tf.Tensor4D) => tf.localResponseNormalization(x, 2, 1, 0.5, 0.75),
      [floats([1, 2, 2, 5])],
    ),
  ],
  MaxPool3D: [
    call((x: tf.Tensor5D) => tf.maxPool3d(x, 2, 1, "same"), [spaced([1, 2, 3, 3, 2])]),
    call((x: tf.Tensor5D) => tf.maxPool3d(x, 2, 1, "valid"), [spaced([1, 2, 3, 3, 2])]),
  ],
  MaxPool: [
    call((x: tf.Tensor4D) => tf.maxPool(x, 2, 2, "valid"), [spaced([1, 5, 4, 2])]),
    call((x: tf.Tensor4D) => tf.maxPool(x, 3, 1, "same"), [spaced([1, 5, 4, 2])]),
    call((x: tf.Tensor4D) => tf.maxPool(x, [3, 2], [2, 1], "same"), [spaced([1, 5, 4, 2])]),
  ],
  Dilation2D: ([[1, "same"], [2, "valid"]] as const).map(([stride, pad]) =>
    call(
      (x: tf.Tensor4D, f: tf.Tensor3D) => tf.dilation2d(x, f, stride, pad),
      [spaced([1, 5, 4, 2]), tf.tensor3d([0, 0.03, 0.01, 0.05, 0.02, 0.04, 0, 0.01], [2, 2, 2])],
    )
  ),
  ResizeBilinear: resizes("resizeBilinear"),
  ResizeNearestNeighbor: resizes("resizeNearestNeighbor"),
};
