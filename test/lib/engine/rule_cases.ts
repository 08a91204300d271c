/** Calls of tfjs that together use every kernel with a rule. */
import * as tf from "../../../lib/tf.ts";

/** A function of tensors and the arguments to try it with. */
export interface RuleCase {
  readonly name: string;
  readonly arguments: readonly tf.Tensor[];
  readonly fn: (...tensors: tf.Tensor[]) => tf.Tensor | readonly tf.Tensor[];
  /** Largest difference, relative to the larger of 1 and the value. Default: 2e-5. */
  readonly tolerance?: number;
}

/** Where numbers lie, and which. */
export interface Range {
  readonly low?: number;
  readonly high?: number;
  readonly seed?: number;
}

type Fn = RuleCase["fn"];

/** Repeatable numbers; tests need no good ones. */
export function numbers(count: number, { seed = 1, low = -2, high = 2 }: Range = {}): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + (high - low) * state / 2 ** 32;
  });
}

export function floats(shape: number[], range: Range = {}): tf.Tensor {
  return tf.tensor(numbers(tf.util.sizeFromShape(shape), range), shape);
}

export function integers(shape: number[], { low = -5, high = 6, seed = 1 }: Range = {}): tf.Tensor {
  return tf.tensor(numbers(tf.util.sizeFromShape(shape), { low, high, seed }), shape, "int32");
}

export function booleans(shape: number[], seed = 3): tf.Tensor {
  return tf.greater(floats(shape, { seed }), 0);
}

const SHAPES = [[], [5], [3, 4], [2, 3, 2], [1, 2, 1, 3]];
/** Pairs that broadcast. */
const PAIRS = [[[], [3]], [[4], [4]], [[3, 4], [4]], [[2, 1, 3], [4, 1]], [[1, 2, 1, 3], [
  2,
  2,
  1,
]]];

function unary(name: string, fn: (x: tf.Tensor) => tf.Tensor, range = {}): readonly RuleCase[] {
  return SHAPES.map((shape, seed) => ({
    name: `${name} of [${shape}]`,
    arguments: [floats(shape, { seed, ...range })],
    fn: fn as Fn,
  }));
}

function binary(
  name: string,
  fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  range = {},
): readonly RuleCase[] {
  return PAIRS.map(([a = [], b = []], seed) => ({
    name: `${name} of [${a}] and [${b}]`,
    arguments: [floats(a, { seed, ...range }), floats(b, { seed: seed + 9, ...range })],
    fn: fn as Fn,
  }));
}

function whole(
  name: string,
  fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  low = -7,
): readonly RuleCase[] {
  return PAIRS.map(([a = [], b = []], seed) => ({
    name: `${name} of whole numbers [${a}] and [${b}]`,
    arguments: [integers(a, { seed }), integers(b, { seed: seed + 4, low, high: 7 })],
    fn: fn as Fn,
  }));
}

const positive = { low: 0.1, high: 3 };
const inside = { low: -0.9, high: 0.9 };

