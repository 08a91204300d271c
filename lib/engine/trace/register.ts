/**
 * The recording backend's kernels: recorded one to one, expanded into others, or refused.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { INPUT_NAMES, KERNEL_NAMES, type KernelName } from "../program/kernels.ts";
import type { Value } from "../program/program.ts";
import { normaliseAttrs, type RawAttrs, sliceAttrs } from "./attributes.ts";
import { callSite } from "./call_site.ts";
import { complexKernel } from "./complex_kernels.ts";
import { UnrecordableError } from "./errors.ts";
import { EXPANSIONS } from "./expansions.ts";
import type { Inputs } from "./given.ts";
import { type RecordingBackend, TRACE_BACKEND } from "./recording_backend.ts";

/** Kernels whose results have a size that only their values tell, and others that cannot be. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(NonMax|Unique|Where|Sparse|Ragged)/, "the size of its result depends on values"],
  [/^(String|StaticRegex)/, "programs have no strings"],
  [/^(FromPixels|Draw)$/, "it needs a browser"],
];

/**
 * Registers a function for every kernel that tfjs knows.
 *
 * @param backend where they record
 * @example
 * ```ts
 * import { RecordingBackend } from "./recording_backend.ts";
 * import { registerKernels } from "./register.ts";
 * registerKernels(new RecordingBackend());
 * ```
 */
export function registerKernels(backend: RecordingBackend): void {
  for (const kernelName of tfjsKernelNames()) {
    const plain = kernelFunction(kernelName, backend);
    const kernelFunc = complexKernel(kernelName, { backend, plain });
    tf.registerKernel({ kernelName, backendName: TRACE_BACKEND, kernelFunc });
  }
}

/**
 * Names of all kernels of tfjs-core, which exports each name as a constant.
 *
 * @returns names such as `BatchMatMul`
 * @example
 * ```ts
 * import { tfjsKernelNames } from "./register.ts";
 * tfjsKernelNames().includes("Add"); // true
 * ```
 */
export function tfjsKernelNames(): readonly string[] {
  return Object.entries(tf)
    .filter(([key, value]) => key === value && /^_?[A-Z]/.test(key))
    .map(([key]) => key);
}

function kernelFunction(name: string, backend: RecordingBackend): tf.KernelFunc {
  if (name === "Identity") {
    return ({ inputs }) => handle(backend, backend.valueFor(first(inputs)));
  }
  if (name === "Slice") {
    return ({ inputs, attrs }) => {
      const x = first(inputs);
      const value = backend.valueFor(x);
      return record(backend, "StridedSlice", { inputs: [value], attrs: sliceAttrs(x, raw(attrs)) });
    };
  }
  if (name === "StridedSlice") return stridedSlice(backend);
  // Goes first: passes make fused kernels, which are expanded where tfjs calls them.
  const expand = EXPANSIONS[name];
  if (expand) return ({ inputs, attrs }) => expand(inputs as Inputs, raw(attrs));
  if (isRecorded(name)) return recorded(name, backend);
  return () => {
    const reason = REASONS.find(([pattern]) => pattern.test(name))?.[1] ?? "it has no rule yet";
    throw new UnrecordableError({ kernel: name, site: callSite(), reason });
  };
}

function recorded(name: KernelName, backend: RecordingBackend): tf.KernelFunc {
  return ({ inputs, attrs }) => {
    const tensors = ordered(name, inputs);
    const values = tensors.map((tensor) => backend.valueFor(tensor));
    const normal = normaliseAttrs(name, raw(attrs), { first: tensors[0] });
    if (name === "Cast" && values[0]?.dtype === (normal as { dtype: string }).dtype) {
      return handle(backend, values[0]);
    }
    return record(backend, name, { inputs: values, attrs: normal });
  };
}

/** Steps may be negative and axes may vanish: a slice, then a reshape. */
function stridedSlice(backend: RecordingBackend): tf.KernelFunc {
  return ({ inputs, attrs }) => {
    const x = first(inputs);
    const given = raw(attrs) as unknown as tf.StridedSliceAttrs;
    const { begin, end, strides, finalShape } = tf.slice_util.sliceInfo(
      x.shape,
      given.begin,
      given.end,
      given.strides,
      given.beginMask,
      given.endMask,
      given.ellipsisMask,
      given.newAxisMask,
      given.shrinkAxisMask,
    );
    const [part] = backend.recorder.operation("StridedSlice", {
      inputs: [backend.valueFor(x)],
      attrs: { begin, size: tf.slice_util.computeOutShape(begin, end, strides), strides },
    });
    if (!part) throw new Error("Cannot slice: nothing was recorded");
    return record(backend, "Reshape", { inputs: [part], attrs: { shape: finalShape } });
  };
}

function record<K extends KernelName>(
  backend: RecordingBackend,
  kernel: K,
  call: Parameters<RecordingBackend["recorder"]["operation"]>[1],
): tf.TensorInfo | tf.TensorInfo[] {
  const outputs = backend.recorder.operation(kernel, call as never);
  const infos = outputs.map((value) => handle(backend, value));
  return infos.length === 1 && infos[0] ? infos[0] : infos;
}

function handle(backend: RecordingBackend, value: Value): tf.TensorInfo {
  return { dataId: backend.place(value), shape: [...value.shape], dtype: value.dtype };
}

function ordered(name: KernelName, inputs: tf.NamedTensorInfoMap): readonly tf.TensorInfo[] {
  const names = INPUT_NAMES[name];
  const keys = names === "list" ? Object.keys(inputs) : names;
  return keys.map((key) => {
    const tensor = inputs[key];
    if (!tensor) throw new RangeError(`Cannot record ${name}: its input ${key} is missing`);
    return tensor;
  });
}

function first(inputs: tf.NamedTensorInfoMap): tf.TensorInfo {
  const [tensor] = Object.values(inputs);
  if (!tensor) throw new RangeError("Cannot record a kernel without inputs");
  return tensor;
}

function isRecorded(name: string): name is KernelName {
  return (KERNEL_NAMES as readonly string[]).includes(name);
}

function raw(attrs: tf.NamedAttrMap | undefined): RawAttrs {
  return (attrs ?? {}) as RawAttrs;
}
