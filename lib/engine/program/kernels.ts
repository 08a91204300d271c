/**
 * The operations of a program: the kernels of tfjs that are recorded one to one, with the order of
 * their inputs and the attributes they carry.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";

/** No attributes. */
export type None = Readonly<Record<never, never>>;

/** Which axes a reduction removes or, with `keepDims`, shrinks to one. */
export interface ReduceAttrs {
  readonly axis: readonly number[];
  readonly keepDims: boolean;
}

/** Start, end (exclusive, may be −1 below zero for negative steps) and step for every axis. */
export interface StridedAttrs {
  readonly begin: readonly number[];
  readonly size: readonly number[];
  readonly strides: readonly number[];
}

/** tfjs leaves dilations out where gradients of convolutions are concerned. */
export interface Dilated {
  readonly dilations?: readonly number[] | number;
}

/** Geometry of a pooling window. */
export type PoolAttrs = tf.MaxPoolAttrs;

/** Attributes by kernel; the names are those of tfjs. */
export interface Kernels {
  Abs: None;
  Acos: None;
  Acosh: None;
  Add: None;
  All: ReduceAttrs;
  Any: ReduceAttrs;
  ArgMax: tf.ArgMaxAttrs;
  ArgMin: tf.ArgMinAttrs;
  Asin: None;
  Asinh: None;
  Atan: None;
  Atan2: None;
  Atanh: None;
  AvgPool: PoolAttrs;
  AvgPool3D: tf.AvgPool3DAttrs;
  AvgPool3DGrad: tf.AvgPool3DGradAttrs;
  AvgPoolGrad: PoolAttrs;
  BatchMatMul: tf.BatchMatMulAttrs;
  Cast: { readonly dtype: "float32" | "int32" | "bool" };
  Ceil: None;
  ClipByValue: tf.ClipByValueAttrs;
  Concat: tf.ConcatAttrs;
  Conv2D: tf.Conv2DAttrs;
  Conv2DBackpropFilter: tf.Conv2DBackpropFilterAttrs & Dilated;
  Conv2DBackpropInput: tf.Conv2DBackpropInputAttrs & Dilated;
  Conv3D: tf.Conv3DAttrs;
  Conv3DBackpropFilterV2: tf.Conv3DBackpropFilterV2Attrs & Dilated;
  Conv3DBackpropInputV2: tf.Conv3DBackpropInputV2Attrs & Dilated;
  Cos: None;
  Cosh: None;
  Cumsum: tf.CumsumAttrs;
  DepthwiseConv2dNative: tf.DepthwiseConv2dNativeAttrs;
  DepthwiseConv2dNativeBackpropFilter: tf.DepthwiseConv2dNativeBackpropFilterAttrs;
  DepthwiseConv2dNativeBackpropInput: tf.DepthwiseConv2dNativeBackpropInputAttrs;
  Einsum: tf.EinsumAttrs;
  Elu: None;
  EluGrad: None;
  Equal: None;
  Erf: None;
  Exp: None;
  Expm1: None;
  /** Of complex numbers along the last axis; real and imaginary parts go in and come out. */
  FFT: None;
  Floor: None;
  FloorDiv: None;
  /** Channels last, always with a bias and without activation. */
  FusedConv2D: tf.Conv2DAttrs;
  GatherNd: None;
  GatherV2: tf.GatherV2Attrs;
  Greater: None;
  GreaterEqual: None;
  /** As `FFT`. */
  IFFT: None;
  IsFinite: None;
  IsInf: None;
  IsNan: None;
  LeakyRelu: tf.LeakyReluAttrs;
  Less: None;
  LessEqual: None;
  Log: None;
  Log1p: None;
  LogicalAnd: None;
  LogicalNot: None;
  LogicalOr: None;
  Max: ReduceAttrs;
  MaxPool: PoolAttrs;
  MaxPool3D: tf.MaxPool3DAttrs;
  MaxPool3DGrad: tf.MaxPool3DGradAttrs;
  MaxPoolGrad: PoolAttrs;
  Maximum: None;
  Mean: ReduceAttrs;
  Min: ReduceAttrs;
  Minimum: None;
  MirrorPad: tf.MirrorPadAttrs;
  Mod: None;
  Multiply: None;
  Neg: None;
  NotEqual: None;
  OneHot: tf.OneHotAttrs;
  PadV2: tf.PadV2Attrs;
  Pow: None;
  Prelu: None;
  Prod: ReduceAttrs;
  RealDiv: None;
  Reciprocal: None;
  Relu: None;
  Relu6: None;
  Reshape: { readonly shape: readonly number[] };
  Reverse: { readonly dims: readonly number[] };
  Round: None;
  Rsqrt: None;
  ScatterNd: tf.ScatterNdAttrs;
  Select: None;
  Selu: None;
  Sigmoid: None;
  Sign: None;
  Sin: None;
  Sinh: None;
  Softmax: None;
  Softplus: None;
  Sqrt: None;
  Square: None;
  Step: tf.StepAttrs;
  StridedSlice: StridedAttrs;
  Sub: None;
  Sum: ReduceAttrs;
  Tan: None;
  Tanh: None;
  TensorScatterUpdate: None;
  Tile: { readonly reps: readonly number[] };
  TopK: tf.TopKAttrs;
  Transpose: { readonly perm: readonly number[] };
  UnsortedSegmentSum: tf.UnsortedSegmentSumAttrs;
  /** Matrices only, always with a bias and without activation. */
  _FusedMatMul: tf.BatchMatMulAttrs;
}