export const ELEMENTWISE: readonly RuleCase[] = [
  ...unary("abs", tf.abs),
  ...unary("acos", tf.acos, inside),
  ...unary("acosh", tf.acosh, { low: 1.1, high: 4 }),
  ...unary("asin", tf.asin, inside),
  ...unary("asinh", tf.asinh),
  ...unary("atan", tf.atan),
  ...unary("atanh", tf.atanh, inside),
  ...unary("ceil", tf.ceil),
  ...unary("clipByValue", (x) => tf.clipByValue(x, -0.5, 1)),
  ...unary("cos", tf.cos),
  ...unary("cosh", tf.cosh),
  ...unary("elu", tf.elu),
  ...unary("erf", tf.erf),
  ...unary("exp", tf.exp),
  ...unary("expm1", tf.expm1),
  ...unary("expm1 near zero", tf.expm1, { low: -1e-3, high: 1e-3 }),
  ...unary("floor", tf.floor),
  ...unary("isFinite", (x) => tf.isFinite(tf.log(x))),
  ...unary("isInf", (x) => tf.isInf(tf.div(x, 0))),
  ...unary("isNaN", (x) => tf.isNaN(tf.sqrt(x))),
  ...unary("leakyRelu", (x) => tf.leakyRelu(x, 0.1)),
  ...unary("log", tf.log, positive),
  ...unary("log1p", tf.log1p, inside),
  ...unary("logicalNot", (x) => tf.logicalNot(tf.greater(x, 0))),
  ...unary("neg", tf.neg),
  ...unary("reciprocal", tf.reciprocal, positive),
  ...unary("relu", tf.relu),
  ...unary("relu6", (x) => tf.relu6(tf.mul(x, 6))),
  ...unary("round", tf.round),
  ...unary("rsqrt", tf.rsqrt, positive),
  ...unary("selu", tf.selu),
  ...unary("sigmoid", tf.sigmoid),
  ...unary("sign", tf.sign),
  ...unary("sin", tf.sin),
  ...unary("sinh", tf.sinh),
  ...unary("softplus", tf.softplus),
  ...unary("sqrt", tf.sqrt, positive),
  ...unary("square", tf.square),
  ...unary("step", (x) => tf.step(x, 0.25)),
  ...unary("tan", tf.tan, inside),
  ...unary("tanh", tf.tanh),
  ...unary("cast to int32", (x) => tf.cast(x, "int32")),
  ...unary("cast to bool", (x) => tf.cast(x, "bool")),
  ...unary("onesLike", tf.onesLike),
  ...binary("add", tf.add),
  ...binary("sub", tf.sub),
  ...binary("mul", tf.mul),
  ...binary("div", tf.div, positive),
  ...binary("maximum", tf.maximum),
  ...binary("minimum", tf.minimum),
  ...binary("pow", tf.pow, positive),
  ...binary("mod", tf.mod),
  ...binary("atan2", tf.atan2),
  ...binary("squaredDifference", tf.squaredDifference),
  ...binary("equal", (a, b) => tf.equal(tf.round(a), tf.round(b))),
  ...binary("notEqual", (a, b) => tf.notEqual(tf.round(a), tf.round(b))),
  ...binary("greater", tf.greater),
  ...binary("greaterEqual", tf.greaterEqual),
  ...binary("less", tf.less),
  ...binary("lessEqual", tf.lessEqual),
  ...binary("logicalAnd", (a, b) => tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0))),
  ...binary("logicalOr", (a, b) => tf.logicalOr(tf.greater(a, 0), tf.greater(b, 0))),
  ...binary("logicalXor", (a, b) => tf.logicalXor(tf.greater(a, 0), tf.greater(b, 0))),
  ...binary("prelu", (a, b) => tf.prelu(tf.add(a, tf.zerosLike(b)), b)),
  ...binary("where", (a, b) => tf.where(tf.greater(a, b), a, b)),
  ...whole("add", tf.add),
  ...whole("mul", tf.mul),
  ...whole("floorDiv", tf.floorDiv, 1),
  ...whole("mod", tf.mod, 1),
  ...whole("maximum", tf.maximum),
  ...whole("greater", tf.greater),
  {
    name: "where of booleans",
    arguments: [booleans([3, 2]), booleans([3, 2], 5), booleans([3, 2], 7)],
    fn: (c, a, b) => tf.where(c as tf.Tensor, a as tf.Tensor, b as tf.Tensor),
  },
];

function named(name: string, arguments_: readonly tf.Tensor[], fn: Fn): RuleCase {
  return { name, arguments: arguments_, fn };
}

const REDUCTIONS = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod };

export const REDUCE: readonly RuleCase[] = [
  ...Object.entries(REDUCTIONS).flatMap(([name, reduce]) =>
    [undefined, 0, [0, 2], -1].flatMap((axis) =>
      [false, true].map((keep) =>
        named(
          `${name} over ${axis} keeping ${keep}`,
          [floats([2, 3, 4])],
          (x) => reduce(x as tf.Tensor, axis, keep),
        )
      )
    )
  ),
  named("sum of a scalar", [floats([])], (x) => tf.sum(x as tf.Tensor)),
  named("sum of whole numbers", [integers([3, 4])], (x) => tf.sum(x as tf.Tensor, 1)),
  named("all", [booleans([2, 3])], (x) => tf.all(x as tf.Tensor, 1)),
  named("any", [booleans([2, 3])], (x) => tf.any(x as tf.Tensor, 0)),
  named("argMax", [floats([3, 4])], (x) => tf.argMax(x as tf.Tensor, 1)),
  named("argMin", [floats([3, 4, 2])], (x) => tf.argMin(x as tf.Tensor, 0)),
  named("cumsum", [floats([3, 4])], (x) => tf.cumsum(x as tf.Tensor, 1)),
  named(
    "cumsum backwards without itself",
    [floats([3, 4])],
    (x) => tf.cumsum(x as tf.Tensor, 0, true, true),
  ),
  named("softmax", [floats([3, 4])], (x) => tf.softmax(x as tf.Tensor)),
  named("logSoftmax", [floats([2, 3, 4])], (x) => tf.logSoftmax(x as tf.Tensor)),
  named("logSumExp", [floats([3, 4])], (x) => tf.logSumExp(x as tf.Tensor, 1)),
  named("topk", [floats([3, 5])], (x) => {
    const { values, indices } = tf.topk(x as tf.Tensor, 2);
    return [values, indices];
  }),
  named("moments", [floats([3, 5])], (x) => {
    const { mean, variance } = tf.moments(x as tf.Tensor, 0);
    return [mean, variance];
  }),
];

