/**
 * Methods of tensors: `x.add(y)` for `tf.add(x, y)`.
 *
 * tfjs keeps them apart in modules whose imports lack file endings, which Deno does not load; the
 * types are taken from there, the functions are tied here.
 *
 * @module
 */

import type {} from "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.d.ts";
import * as tf from "@tensorflow/tfjs-core";

/** Functions whose first argument is the tensor and whose others follow in the same order. */
const SAME_ORDER =
  ("abs acos acosh add all any argMax argMin asin asinh atan atan2 atanh avgPool batchToSpaceND " +
    "batchNorm broadcastTo cast ceil clipByValue conv1d conv2dTranspose conv2d cos cosh cumprod cumsum " +
    "depthToSpace depthwiseConv2d dilation2d divNoNan div dot elu equal erf euclideanNorm expandDims exp " +
    "expm1 fft floor floorDiv gather greaterEqual greater ifft irfft isFinite isInf isNaN leakyRelu " +
    "lessEqual less localResponseNormalization logSigmoid logSoftmax logSumExp log log1p logicalAnd " +
    "logicalNot logicalOr logicalXor matMul maxPool max maximum mean min minimum mirrorPad mod mul neg norm " +
    "notEqual oneHot onesLike pad pool pow prelu prod reciprocal relu relu6 reshape reverse rfft round rsqrt " +
    "selu separableConv2d sigmoid sign sin sinh slice softmax softplus spaceToBatchND split sqrt square " +
    "squaredDifference squeeze step stridedSlice sub sum tan tanh tile topk transpose unique " +
    "unsortedSegmentSum unstack zerosLike").split(" ");

type Method = (this: tf.Tensor, ...args: never[]) => unknown;

/** The others. */
const OTHERS: Readonly<Record<string, Method>> = {
  asScalar() {
    return tf.reshape(this, []);
  },
  as1D() {
    return tf.reshape(this, [this.size]);
  },
  flatten() {
    return tf.reshape(this, [this.size]);
  },
  ...Object.fromEntries([2, 3, 4, 5].map((rank) => [`as${rank}D`, reshapeTo])),
  asType(dtype: tf.DataType) {
    return tf.cast(this, dtype);
  },
  toBool() {
    return tf.cast(this, "bool");
  },
  toFloat() {
    return tf.cast(this, "float32");
  },
  toInt() {
    return tf.cast(this, "int32");
  },
  reshapeAs(other: tf.Tensor) {
    return tf.reshape(this, other.shape);
  },
  concat(others: tf.Tensor | tf.Tensor[], axis?: number) {
    return tf.concat([this, ...asArray(others)], axis);
  },
  stack(others: tf.Tensor | tf.Tensor[], axis?: number) {
    return tf.stack([this, ...asArray(others)], axis);
  },
  where(condition: tf.Tensor, other: tf.Tensor) {
    return tf.where(condition, this, other);
  },
  resizeBilinear(...rest: DropFirst<typeof tf.image.resizeBilinear>) {
    return tf.image.resizeBilinear(this as tf.Tensor3D, ...rest);
  },
  resizeNearestNeighbor(...rest: DropFirst<typeof tf.image.resizeNearestNeighbor>) {
    return tf.image.resizeNearestNeighbor(this as tf.Tensor3D, ...rest);
  },
};

type DropFirst<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;

/**
 * Gives tensors their methods; a second call changes nothing.
 *
 * @example
 * ```ts
 * import { installTensorMethods } from "./tensor_methods.ts";
 * installTensorMethods();
 * ```
 */
export function installTensorMethods(): void {
  for (const name of SAME_ORDER) define(name, functionNamed(name));
  for (const [name, method] of Object.entries(OTHERS)) define(name, method);
}

function functionNamed(name: string): Method {
  const spectral = tf.spectral as unknown as Record<string, Method>;
  const call = (tf as unknown as Record<string, Method>)[name] ?? spectral[name];
  if (!call) throw new RangeError(`Cannot find the function ${name} in tfjs-core`);
  return function (this: tf.Tensor, ...args: never[]): unknown {
    return call.call(undefined as never, this as never, ...args);
  };
}

function define(name: string, method: Method): void {
  const value = function (this: tf.Tensor, ...args: never[]): unknown {
    // A disposed tensor says so itself, in words of its own.
    (this as unknown as { throwIfDisposed(): void }).throwIfDisposed();
    return method.apply(this, args);
  };
  Object.defineProperty(value, "name", { value: name });
  const place = { value, configurable: true, writable: true };
  Object.defineProperty(tf.Tensor.prototype, name, place);
}

function reshapeTo(this: tf.Tensor, ...shape: number[]): tf.Tensor {
  return tf.reshape(this, shape);
}

function asArray(tensors: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
  return Array.isArray(tensors) ? tensors : [tensors];
}
