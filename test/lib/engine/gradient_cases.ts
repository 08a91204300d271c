/** For every kernel that tfjs can differentiate: a function that uses it, and where. */
import * as tf from "../../../lib/tf.ts";
import { type GradientCase, spaced } from "./finite_differences.ts";
import { floats, type Range } from "./rule_cases.ts";

type Fn = GradientCase["fn"];
export type Cases = readonly GradientCase[];

/** A case of a function whose type says more of its arguments. */
export function call(
  fn: unknown,
  at: readonly tf.Tensor[],
  more: Partial<GradientCase> = {},
): GradientCase {
  return { at, fn: fn as Fn, ...more };
}

/** A function of one tensor, of two ranks. */
function one(fn: (x: tf.Tensor) => tf.Tensor, range: Range = {}, step = 0.02): Cases {
  return [call(fn, [floats([5], range)], { step }), call(fn, [floats([2, 3], range)], { step })];
}

/** A function with kinks at whole numbers or at equal elements. */
function kinked(fn: (x: tf.Tensor) => tf.Tensor, gap = 0.21): Cases {
  return [call(fn, [spaced([6], { gap })]), call(fn, [spaced([2, 2, 3], { gap, seed: 3 })])];
}

/** A function of two tensors, with and without broadcasting. */
function two(fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, range: Range = {}): Cases {
  const shapes = [[[2, 3], [2, 3]], [[2, 3], [3]], [[2, 1], [1, 3]], [[], [4]]];
  return shapes.map(([a = [], b = []], seed) =>
    call(fn, [floats(a, { ...range, seed }), floats(b, { ...range, seed: seed + 20 })])
  );
}

