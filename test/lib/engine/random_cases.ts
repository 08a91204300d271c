/** Calls of tfjs on tensors of random rank, type and shape. */
import * as tf from "../../../lib/tf.ts";
import { numbers, type RuleCase } from "./rule_cases.ts";

export type DType = "float32" | "int32" | "bool";

/** What chance has chosen for a case. */
export interface Given {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly seed: number;
}

/** Makes a case from chance. */
export type RandomCase = (given: Given) => Omit<RuleCase, "name">;

/** Where the elements of each type lie; the upper end is excluded. */
type Domain = Readonly<Record<DType, readonly [number, number]>>;
type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const ANY: Domain = { float32: [-2, 2], int32: [-5, 6], bool: [0, 2] };
const POSITIVE: Domain = { float32: [0.1, 3], int32: [1, 7], bool: [1, 2] };
const INSIDE: Domain = { float32: [-0.9, 0.9], int32: [0, 1], bool: [0, 1] };
const ABOVE_ONE: Domain = { float32: [1.1, 4], int32: [1, 7], bool: [1, 2] };

/** A tensor with elements of its domain. */
export function tensorOf(
  shape: readonly number[],
  { dtype, seed }: Pick<Given, "dtype" | "seed">,
  domain: Domain = ANY,
): tf.Tensor {
  const [low, high] = domain[dtype];
  const values = numbers(tf.util.sizeFromShape([...shape]), { low, high, seed: seed * 2 + 1 });
  return tf.tensor(dtype === "float32" ? values : values.map(Math.floor), [...shape], dtype);
}

/** A whole number in [0, count). */
function pick(count: number, seed: number): number {
  return Math.floor((numbers(3, { low: 0, high: count, seed: seed * 2 + 1 })[2] ?? 0) % count);
}

function unary(fn: Unary, domain: Domain = ANY, types: readonly DType[] = TYPES): RandomCase {
  return ({ shape, dtype, seed }) => {
    const type = types.includes(dtype) ? dtype : types[0] ?? "float32";
    return {
      arguments: [tensorOf(shape, { dtype: type, seed }, domain)],
      fn: fn as RuleCase["fn"],
    };
  };
}

const TYPES: readonly DType[] = ["float32", "int32", "bool"];
const NUMBERS: readonly DType[] = ["float32", "int32"];
const FLOATS: readonly DType[] = ["float32"];
const BOOLEANS: readonly DType[] = ["bool"];

export const UNARY: Readonly<Record<string, RandomCase>> = {
  abs: unary(tf.abs),
  acos: unary(tf.acos, INSIDE, NUMBERS),
  acosh: unary(tf.acosh, ABOVE_ONE, NUMBERS),
  asin: unary(tf.asin, INSIDE, NUMBERS),
  asinh: unary(tf.asinh, ANY, NUMBERS),
  atan: unary(tf.atan, ANY, NUMBERS),
  atanh: unary(tf.atanh, INSIDE, NUMBERS),
  cast: unary((x) => tf.stack(TYPES.map((type) => tf.cast(tf.cast(x, type), "float32")))),
  ceil: unary(tf.ceil, ANY, FLOATS),
  clipByValue: unary((x) => tf.clipByValue(x, -1, 2), ANY, NUMBERS),
  cos: unary(tf.cos, ANY, FLOATS),
  cosh: unary(tf.cosh, ANY, FLOATS),
  elu: unary(tf.elu, ANY, FLOATS),
  erf: unary(tf.erf, ANY, NUMBERS),
  exp: unary(tf.exp),
  expm1: unary(tf.expm1, INSIDE, NUMBERS),
  floor: unary(tf.floor, ANY, FLOATS),
  isFinite: unary(tf.isFinite),
  isInf: unary((x) => tf.isInf(tf.div(tf.cast(x, "float32"), 0))),
  isNaN: unary((x) => tf.isNaN(tf.sqrt(tf.cast(x, "float32")))),
  leakyRelu: unary((x) => tf.leakyRelu(x, 0.1), ANY, NUMBERS),
  log: unary(tf.log, POSITIVE, FLOATS),
  log1p: unary(tf.log1p, POSITIVE, NUMBERS),
  logicalNot: unary(tf.logicalNot, ANY, BOOLEANS),
  neg: unary(tf.neg, ANY, NUMBERS),
  reciprocal: unary(tf.reciprocal, POSITIVE, NUMBERS),
  relu: unary(tf.relu),
  relu6: unary((x) => tf.relu6(tf.mul(x, tf.scalar(3, x.dtype))), ANY, NUMBERS),
  round: unary(tf.round, ANY, NUMBERS),
  rsqrt: unary(tf.rsqrt, POSITIVE, FLOATS),
  selu: unary(tf.selu, ANY, NUMBERS),
  sigmoid: unary(tf.sigmoid, ANY, FLOATS),
  sign: unary(tf.sign),
  sin: unary(tf.sin, ANY, FLOATS),
  sinh: unary(tf.sinh, ANY, NUMBERS),
  softplus: unary(tf.softplus, ANY, NUMBERS),
  sqrt: unary(tf.sqrt, POSITIVE, FLOATS),
  square: unary(tf.square),
  step: unary((x) => tf.step(x, 2), ANY, NUMBERS),
  tan: unary(tf.tan, INSIDE, FLOATS),
  tanh: unary(tf.tanh, ANY, FLOATS),
  onesLike: unary(tf.onesLike),
  zerosLike: unary(tf.zerosLike),
};