export const MOVEMENT: readonly RuleCase[] = [
  named("broadcastTo", [floats([1, 3])], (x) => tf.broadcastTo(x as tf.Tensor, [2, 4, 3])),
  named(
    "concat",
    [floats([2, 3]), floats([2, 1])],
    (a, b) => tf.concat([a as tf.Tensor, b as tf.Tensor], 1),
  ),
  named("stack", [floats([2]), floats([2])], (a, b) => tf.stack([a, b] as tf.Tensor[], 1)),
  named("unstack", [floats([3, 2])], (x) => tf.unstack(x as tf.Tensor, 1)),
  named("split", [floats([2, 6])], (x) => tf.split(x as tf.Tensor, [1, 2, 3], 1)),
  named(
    "gather",
    [floats([4, 3]), integers([2, 2], { low: 0, high: 4 })],
    (x, i) => tf.gather(x as tf.Tensor, i as tf.Tensor, 0),
  ),
  named(
    "gather along the last axis",
    [floats([2, 4]), integers([3], { low: 0, high: 4 })],
    (x, i) => tf.gather(x as tf.Tensor, i as tf.Tensor, 1),
  ),
  named(
    "gather in batches",
    [floats([2, 4, 3]), integers([2, 2], { low: 0, high: 4 })],
    (x, i) => tf.gather(x as tf.Tensor, i as tf.Tensor, 1, 1),
  ),
  named(
    "gatherND",
    [floats([3, 4]), tf.tensor2d([[0, 1], [2, 3]], [2, 2], "int32")],
    (x, i) => tf.gatherND(x as tf.Tensor, i as tf.Tensor),
  ),
  named(
    "scatterND with a place used twice",
    [tf.tensor2d([[1], [3], [1]], [3, 1], "int32"), floats([3, 2])],
    (i, u) => tf.scatterND(i as tf.Tensor, u as tf.Tensor, [5, 2]),
  ),
  named(
    "tensorScatterUpdate",
    [floats([4, 2]), tf.tensor2d([[1], [3]], [2, 1], "int32"), floats([2, 2], { seed: 8 })],
    (x, i, u) => tf.tensorScatterUpdate(x as tf.Tensor, i as tf.Tensor, u as tf.Tensor),
  ),
  named(
    "unsortedSegmentSum with ids outside",
    [floats([5, 2]), tf.tensor1d([0, 2, -1, 2, 7], "int32")],
    (x, i) => tf.unsortedSegmentSum(x as tf.Tensor, i as tf.Tensor1D, 4),
  ),
  named(
    "mirrorPad reflect",
    [floats([3, 4])],
    (x) => tf.mirrorPad(x as tf.Tensor, [[1, 2], [0, 3]], "reflect"),
  ),
  named(
    "mirrorPad symmetric",
    [floats([3, 4])],
    (x) => tf.mirrorPad(x as tf.Tensor, [[1, 2], [0, 3]], "symmetric"),
  ),
  named("oneHot", [integers([2, 3], { low: 0, high: 4 })], (x) => tf.oneHot(x as tf.Tensor, 4)),
  named(
    "oneHot with other values",
    [integers([3], { low: 0, high: 4 })],
    (x) => tf.oneHot(x as tf.Tensor, 4, 0.9, 0.1, "float32"),
  ),
  named("pad", [floats([2, 3])], (x) => tf.pad(x as tf.Tensor, [[1, 0], [0, 2]], 7)),
  named("reshape", [floats([2, 6])], (x) => tf.reshape(x as tf.Tensor, [3, -1])),
  named("expandDims", [floats([2, 3])], (x) => tf.expandDims(x as tf.Tensor, -1)),
  named("reverse", [floats([2, 3])], (x) => tf.reverse(x as tf.Tensor, [0, 1])),
  named("slice", [floats([4, 5])], (x) => tf.slice(x as tf.Tensor, [1, 2], [2, -1])),
  named(
    "stridedSlice backwards",
    [floats([6, 4])],
    (x) => tf.stridedSlice(x as tf.Tensor, [5, 0], [0, 4], [-2, 3]),
  ),
  named(
    "stridedSlice that drops an axis",
    [floats([6, 4])],
    (x) => tf.stridedSlice(x as tf.Tensor, [1, 0], [2, 4], [1, 1], 0, 0, 0, 0, 1),
  ),
  named("tile", [floats([2, 3])], (x) => tf.tile(x as tf.Tensor, [2, 3])),
  named("transpose", [floats([2, 3, 4])], (x) => tf.transpose(x as tf.Tensor, [2, 0, 1])),
  named(
    "spaceToBatchND",
    [floats([1, 4, 4, 2])],
    (x) => tf.spaceToBatchND(x as tf.Tensor, [2, 2], [[0, 0], [2, 0]]),
  ),
  named(
    "batchToSpaceND",
    [floats([4, 2, 2, 1])],
    (x) => tf.batchToSpaceND(x as tf.Tensor, [2, 2], [[0, 1], [1, 0]]),
  ),
  named(
    "depthToSpace",
    [floats([1, 2, 2, 8])],
    (x) => tf.depthToSpace(x as tf.Tensor4D, 2, "NHWC"),
  ),
  named(
    "tensors made inside",
    [floats([3])],
    (x) => tf.addN([x as tf.Tensor, tf.range(0, 3), tf.linspace(0, 1, 3), tf.fill([3], 2)]),
  ),
  named("diag", [floats([3])], (x) => tf.diag(x as tf.Tensor)),
  named("diag of whole numbers", [integers([2, 2])], (x) => tf.diag(x as tf.Tensor)),
  named("diag of booleans", [booleans([3])], (x) => tf.diag(x as tf.Tensor)),
  ...[[2, 4, 3, 5], [2, 4, 3]].flatMap((shape) =>
    [1, 2].map((axis) =>
      named(
        `gather in batches of [${shape}] along ${axis}`,
        [floats(shape), integers([2, 2, 2], { low: 0, high: 3 })],
        (x, i) => tf.gather(x as tf.Tensor, i as tf.Tensor, axis, 1),
      )
    )
  ),
  named(
    "bincount",
    [integers([9], { low: 0, high: 6 }), floats([9])],
    (x, w) => [
      tf.bincount(x as tf.Tensor1D, w as tf.Tensor1D, 5),
      tf.bincount(x as tf.Tensor1D, tf.tensor1d([]), 7),
    ],
  ),
  named(
    "denseBincount",
    [integers([2, 9], { low: 0, high: 6 }), floats([2, 9])],
    (x, w) => [
      tf.denseBincount(x as tf.Tensor2D, w as tf.Tensor2D, 6),
      tf.denseBincount(x as tf.Tensor2D, tf.tensor2d([], [2, 0]), 6, true),
    ],
  ),
  named(
    "searchSorted, lowerBound and upperBound",
    [tf.tensor2d([[1, 2, 2, 4], [0, 3, 5, 9]]), tf.tensor2d([[2, 0, 7], [9, 4, 0]])],
    (sorted, values) =>
      (["left", "right"] as const).map((side) =>
        tf.searchSorted(sorted as tf.Tensor, values as tf.Tensor, side)
      ),
  ),
  named(
    "sparseToDense",
    [tf.tensor2d([[0, 1], [2, 3]], [2, 2], "int32"), floats([2])],
    (i, v) => tf.sparseToDense(i as tf.Tensor, v as tf.Tensor, [3, 4], 7),
  ),
  named(
    "bandPart",
    [floats([2, 4, 5])],
    (x) => [tf.linalg.bandPart(x as tf.Tensor, 1, -1), tf.linalg.bandPart(x as tf.Tensor, 0, 1)],
  ),
  named(
    "bitwiseAnd",
    [
      tf.tensor1d([5, -1, -2147483648, 2147483647, -6, 0, 12345678], "int32"),
      tf.tensor1d([3, 77, -1, -2, -3, -1, -87654321], "int32"),
    ],
    (a, b) => tf.bitwiseAnd(a as tf.Tensor, b as tf.Tensor),
  ),
  named(
    "broadcastArgs",
    [tf.tensor1d([2, 1, 5], "int32"), tf.tensor1d([4, 1], "int32")],
    (a, b) => tf.broadcastArgs(a as tf.Tensor, b as tf.Tensor),
  ),
  ...[undefined, 0, 1].map((axis) =>
    named(
      `max and min along ${axis} of what is no number`,
      [tf.tensor2d([[1, NaN, 3], [-Infinity, Infinity, 2], [-Infinity, -Infinity, -Infinity]])],
      (x) => [tf.max(x as tf.Tensor, axis), tf.min(x as tf.Tensor, axis, true)],
    )
  ),
];
