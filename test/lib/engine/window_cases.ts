/** Convolutions, pooling and resizing, with their gradients. */
import * as tf from "../../../lib/tf.ts";
import { floats, integers, type RuleCase } from "./rule_cases.ts";
import { named, slopes } from "./slope_cases.ts";

interface Geometry {
  readonly size: number;
  readonly window: number;
  readonly stride: number;
  readonly pad: "same" | "valid";
  readonly dilation?: number;
}

const GEOMETRIES: readonly Geometry[] = [
  { size: 6, window: 3, stride: 1, pad: "same" },
  { size: 6, window: 3, stride: 1, pad: "valid" },
  { size: 7, window: 2, stride: 2, pad: "valid" },
  { size: 7, window: 3, stride: 2, pad: "same" },
  { size: 8, window: 3, stride: 3, pad: "valid" },
];

function title({ size, window, stride, pad, dilation = 1 }: Geometry): string {
  return `of ${size} with ${window} by ${stride} ${pad} dilated ${dilation}`;
}

function both(
  name: string,
  arguments_: readonly tf.Tensor[],
  fn: (...tensors: tf.Tensor[]) => tf.Tensor,
): readonly RuleCase[] {
  return [named(name, arguments_, fn), named(`gradients of ${name}`, arguments_, slopes(fn))];
}

/** The portable gradients of resizing mix up height and width. */
const square = floats([2, 4, 4, 2]);