/** The shape with some axes shrunk to one and some leading axes left out. */
function broadcastable(shape: readonly number[], seed: number): readonly number[] {
  const kept = shape.slice(pick(shape.length + 1, seed));
  return kept.map((size, axis) => pick(3, seed + axis + 1) === 0 ? 1 : size);
}

function binary(fn: Binary, types: readonly DType[] = NUMBERS, right: Domain = ANY): RandomCase {
  return ({ shape, dtype, seed }) => {
    const type = types.includes(dtype) ? dtype : types[0] ?? "float32";
    const left = right === POSITIVE && type === "float32" ? POSITIVE : ANY;
    const a = tensorOf(shape, { dtype: type, seed }, left);
    const other = types[pick(types.length, seed)] ?? type;
    const b = tensorOf(broadcastable(shape, seed), { dtype: other, seed: seed + 1 }, right);
    const swap = pick(2, seed + 2) === 0 && right === ANY;
    return { arguments: swap ? [b, a] : [a, b], fn: fn as RuleCase["fn"], tolerance: 1e-4 };
  };
}

export const BINARY: Readonly<Record<string, RandomCase>> = {
  add: binary(tf.add),
  atan2: binary(tf.atan2, FLOATS),
  div: binary(tf.div, NUMBERS, POSITIVE),
  divNoNan: binary(tf.divNoNan, FLOATS),
  equal: binary((a, b) => tf.equal(tf.cast(a, "int32"), tf.cast(b, "int32")), TYPES),
  floorDiv: binary(tf.floorDiv, NUMBERS),
  greater: binary(tf.greater, TYPES),
  greaterEqual: binary(tf.greaterEqual, TYPES),
  less: binary(tf.less, TYPES),
  lessEqual: binary(tf.lessEqual, TYPES),
  logicalAnd: binary(tf.logicalAnd, BOOLEANS),
  logicalOr: binary(tf.logicalOr, BOOLEANS),
  logicalXor: binary(tf.logicalXor, BOOLEANS),
  maximum: binary(tf.maximum, TYPES),
  minimum: binary(tf.minimum, TYPES),
  mod: binary(tf.mod, NUMBERS, POSITIVE),
  mul: binary(tf.mul, TYPES),
  notEqual: binary((a, b) => tf.notEqual(tf.cast(a, "int32"), tf.cast(b, "int32")), TYPES),
  pow: binary(tf.pow, NUMBERS, POSITIVE),
  prelu: binary((a, b) => tf.prelu(tf.add(a, tf.zerosLike(b)), b), NUMBERS),
  squaredDifference: binary(tf.squaredDifference, NUMBERS),
  sub: binary(tf.sub, NUMBERS),
  where: binary((a, b) => tf.where(tf.greater(a, b), tf.add(a, tf.zerosLike(b)), b), NUMBERS),
};

/** Reductions have no result for axes without elements. */
function filled(shape: readonly number[]): readonly number[] {
  return shape.map((size) => Math.max(1, size));
}

type Reduction = (x: tf.Tensor, axis: number | number[] | undefined, keep: boolean) => tf.Tensor;

function reduction(fn: Reduction, types: readonly DType[] = NUMBERS): RandomCase {
  return ({ shape, dtype, seed }) => {
    const type = types.includes(dtype) ? dtype : types[0] ?? "float32";
    const x = tensorOf(filled(shape), { dtype: type, seed });
    const some = x.shape.map((_, axis) => axis).filter((axis) => pick(2, seed + axis) === 0);
    const one = x.rank === 0 ? undefined : pick(2 * x.rank, seed) - x.rank;
    const axis = [undefined, one, some][pick(3, seed + 1)];
    const keep = pick(2, seed + 2) === 0;
    return { arguments: [x], fn: (x) => fn(x as tf.Tensor, axis, keep), tolerance: 1e-4 };
  };
}

/** Kernels that work along one axis, which scalars lack. */
function along(
  fn: (x: tf.Tensor, axis: number, seed: number) => tf.Tensor | tf.Tensor[],
  types: readonly DType[] = TYPES,
): RandomCase {
  return ({ shape, dtype, seed }) => {
    const type = types.includes(dtype) ? dtype : types[0] ?? "float32";
    const size = shape.length === 0 ? [3] : filled(shape);
    const axis = pick(size.length, seed);
    const x = tensorOf(size, { dtype: type, seed });
    return { arguments: [x], fn: (x) => fn(x as tf.Tensor, axis, seed), tolerance: 1e-4 };
  };
}

