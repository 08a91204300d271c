/**
 * Kernels with which tfjs's backends give wrong numbers: put right where that is easy, and else taken
 * out, as an error is better than a wrong number.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { poolInfo, type PoolingAttrs, windowSizes } from "../program/geometry.ts";
import type { RawAttrs } from "../trace/attributes.ts";
import { IMAGE_EXPANSIONS } from "../trace/image_expansions.ts";
import type { EagerEngine } from "./engine.ts";

/** Maxima of wasm begin with a positive number, and its slopes of volumes go to wrong places. */
const WRONG: { readonly [E in EagerEngine]?: readonly string[] } = {
  wasm: [
    ...["MaxPoolGrad", "MaxPool3D", "MaxPool3DGrad", "Dilation2D"],
    ...["Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"],
  ],
};

/** tfjs never asks them for dilations, as its own gradients refuse those, so they pass over them. */
const UNDILATED = [
  ...["Conv2DBackpropInput", "Conv2DBackpropFilter"],
  ...["Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"],
  ...["DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropFilter"],
];

/** They know no half pixels, and the portable one takes heights for widths. */
const RESIZED = ["ResizeBilinearGrad", "ResizeNearestNeighborGrad"] as const;

/**
 * Mends the kernels of a backend, or takes them out.
 *
 * @param name the engine, whose kernels are registered
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { mendKernels } from "./mended_kernels.ts";
 * mendKernels("cpu");
 * ```
 */
export function mendKernels(name: EagerEngine): void {
  for (const kernel of WRONG[name] ?? []) tf.unregisterKernel(kernel, name);
  for (const kernel of UNDILATED) mend(kernel, { name, by: dilated });
  // The kernels of TensorFlow are its own.
  if (name !== "tensorflow") {
    for (const kernel of ["AvgPoolGrad", "AvgPool3DGrad"]) mend(kernel, { name, by: sharedOut });
    for (const kernel of RESIZED) mend(kernel, { name, by: () => expanded(kernel) });
  }
  for (const kernel of ["Cumsum", "Cumprod"]) {
    mend(kernel, { name, by: countedFromFront });
    if (name === "webgpu") mend(kernel, { name, by: turnedAround });
  }
  if (name === "webgpu") mend("AddN", { name, by: summedInParts });
  if (name === "cpu") mend("TensorScatterUpdate", { name, by: scatteredIntoCopy });
}

type Mend = (kernel: tf.KernelConfig) => tf.KernelFunc;

function mend(
  kernelName: string,
  { name, by }: { readonly name: EagerEngine; readonly by: Mend },
): void {
  const kernel = tf.getKernel(kernelName, name);
  if (!kernel) return;
  tf.unregisterKernel(kernelName, name);
  tf.registerKernel({ ...kernel, kernelFunc: by(kernel) });
}

/** Writes dilations as zeros within the filter. */
function dilated({ kernelName, kernelFunc }: tf.KernelConfig): tf.KernelFunc {
  return (call) => {
    const { dilations = 1, filterShape } = call.attrs as unknown as DilatedAttrs;
    const rates = [dilations].flat();
    if (rates.every((rate) => rate === 1)) return kernelFunc(call);
    // tfjs calls kernels with tensors, whose type says less.
    const { filter, ...others } = call.inputs as tf.NamedTensorMap;
    const shape = filter?.shape ?? filterShape ?? [];
    const spreads = shape.slice(0, -2).map((size, axis) => {
      return { axis, size, rate: rates[axis] ?? rates[0] ?? 1 };
    });
    return tf.tidy(() => {
      const attrs = {
        ...call.attrs,
        ...filterShape && { filterShape: [...spreads.map(widthOf), ...shape.slice(-2)] },
        dilations: 1,
      };
      const wide = filter && spreads.reduce(spreadOut, filter);
      const inputs = { ...others, ...wide && { filter: wide } };
      const slope = tf.engine().runKernel<tf.Tensor>(kernelName, inputs, attrs);
      return filter ? slope : spreads.reduce(closedUp, slope);
    });
  };
}

interface DilatedAttrs {
  readonly dilations?: number | readonly number[];
  /** Only kernels that give the slope of the filter have it. */
  readonly filterShape?: readonly number[];
}

/** An axis of a filter, and how far apart its elements are to be. */
interface Spread {
  readonly axis: number;
  readonly size: number;
  readonly rate: number;
}

function widthOf({ size, rate }: Pick<Spread, "size" | "rate">): number {
  return (size - 1) * rate + 1;
}

/** Puts zeros between the elements along an axis. */
function spreadOut(filter: tf.Tensor, { axis, size, rate }: Spread): tf.Tensor {
  const places = Array.from(
    { length: widthOf({ size, rate }) },
    (_, place) => place % rate === 0 ? place / rate : size,
  );
  return picked(filter, { axis, places, zeros: 1 });
}