export const WINDOWS: readonly RuleCase[] = [
  ...[...GEOMETRIES, { size: 8, window: 3, stride: 1, pad: "same", dilation: 2 } as const].flatMap(
    (geometry) => {
      const { size, window, stride, pad, dilation = 1 } = geometry;
      const image = floats([2, size, size + 1, 3]);
      // tfjs has no gradient of dilated convolutions that its portable backend runs.
      const pick = dilation > 1 ? 1 : 2;
      return [
        ...both(
          `conv2d ${title(geometry)}`,
          [image, floats([window, window, 3, 4])],
          (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, stride, pad, "NHWC", dilation),
        )
          .slice(0, pick),
        ...both(
          `depthwiseConv2d ${title(geometry)}`,
          [image, floats([window, window, 3, 2])],
          (x, f) =>
            tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, stride, pad, "NHWC", dilation),
        ).slice(0, pick),
      ];
    },
  ),
  // Filters of many channels have another way to their slope.
  ...GEOMETRIES.flatMap((geometry) => {
    const { size, window, stride, pad } = geometry;
    return both(
      `conv2d of nine channels ${title(geometry)}`,
      [floats([2, size, size + 1, 9]), floats([window, window, 9, 4])],
      (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, stride, pad),
    );
  }),
  ...both(
    "conv3d of eight channels",
    [floats([1, 3, 4, 3, 8]), floats([2, 2, 2, 8, 3])],
    (x, f) => tf.conv3d(x as tf.Tensor5D, f as tf.Tensor5D, 1, "same"),
  ),
  ...([[false, 1, "valid"], [true, 1, "same"], [false, 2, "same"]] as const).flatMap((
    [reshaped, stride, pad],
  ) =>
    both(
      `conv2d with bias and rectifier, ${stride} ${pad}, reshaped ${reshaped}`,
      [floats([2, 5, 4, 2]), floats([3, 3, 2, 4]), floats([4])],
      (x, f, bias) => {
        const y = tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, stride, pad);
        return tf.relu(tf.add(reshaped ? tf.reshape(y, [10, 4, 4]) : y, bias));
      },
    )
  ),
  ...[2, 3, [2, 1] as [number, number]].flatMap((window) =>
    both(
      `maxPool of many equal numbers with ${window}`,
      [tf.relu(integers([2, 7, 6, 2], { low: -3, high: 2 }).toFloat())],
      (x) => tf.maxPool(x as tf.Tensor4D, window, window, "valid"),
    )
  ),
  ...GEOMETRIES.flatMap((geometry) => {
    const { size, window, stride, pad } = geometry;
    const image = floats([2, size, size + 1, 3]);
    return [
      ...both(
        `maxPool ${title(geometry)}`,
        [image],
        (x) => tf.maxPool(x as tf.Tensor4D, window, stride, pad),
      ),
      ...both(
        `avgPool ${title(geometry)}`,
        [image],
        (x) => tf.avgPool(x as tf.Tensor4D, window, stride, pad),
      )
        // The portable gradient divides by the whole window at padded borders; see the next suite.
        .slice(0, pad === "same" ? 1 : 2),
    ];
  }),
  ...both(
    "conv3d",
    [floats([1, 3, 4, 3, 2]), floats([2, 2, 2, 2, 3])],
    (x, f) => tf.conv3d(x as tf.Tensor5D, f as tf.Tensor5D, 1, "same"),
  ),
  ...both(
    "conv3d with strides",
    [floats([1, 4, 5, 4, 2]), floats([2, 2, 2, 2, 3])],
    (x, f) => tf.conv3d(x as tf.Tensor5D, f as tf.Tensor5D, [2, 2, 1], "valid"),
  ),
  ...both(
    "conv3d without padding",
    [floats([2, 3, 3, 3, 1]), floats([2, 2, 2, 1, 2])],
    (x, f) => tf.conv3d(x as tf.Tensor5D, f as tf.Tensor5D, 1, "valid"),
  ),
  named(
    "conv3dTranspose",
    [floats([1, 2, 3, 2, 3]), floats([2, 2, 2, 2, 3])],
    (x, f) => tf.conv3dTranspose(x as tf.Tensor5D, f as tf.Tensor5D, [1, 4, 6, 4, 2], 2, "same"),
  ),
  ...([[2, 1, "same"], [2, 2, "valid"], [3, 1, "valid"], [2, 1, "valid"]] as const).flatMap((
    [size, stride, pad],
  ) => [
    ...both(
      `maxPool3d ${size} ${stride} ${pad}`,
      [floats([2, 3, 4, 5, 2])],
      (x) => tf.maxPool3d(x as tf.Tensor5D, size, stride, pad),
    ),
    ...both(
      `avgPool3d ${size} ${stride} ${pad}`,
      [floats([2, 3, 4, 5, 2])],
      (x) => tf.avgPool3d(x as tf.Tensor5D, size, stride, pad),
    )
      // Like that of images, the portable gradient divides by the whole window at borders.
      .slice(0, pad === "same" ? 1 : 2),
  ]),
  ...[[[4, 3], "bilinear"] as const, [[3, 6], "nearest"] as const, [[1, 1], "bilinear"] as const]
    .map(([size, method]) =>
      named(
        `cropAndResize to ${size} ${method}`,
        [
          floats([2, 5, 6, 2]),
          tf.tensor2d([[0, 0, 1, 1], [0.25, 0.125, 0.75, 1.25], [
            0.875,
            0.625,
            0,
            0,
          ]]),
        ],
        (x, boxes) =>
          tf.image.cropAndResize(
            x as tf.Tensor4D,
            boxes as tf.Tensor2D,
            tf.tensor1d([1, 0, 1], "int32"),
            [...size],
            method,
            0.5,
          ),
      )
    ),
  ...([[1, "same", 1], [2, "valid", 1], [1, "same", 2], [2, "same", 1]] as const).flatMap((
    [stride, pad, dilation],
  ) =>
    both(
      `dilation2d ${stride} ${pad} ${dilation}`,
      [floats([2, 6, 5, 2]), floats([2, 3, 2])],
      (x, f) => tf.dilation2d(x as tf.Tensor4D, f as tf.Tensor3D, stride, pad, dilation),
    )
  ),
  ...([[2, 2, "valid", false], [3, 1, "same", true], [2, 1, "same", false]] as const).flatMap((
    [window, stride, pad, whole],
  ) =>
    [floats([2, 5, 4, 3]), integers([2, 5, 4, 3])].map((x) =>
      named(
        `maxPoolWithArgmax of ${window} by ${stride} ${pad} ${whole} ${x.dtype}`,
        [x],
        (x) => {
          const found = tf.maxPoolWithArgmax(x as tf.Tensor4D, window, stride, pad, whole);
          return [found.result as tf.Tensor, found.indexes as tf.Tensor];
        },
      )
    )
  ),
  ...(["constant", "reflect", "wrap", "nearest"] as const).flatMap((fill) =>
    (["nearest", "bilinear"] as const).map((method) =>
      named(
        `transform ${fill} ${method}`,
        // The portable kernel leaves out all images but the first.
        [floats([1, 5, 6, 2]), tf.tensor2d([[0.8, 0.3, -3.13, -0.2, 1.1, 2.27, 0.013, 0.021]])],
        (x, matrix) =>
          tf.image.transform(x as tf.Tensor4D, matrix as tf.Tensor2D, method, fill, 0.5, [7, 9]),
      )
    )
  ),
  named(
    "transform with places at infinity",
    [floats([1, 4, 4, 1]), tf.tensor2d([[1, 0, 0, 0, 1, 0, -0.5, 0]])],
    (x, matrix) => tf.image.transform(x as tf.Tensor4D, matrix as tf.Tensor2D, "nearest"),
  ),
  ...([[1, 0.25], [3, [0.1, 0.2, 0.3]], [4, [0.1, 0.2, 0.3]]] as const).map(([channels, fill]) =>
    named(
      `rotateWithOffset of ${channels} channels`,
      [floats([2, 5, 6, channels])],
      (x) =>
        tf.image.rotateWithOffset(
          x as tf.Tensor4D,
          0.7,
          fill as number | [number, number, number],
          channels === 1 ? 0.5 : [0.25, 0.75],
        ),
    )
  ),
  ...both(
    "conv1d",
    [floats([2, 9, 3]), floats([3, 3, 4])],
    (x, f) => tf.conv1d(x as tf.Tensor3D, f as tf.Tensor3D, 2, "same"),
  ),
  named(
    "conv2dTranspose",
    [floats([2, 4, 4, 3]), floats([3, 3, 2, 3])],
    (x, f) => tf.conv2dTranspose(x as tf.Tensor4D, f as tf.Tensor4D, [2, 8, 8, 2], 2, "same"),
  ),
  named("separableConv2d", [floats([1, 5, 5, 2]), floats([3, 3, 2, 2]), floats([1, 1, 4, 3])], (
    x,
    d,
    p,
  ) => tf.separableConv2d(x as tf.Tensor4D, d as tf.Tensor4D, p as tf.Tensor4D, 1, "same")),
  ...[[false, false], [true, false], [false, true]].flatMap(([aligned, half]) => [
    ...both(
      `resizeBilinear aligned ${aligned} half ${half}`,
      [square],
      (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [7, 7], aligned, half),
    )
      // tfjs has no gradient for half pixels.
      .slice(0, half ? 1 : 2),
    ...both(
      `resizeNearestNeighbor aligned ${aligned} half ${half}`,
      [square],
      (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [7, 7], aligned, half),
    )
      // The portable gradient rounds otherwise than its forward pass: finite differences test it.
      .slice(0, 1),
  ]),
  ...(["resizeBilinear", "resizeNearestNeighbor"] as const).map((method) =>
    named(
      `${method} of whole numbers`,
      [integers([1, 3, 4, 2])],
      (x) => tf.image[method](x as tf.Tensor4D, [5, 3]),
    )
  ),
  ...both(
    "localResponseNormalization",
    [floats([1, 2, 3, 6])],
    (x) => tf.localResponseNormalization(x as tf.Tensor4D, 2, 1, 0.5, 0.75),
  ),
  ...both(
    "batchNorm",
    [floats([4, 3]), floats([3]), floats([3], { low: 0.5, high: 2 }), floats([3]), floats([3])],
    (x, mean, variance, offset, scale) =>
      tf.batchNorm(
        x as tf.Tensor,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
      ),
  ),
];