export const REDUCTIONS: Readonly<Record<string, RandomCase>> = {
  all: reduction(tf.all, BOOLEANS),
  any: reduction(tf.any, BOOLEANS),
  argMax: along((x, axis) => tf.argMax(x, axis)),
  argMin: along((x, axis) => tf.argMin(x, axis - x.rank)),
  cumprod: along((x, axis, seed) => tf.cumprod(x, axis, seed % 2 === 0, seed % 3 === 0)),
  cumsum: along((x, axis, seed) => tf.cumsum(x, axis, seed % 2 === 0, seed % 3 === 0)),
  logSoftmax: along((x) => tf.logSoftmax(x), FLOATS),
  logSumExp: reduction(tf.logSumExp, FLOATS),
  max: reduction(tf.max, TYPES),
  mean: reduction(tf.mean, TYPES),
  min: reduction(tf.min, TYPES),
  prod: reduction(tf.prod),
  softmax: along((x) => tf.softmax(x), FLOATS),
  sum: reduction(tf.sum, TYPES),
  topk: along((x) => {
    const { values, indices } = tf.topk(x, 1 + Math.floor(((x.shape.at(-1) ?? 1) - 1) / 2));
    return [values, indices];
  }, FLOATS),
};

/** Any tensor of at least one axis; axes may be empty. */
function moved(fn: (x: tf.Tensor, seed: number) => tf.Tensor | tf.Tensor[]): RandomCase {
  return ({ shape, dtype, seed }) => {
    const x = tensorOf(shape.length === 0 ? [3] : shape, { dtype, seed });
    return { arguments: [x], fn: (x) => fn(x as tf.Tensor, seed) };
  };
}

function whole(values: readonly number[], shape: readonly number[]): tf.Tensor {
  return tf.tensor([...values], [...shape], "int32");
}

export const MOVEMENTS: Readonly<Record<string, RandomCase>> = {
  broadcastTo: moved((x) => {
    const ones = tf.expandDims(x, -1);
    return tf.broadcastTo(ones, [...x.shape, 3]);
  }),
  concat: along((x, axis) => tf.concat([x, tf.reverse(x, axis), x], axis - x.rank)),
  expandDims: moved((x, seed) => tf.expandDims(x, pick(2 * x.rank + 2, seed) - x.rank - 1)),
  gather: along((x, axis) => {
    const last = (x.shape[axis] ?? 1) - 1;
    return tf.gather(x, whole([last, 0, last, 0], [2, 2]), axis);
  }),
  gatherND: along((x) => tf.gatherND(x, whole([0, (x.shape[0] ?? 1) - 1], [2, 1])), NUMBERS),
  mirrorPad: along((x, _axis, seed) => {
    const around = x.shape.map((size) => [size > 1 ? 1 : 0, size - 1] as [number, number]);
    return tf.mirrorPad(x, around, seed % 2 === 0 ? "reflect" : "symmetric");
  }),
  oneHot: along((x, axis) => tf.oneHot(tf.argMax(x, axis), 4)),
  pad: moved((x, seed) =>
    tf.pad(x, x.shape.map((_, axis) => [pick(3, seed + axis), pick(2, seed)] as [number, number]))
  ),
  reshape: along((x, axis) => tf.reshape(x, [-1, x.shape[axis] ?? 1])),
  reverse: moved((x, seed) => tf.reverse(x, pick(2 * x.rank, seed) - x.rank)),
  scatterND: along((x) => {
    const rows = x.shape[0] ?? 1;
    const places = Array.from({ length: rows }, (_, row) => Math.floor(row / 2));
    return tf.scatterND(whole(places, [rows, 1]), x, [rows + 1, ...x.shape.slice(1)]);
  }, NUMBERS),
  slice: along((x, axis) => tf.slice(x, x.shape.map((_, at) => at === axis ? 1 : 0))),
  split: along((x, axis) => tf.split(x, [1, (x.shape[axis] ?? 1) - 1], axis)),
  squeeze: along((x) => tf.squeeze(x)),
  stack: moved((x, seed) => tf.stack([x, x], pick(x.rank + 1, seed))),
  stridedSlice: along((x) =>
    tf.stridedSlice(x, x.shape.map((size) => size), x.shape.map(() => -9), x.shape.map(() => -2))
  ),
  tensorScatterUpdate: along((x) => {
    const row = tf.slice(tf.reverse(x, x.rank - 1), 0, 1);
    return tf.tensorScatterUpdate(x, whole([(x.shape[0] ?? 1) - 1], [1, 1]), row);
  }, NUMBERS),
  tile: moved((x, seed) => tf.tile(x, x.shape.map((_, axis) => 1 + pick(2, seed + axis)))),
  transpose: moved((x, seed) => {
    const order = numbers(x.rank, { seed: seed * 2 + 1 });
    const axes = x.shape.map((_, axis) => axis);
    return tf.transpose(x, axes.sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0)));
  }),
  unsortedSegmentSum: along((x) => {
    const ids = Array.from({ length: x.shape[0] ?? 1 }, (_, row) => row % 2);
    return tf.unsortedSegmentSum(x, tf.tensor1d(ids, "int32"), 3);
  }, NUMBERS),
  unstack: along((x, axis) => tf.unstack(x, axis)),
};