/** Takes the elements that have no zeros between them. */
function closedUp(slope: tf.Tensor, { axis, size, rate }: Spread): tf.Tensor {
  return picked(slope, { axis, places: Array.from({ length: size }, (_, place) => place * rate) });
}

/** Kernels of some backends take four axes at most. */
function picked(
  x: tf.Tensor,
  { axis, places, zeros = 0 }: {
    readonly axis: number;
    readonly places: readonly number[];
    /** How many follow the elements. */
    readonly zeros?: number;
  },
): tf.Tensor {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const rows = tf.reshape(x, [tf.util.sizeFromShape(before), -1, tf.util.sizeFromShape(after)]);
  const ended = tf.pad(rows, [[0, 0], [0, zeros], [0, 0]]);
  const taken = tf.gather(ended, tf.tensor1d([...places], "int32"), 1);
  return tf.reshape(taken, [...before, places.length, ...after]);
}

/** Computes a kernel as recordings write it. */
function expanded(kernelName: typeof RESIZED[number]): tf.KernelFunc {
  const expansion = IMAGE_EXPANSIONS[kernelName];
  return ({ inputs, attrs }) =>
    tf.tidy(() => expansion(inputs as tf.NamedTensorMap, attrs as unknown as RawAttrs));
}

/** Windows that reach over the border share slopes out among paddings, too, which average none. */
function sharedOut({ kernelFunc }: tf.KernelConfig): tf.KernelFunc {
  return (call) => {
    const { dy, input } = call.inputs as { readonly dy: tf.Tensor; readonly input: tf.Tensor };
    const window = poolInfo(input.shape, call.attrs as unknown as PoolingAttrs);
    const whole = window.filter.reduce((product, size) => product * size, 1);
    const sizes = windowSizes(window);
    if (sizes.every((size) => size === whole)) return kernelFunc(call);
    const factors = tf.tensor(sizes.map((size) => whole / size), [1, ...window.output, 1]);
    const slope = tf.mul(dy, factors);
    const shared = kernelFunc({ ...call, inputs: { ...call.inputs, dy: slope } });
    tf.dispose([factors, slope]);
    return shared;
  };
}

/** An axis counted from the back fails in the portable kernels, and breaks the memory of wasm. */
function countedFromFront({ kernelFunc }: tf.KernelConfig): tf.KernelFunc {
  return (call) => {
    const { axis } = call.attrs as unknown as tf.CumsumAttrs;
    const { shape } = call.inputs.x as tf.TensorInfo;
    const [place = 0] = tf.util.parseAxisParam(axis, shape);
    return kernelFunc({ ...call, attrs: { ...call.attrs, axis: place } });
  };
}

/** WebGPU's shader for running sums from the end knows only the first length that it met. */
function turnedAround({ kernelName, kernelFunc }: tf.KernelConfig): tf.KernelFunc {
  return (call) => {
    const { axis, reverse } = call.attrs as unknown as tf.CumsumAttrs;
    if (!reverse) return kernelFunc(call);
    return tf.tidy(() => {
      const x = tf.reverse(call.inputs.x as tf.Tensor, axis);
      const attrs = { ...call.attrs, reverse: false };
      return tf.reverse(tf.engine().runKernel<tf.Tensor>(kernelName, { x }, attrs), axis);
    });
  };
}

/** WebGPU binds eight buffers to a kernel at least; a sum of more tensors would be anything at all. */
const SUMMED_AT_ONCE = 6;

/** Sums many tensors a few at a time. */
function summedInParts({ kernelFunc }: tf.KernelConfig): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const all = Object.values(inputs) as tf.TensorInfo[];
    const add = (some: readonly tf.TensorInfo[]): tf.TensorInfo =>
      kernelFunc({
        inputs: [...some] as unknown as tf.NamedTensorInfoMap,
        backend,
        ...(attrs && { attrs }),
      }) as tf.TensorInfo;
    let sum = add(all.slice(0, SUMMED_AT_ONCE));
    for (let at = SUMMED_AT_ONCE; at < all.length; at += SUMMED_AT_ONCE - 1) {
      const before = sum;
      sum = add([before, ...all.slice(at, at + SUMMED_AT_ONCE - 1)]);
      (backend as tf.KernelBackend).disposeData(before.dataId);
    }
    return sum;
  };
}

/** The portable kernel writes into its argument, and its result is that argument. */
function scatteredIntoCopy({ kernelFunc }: tf.KernelConfig): tf.KernelFunc {
  return ({ inputs, ...more }) => {
    const { dataId, shape, dtype } = inputs.tensor as tf.TensorInfo;
    const backend = more.backend as tf.KernelBackend;
    const values = backend.readSync(dataId);
    const copy = backend.write(values.slice(), shape, dtype);
    const result = kernelFunc({
      ...more,
      inputs: { ...inputs, tensor: { dataId: copy, shape, dtype } },
    });
    backend.disposeData(copy);
    return result;
  };
}