/** Two tensors without equal elements. */
function twoApart(fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Cases {
  const shapes = [[[2, 3], [2, 3]], [[2, 3], [3]], [[3], [2, 1]], [[4], []]];
  return shapes.map(([a = [], b = []], seed) =>
    call(fn, [spaced(a, { seed }), tf.add(spaced(b, { seed: seed + 9 }), 0.0525)])
  );
}

const positive = { low: 0.5, high: 2 };
const inside = { low: -0.7, high: 0.7 };

export const FUNCTIONS: Readonly<Record<string, Cases>> = {
  Abs: kinked(tf.abs),
  Acos: one(tf.acos, inside, 0.01),
  Acosh: one(tf.acosh, { low: 1.5, high: 3 }),
  Add: two(tf.add),
  AddN: two((a, b) => tf.addN([tf.add(a, b), tf.mul(a, b)])),
  Asin: one(tf.asin, inside, 0.01),
  Asinh: one(tf.asinh),
  Atan: one(tf.atan),
  Atan2: two(tf.atan2, positive),
  Atanh: one(tf.atanh, inside, 0.01),
  Cast: one((x) => tf.cast(tf.mul(x, x), "float32")),
  ClipByValue: kinked((x) => tf.clipByValue(x, -0.4, 0.4)),
  Cos: one(tf.cos),
  Cosh: one(tf.cosh),
  Elu: kinked(tf.elu),
  Erf: one(tf.erf, {}, 0.05),
  Exp: one(tf.exp),
  Expm1: one(tf.expm1),
  LeakyRelu: kinked((x) => tf.leakyRelu(x, 0.3)),
  Log: one(tf.log, positive),
  Log1p: one(tf.log1p, positive),
  Maximum: twoApart(tf.maximum),
  Minimum: twoApart(tf.minimum),
  Mod: [call(tf.mod, [tf.tensor1d([0.4, 1.3, -0.6]), tf.tensor1d([1, 0.9, 1])])],
  Multiply: two(tf.mul),
  Neg: one(tf.neg),
  Pow: two(tf.pow, positive),
  Prelu: [
    call((x: tf.Tensor, a: tf.Tensor) => tf.prelu(x, a), [spaced([2, 3]), floats([3])]),
    call((x: tf.Tensor, a: tf.Tensor) => tf.prelu(x, a), [spaced([2, 2, 3]), floats([2, 3])]),
  ],
  RealDiv: two(tf.div, positive),
  Reciprocal: one(tf.reciprocal, positive),
  Relu: kinked(tf.relu),
  Relu6: kinked((x) => tf.relu6(tf.add(tf.mul(x, 3), 1.7)), 0.8),
  Rsqrt: one(tf.rsqrt, positive),
  Select: twoApart((a, b) => tf.where(tf.greater(a, b), tf.add(a, b), tf.mul(a, b))),
  Selu: kinked(tf.selu),
  Sigmoid: one(tf.sigmoid),
  Sin: one(tf.sin),
  Sinh: one(tf.sinh),
  Softplus: one(tf.softplus),
  Sqrt: one(tf.sqrt, positive),
  Square: one(tf.square),
  SquaredDifference: two(tf.squaredDifference),
  Sub: two(tf.sub),
  Tan: one(tf.tan, inside),
  Tanh: one(tf.tanh),
};

function x3(seed = 1): tf.Tensor {
  return floats([2, 3, 4], { seed });
}

const rows = tf.tensor1d([1, 0, 1], "int32");

export const SHAPES: Readonly<Record<string, Cases>> = {
  BatchMatMul: [
    call(tf.matMul, [floats([2, 3]), floats([3, 4])]),
    call((a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, true), [floats([3, 2]), floats([3, 4])]),
    call(
      (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, false, true),
      [floats([2, 2, 3]), floats([2, 4, 3])],
    ),
    call(
      (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, true, true),
      [floats([3, 2]), floats([4, 3])],
    ),
    call(tf.matMul, [floats([2, 2, 3]), floats([3, 2])]),
    call(tf.matMul, [floats([1, 2, 3]), floats([2, 3, 2])]),
  ],
  BatchToSpaceND: [
    call((x: tf.Tensor) => tf.batchToSpaceND(x, [2, 2], [[0, 1], [1, 0]]), [floats([4, 2, 2, 1])]),
  ],
  Concat: [
    call((a: tf.Tensor, b: tf.Tensor) => tf.concat([a, b, a], 1), [x3(), floats([2, 2, 4])]),
    call((a: tf.Tensor, b: tf.Tensor) => tf.concat([a, b], -1), [floats([2, 3]), floats([2, 1])]),
  ],
  Cumprod: [
    call((x: tf.Tensor) => tf.cumprod(x, 1), [floats([2, 3], positive)]),
    call((x: tf.Tensor) => tf.cumprod(x, 0, true, true), [floats([3, 2], positive)]),
  ],
  Cumsum: [
    call((x: tf.Tensor) => tf.cumsum(x, 1), [x3()]),
    call((x: tf.Tensor) => tf.cumsum(x, 0, true), [x3()]),
    call((x: tf.Tensor) => tf.cumsum(x, 2, false, true), [x3()]),
    call((x: tf.Tensor) => tf.cumsum(x, -1, true, true), [x3()], {
      peer: (x: tf.Tensor) => tf.cumsum(x, 2, true, true),
    }),
  ],
  ExpandDims: [call((x: tf.Tensor) => tf.expandDims(x, -2), [floats([2, 3])])],
  GatherV2: [
    call((x: tf.Tensor) => tf.gather(x, rows), [floats([2, 3])]),
    call((x: tf.Tensor) => tf.gather(x, rows, 1), [x3()]),
    call((x: tf.Tensor) => tf.gather(x, tf.tensor2d([[1, 0], [2, 2]], [2, 2], "int32"), -1), [
      floats([2, 3]),
    ]),
    call((x: tf.Tensor) => tf.gather(x, tf.tensor2d([[1, 0], [2, 2]], [2, 2], "int32"), 1, 1), [
      x3(),
    ]),
    call((x: tf.Tensor) => tf.gather(x, tf.tensor2d([[1, 0], [3, 1]], [2, 2], "int32"), 2, 1), [
      x3(),
    ]),
  ],
  Identity: one((x) => tf.mul(tf.clone(x), x)),
  Max: [
    call((x: tf.Tensor) => tf.max(x), [spaced([5])]),
    call((x: tf.Tensor) => tf.max(x, -1, true), [spaced([2, 3, 2])]),
    call((x: tf.Tensor) => tf.max(x, [0, 2]), [spaced([2, 3, 2])]),
  ],
  Mean: [
    call((x: tf.Tensor) => tf.mean(x), [x3()]),
    call((x: tf.Tensor) => tf.mean(x, [0, -1]), [x3()]),
    call((x: tf.Tensor) => tf.mean(x, 1, true), [x3()]),
  ],
  Min: [
    call((x: tf.Tensor) => tf.min(x, 1), [spaced([3, 4])]),
    call((x: tf.Tensor) => tf.min(x, 0, true), [spaced([3, 4])]),
  ],
  MirrorPad: [
    call((x: tf.Tensor) => tf.mirrorPad(x, [[1, 1], [2, 0]], "reflect"), [floats([2, 3])]),
    call((x: tf.Tensor) => tf.mirrorPad(x, [[1, 1], [2, 0]], "symmetric"), [floats([2, 3])]),
  ],
  Pack: [call((a: tf.Tensor, b: tf.Tensor) => tf.stack([a, b], -1), [x3(), x3(2)])],
  PadV2: [call((x: tf.Tensor) => tf.pad(x, [[1, 0], [0, 2]], 3), [floats([2, 3])])],
  Prod: [
    call((x: tf.Tensor) => tf.prod(x), [floats([4], positive)]),
    call((x: tf.Tensor) => tf.prod(x, 1), [tf.tensor2d([[0, 1.5, -2], [0, 0, 3]])]),
    call((x: tf.Tensor) => tf.prod(x, [0, 2], true), [floats([2, 3, 2])]),
  ],
  Reshape: [call((x: tf.Tensor) => tf.reshape(tf.square(x), [4, -1]), [x3()])],
  Reverse: [call((x: tf.Tensor) => tf.reverse(x, [0, -1]), [x3()])],
  Diag: [call((x: tf.Tensor) => tf.diag(x), [floats([3])])],
  DepthToSpace: [
    call((x: tf.Tensor4D) => tf.depthToSpace(x, 2, "NHWC"), [floats([1, 2, 2, 8])]),
  ],
  Einsum: [
    call((a: tf.Tensor, b: tf.Tensor) => tf.einsum("bik,bjk->bij", a, b), [
      floats([2, 3, 4]),
      floats([2, 2, 4]),
    ]),
    call((a: tf.Tensor, b: tf.Tensor) => tf.einsum("ij,jk->i", a, b), [
      floats([2, 3]),
      floats([3, 4]),
    ]),
    call((a: tf.Tensor, b: tf.Tensor) => tf.einsum("i,j->ji", a, b), [floats([2]), floats([3])]),
    // tfjs-cpu takes two operands only.
    call((a: tf.Tensor) => tf.einsum("ijk->ki", a), [x3()], {
      peer: (a: tf.Tensor) => tf.transpose(tf.sum(a, 1)),
    }),
  ],
  FlipLeftRight: [call((x: tf.Tensor4D) => tf.image.flipLeftRight(x), [floats([1, 2, 3, 2])])],
  GatherNd: [
    call(
      (x: tf.Tensor) => tf.gatherND(x, tf.tensor2d([[0, 1], [1, 2], [0, 1]], [3, 2], "int32")),
      [x3()],
    ),
  ],
  ScatterNd: [
    call(
      (x: tf.Tensor) => tf.scatterND(tf.tensor2d([[1], [3], [1]], [3, 1], "int32"), x, [5, 2]),
      [floats([3, 2])],
    ),
  ],
  StridedSlice: [
    call((x: tf.Tensor) => tf.stridedSlice(x, [0, 2, 3], [2, 0, 0], [1, -1, -2]), [x3()]),
    // tfjs-cpu takes the wrong row when an axis goes and another has steps.
    call((x: tf.Tensor) => tf.stridedSlice(x, [1, 0], [2, 3], [1, 2], 0, 0, 0, 0, 1), [
      floats([3, 4]),
    ], { peer: (x: tf.Tensor) => tf.reshape(tf.stridedSlice(x, [1, 0], [2, 3], [1, 2]), [2]) }),
  ],
  TensorScatterUpdate: [
    call(
      (x: tf.Tensor, u: tf.Tensor) =>
        tf.tensorScatterUpdate(tf.add(x, 0), tf.tensor2d([[2], [0]], [2, 1], "int32"), u),
      [floats([3, 2]), floats([2, 2], { seed: 5 })],
    ),
  ],
  TopK: [
    call((x: tf.Tensor) => tf.topk(x, 2).values, [spaced([5])]),
    call((x: tf.Tensor) => tf.topk(x, 2).values, [spaced([2, 2, 3])]),
  ],
  Slice: [call((x: tf.Tensor) => tf.slice(x, [0, 1, 1], [-1, 2, 2]), [x3()])],
  Softmax: [call((x: tf.Tensor) => tf.softmax(x), [x3()])],
  SpaceToBatchND: [
    call((x: tf.Tensor) => tf.spaceToBatchND(x, [2, 2], [[0, 0], [1, 1]]), [floats([1, 2, 2, 2])]),
  ],
  SplitV: [
    call((x: tf.Tensor) => tf.square(tf.split(x, 1, 1)[0] as tf.Tensor), [x3()]),
    call((x: tf.Tensor) => {
      const [a, b] = tf.split(x, [1, 2], 1) as [tf.Tensor, tf.Tensor];
      return tf.mul(a, b);
    }, [x3()]),
  ],
  Sum: [
    call((x: tf.Tensor) => tf.square(tf.sum(x)), [x3()]),
    call((x: tf.Tensor) => tf.square(tf.sum(x, -2)), [x3()]),
    call((x: tf.Tensor) => tf.square(tf.sum(x, [0, 1], true)), [x3()]),
  ],
  Tile: [
    call((x: tf.Tensor) => tf.tile(x, [3]), [floats([2])]),
    call((x: tf.Tensor) => tf.tile(x, [2, 3]), [floats([2, 2])]),
    call((x: tf.Tensor) => tf.tile(x, [1, 2, 2, 1]), [floats([2, 1, 2, 1])]),
    call((x: tf.Tensor) => tf.broadcastTo(x, [3, 2, 4]), [floats([2, 1])]),
  ],
  Transpose: [call((x: tf.Tensor) => tf.transpose(x, [2, 0, 1]), [x3()])],
  Unpack: [
    call((x: tf.Tensor) => tf.square(tf.unstack(x, 1)[0] as tf.Tensor), [floats([2, 1])]),
    call((x: tf.Tensor) => {
      const [a, b] = tf.unstack(x) as [tf.Tensor, tf.Tensor];
      return tf.mul(a, b);
    }, [x3()]),
  ],
  UnsortedSegmentSum: [
    call((x: tf.Tensor) => tf.unsortedSegmentSum(x, rows, 3), [floats([3, 2])]),
  ],
};

/** Far from whole numbers and from halves. */
const steps = tf.tensor2d([[-1.3, -0.7, -0.2], [0.3, 0.8, 1.4]]);

/** Kernels whose slope is zero wherever they have one. */
export const FLAT: Readonly<Record<string, Cases>> = {
  ArgMax: [call((x: tf.Tensor) => tf.argMax(x, -1), [spaced([2, 3])])],
  ArgMin: [call((x: tf.Tensor) => tf.argMin(x, 0), [spaced([2, 3])])],
  Ceil: [call(tf.ceil, [steps])],
  Floor: [call(tf.floor, [steps])],
  FloorDiv: [call((x: tf.Tensor) => tf.floorDiv(x, tf.tensor1d([1, 2, -1])), [steps])],
  Round: [call(tf.round, [steps])],
  Sign: kinked(tf.sign),
  Step: kinked((x) => tf.step(x, 0.5)),
  OnesLike: one(tf.onesLike),
  ZerosLike: one(tf.zerosLike),
};