/** Name of an operation. */
export type KernelName = keyof Kernels;

/** Names of the inputs in order; `"list"` takes any number. */
export type InputNames = readonly string[] | "list";

const X: InputNames = ["x"];
const AB: InputNames = ["a", "b"];
const CONV: InputNames = ["x", "filter"];
const BACK_INPUT: InputNames = ["dy", "filter"];
const BACK_FILTER: InputNames = ["x", "dy"];

/** How the inputs of each kernel are called, and in which order a program lists them. */
export const INPUT_NAMES: { readonly [K in KernelName]: InputNames } = {
  Abs: X,
  Acos: X,
  Acosh: X,
  Add: AB,
  All: X,
  Any: X,
  ArgMax: X,
  ArgMin: X,
  Asin: X,
  Asinh: X,
  Atan: X,
  Atan2: AB,
  Atanh: X,
  AvgPool: X,
  AvgPool3D: X,
  AvgPool3DGrad: ["dy", "input"],
  AvgPoolGrad: ["dy", "input"],
  BatchMatMul: AB,
  Cast: X,
  Ceil: X,
  ClipByValue: X,
  Concat: "list",
  Conv2D: CONV,
  Conv2DBackpropFilter: BACK_FILTER,
  Conv2DBackpropInput: BACK_INPUT,
  Conv3D: CONV,
  Conv3DBackpropFilterV2: BACK_FILTER,
  Conv3DBackpropInputV2: BACK_INPUT,
  Cos: X,
  Cosh: X,
  Cumsum: X,
  DepthwiseConv2dNative: CONV,
  DepthwiseConv2dNativeBackpropFilter: BACK_FILTER,
  DepthwiseConv2dNativeBackpropInput: BACK_INPUT,
  Einsum: "list",
  Elu: X,
  EluGrad: ["dy", "y"],
  Equal: AB,
  Erf: X,
  Exp: X,
  Expm1: X,
  FFT: ["real", "imag"],
  Floor: X,
  FloorDiv: AB,
  FusedConv2D: ["x", "filter", "bias"],
  GatherNd: ["params", "indices"],
  GatherV2: ["x", "indices"],
  Greater: AB,
  GreaterEqual: AB,
  IFFT: ["real", "imag"],
  IsFinite: X,
  IsInf: X,
  IsNan: X,
  LeakyRelu: X,
  Less: AB,
  LessEqual: AB,
  Log: X,
  Log1p: X,
  LogicalAnd: AB,
  LogicalNot: X,
  LogicalOr: AB,
  Max: X,
  MaxPool: X,
  MaxPool3D: X,
  MaxPool3DGrad: ["dy", "input", "output"],
  MaxPoolGrad: ["dy", "input", "output"],
  Maximum: AB,
  Mean: X,
  Min: X,
  Minimum: AB,
  MirrorPad: X,
  Mod: AB,
  Multiply: AB,
  Neg: X,
  NotEqual: AB,
  OneHot: ["indices"],
  PadV2: X,
  Pow: AB,
  Prelu: ["x", "alpha"],
  Prod: X,
  RealDiv: AB,
  Reciprocal: X,
  Relu: X,
  Relu6: X,
  Reshape: X,
  Reverse: X,
  Round: X,
  Rsqrt: X,
  ScatterNd: ["indices", "updates"],
  Select: ["condition", "t", "e"],
  Selu: X,
  Sigmoid: X,
  Sign: X,
  Sin: X,
  Sinh: X,
  Softmax: ["logits"],
  Softplus: X,
  Sqrt: X,
  Square: X,
  Step: X,
  StridedSlice: X,
  Sub: AB,
  Sum: X,
  Tan: X,
  Tanh: X,
  TensorScatterUpdate: ["tensor", "indices", "updates"],
  Tile: X,
  TopK: X,
  Transpose: X,
  UnsortedSegmentSum: ["x", "segmentIds"],
  _FusedMatMul: ["a", "b", "bias"],
};

/** All kernels, in alphabetical order. */
export const KERNEL_NAMES: readonly KernelName[] = Object.keys(INPUT_NAMES) as KernelName[];
