/**
 * From the attributes that tfjs passes to those that programs carry: axes counted from the front,
 * shapes without blanks, no optional fields.
 *
 * @module
 */

import { slice_util, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { KernelName, Kernels, ReduceAttrs } from "../program/kernels.ts";

/** Attributes as a kernel function gets them. */
export type RawAttrs = Readonly<Record<string, unknown>>;

type Normaliser<K extends KernelName> = (attrs: RawAttrs, first: TensorInfo) => Kernels[K];

/** Kernels whose attributes differ from those of tfjs; all others are taken as they are. */
const NORMALISERS: { readonly [K in KernelName]?: Normaliser<K> } = {
  All: reduceAttrs,
  Any: reduceAttrs,
  ArgMax: ({ axis }, x) => ({ axis: axisOf(axis, x) }),
  ArgMin: ({ axis }, x) => ({ axis: axisOf(axis, x) }),
  Concat: ({ axis }, x) => ({ axis: axisOf(axis, x) }),
  Cumsum: ({ axis, exclusive, reverse }, x) => ({
    axis: axisOf(axis, x),
    exclusive: exclusive === true,
    reverse: reverse === true,
  }),
  GatherV2: ({ axis, batchDims }, x) => ({
    axis: axisOf(axis, x),
    batchDims: Number(batchDims ?? 0),
  }),
  Max: reduceAttrs,
  Mean: reduceAttrs,
  Min: reduceAttrs,
  Prod: reduceAttrs,
  Reshape: ({ shape }, x) => ({
    shape: util.inferFromImplicitShape(shape as number[], util.sizeFromShape(x.shape)),
  }),
  Reverse: ({ dims }, x) => ({ dims: util.parseAxisParam(dims as number[], x.shape) }),
  Softmax: () => ({}),
  Sum: reduceAttrs,
};

/**
 * Normalises attributes.
 *
 * @param kernel name of the kernel
 * @param attrs what tfjs passed
 * @param options what else decides
 * @param options.first the first input
 * @returns attributes as programs have them
 * @example
 * ```ts
 * import { scalar } from "@tensorflow/tfjs-core";
 * import { normaliseAttrs } from "./attributes.ts";
 * normaliseAttrs("Reshape", { shape: [-1] }, { first: scalar(1) }); // { shape: [1] }
 * ```
 */
export function normaliseAttrs<K extends KernelName>(
  kernel: K,
  attrs: RawAttrs,
  { first }: { readonly first: TensorInfo | undefined },
): Kernels[K] {
  const normalise = NORMALISERS[kernel];
  if (normalise && first) return normalise(attrs, first);
  const present = Object.entries(attrs).filter(([, value]) => value !== undefined);
  // tfjs keeps to the attribute types that it declares for its kernels.
  return structuredClone(Object.fromEntries(present)) as Kernels[K];
}

/**
 * Begin and size of a slice for every axis.
 *
 * @param x the tensor
 * @param attrs what tfjs passed
 * @returns attributes with steps of one
 * @example
 * ```ts
 * import { tensor1d } from "@tensorflow/tfjs-core";
 * import { sliceAttrs } from "./attributes.ts";
 * sliceAttrs(tensor1d([1, 2, 3]), { begin: 1, size: -1 }); // begin [1], size [2], strides [1]
 * ```
 */
export function sliceAttrs(x: TensorInfo, attrs: RawAttrs): Kernels["StridedSlice"] {
  const { begin, size } = attrs as { begin: number | number[]; size: number | number[] };
  const [first = [], sizes = []] = slice_util.parseSliceParams(x, begin, size);
  return { begin: first, size: sizes, strides: first.map(() => 1) };
}

function reduceAttrs(attrs: RawAttrs, x: TensorInfo): ReduceAttrs {
  const axis = (attrs.axis ?? attrs.reductionIndices ?? null) as number | number[];
  return { axis: util.parseAxisParam(axis, x.shape), keepDims: attrs.keepDims === true };
}

function axisOf(axis: unknown, x: TensorInfo): number {
  return util.parseAxisParam(axis as number, x.shape)[0] ?? 0;
}
