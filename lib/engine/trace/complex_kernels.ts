/**
 * Complex numbers: a recording knows their two parts, and programs have no others.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { Value } from "../program/program.ts";
import type { RawAttrs } from "./attributes.ts";
import { given } from "./given.ts";
import type { RecordingBackend } from "./recording_backend.ts";

/** Real and imaginary part, of one shape. */
interface Parts {
  readonly real: tf.Tensor;
  readonly imag: tf.Tensor;
}

/** What kernels get: tensors without an imaginary part have zeros for it. */
type Inputs = Readonly<Record<string, Parts>>;

/** Writes a kernel with tensors of floats; `fourier` appends a transform. */
type ComplexKernel = (
  inputs: Inputs,
  attrs: RawAttrs,
  fourier: (kernel: "FFT" | "IFFT", parts: Parts) => Parts,
) => Parts | tf.Tensor;

/** Kernels that take or give complex numbers. */
const COMPLEX: Readonly<Record<string, ComplexKernel>> = {
  Complex: ({ real, imag }) => ({ real: given(real?.real), imag: given(imag?.real) }),
  ComplexAbs: ({ x }) => tf.sqrt(tf.add(tf.square(partsOf(x).real), tf.square(partsOf(x).imag))),
  FFT: ({ input }, _attrs, fourier) => fourier("FFT", partsOf(input)),
  IFFT: ({ input }, _attrs, fourier) => fourier("IFFT", partsOf(input)),
  Imag: ({ input }) => tf.clone(partsOf(input).imag),
  Real: ({ input }) => tf.clone(partsOf(input).real),
};

/** Kernels that take complex numbers as well as others, as those of tfjs-cpu do. */
const EITHER: Readonly<Record<string, ComplexKernel>> = {
  Add: ({ a, b }) => both([a, b], ([a, b]) => tf.add(given(a), given(b))),
  Cast: ({ x }, { dtype }) =>
    dtype === "complex64" ? partsOf(x) : tf.cast(partsOf(x).real, dtype as "float32"),
  Concat: (inputs, { axis }) =>
    both(Object.values(inputs), (parts) => tf.concat([...parts], Number(axis))),
  Identity: ({ x }) => partsOf(x),
  Multiply: ({ a, b }) => {
    const [one, other] = [partsOf(a), partsOf(b)];
    const cross = tf.mul(one.imag, other.imag);
    return {
      real: tf.sub(tf.mul(one.real, other.real), cross),
      imag: tf.add(tf.mul(one.real, other.imag), tf.mul(one.imag, other.real)),
    };
  },
  Reshape: ({ x }, { shape }) => both([x], ([x]) => tf.reshape(given(x), shape as number[])),
  Sub: ({ a, b }) => both([a, b], ([a, b]) => tf.sub(given(a), given(b))),
  ZerosLike: ({ x }) => both([x], ([x]) => tf.zerosLike(given(x))),
};

/** Names of kernels that take or give complex numbers only. */
export const COMPLEX_KERNELS: readonly string[] = Object.keys(COMPLEX);

/**
 * Lets a kernel take complex numbers.
 *
 * @param name name of the kernel
 * @param backend where it records
 * @param plain the kernel without complex numbers
 * @returns the kernel for both
 * @example
 * ```ts
 * import { complexKernel } from "./complex_kernels.ts";
 * import { RecordingBackend } from "./recording_backend.ts";
 * complexKernel("Abs", { backend: new RecordingBackend(), plain: () => [] });
 * ```
 */
export function complexKernel(
  name: string,
  { backend, plain }: { readonly backend: RecordingBackend; readonly plain: tf.KernelFunc },
): tf.KernelFunc {
  const kernel = COMPLEX[name] ?? EITHER[name];
  if (!kernel) return plain;
  return (call) => {
    const tensors = Object.entries(call.inputs).flatMap(([key, tensor]) =>
      tensor ? [[key, tensor] as const] : []
    );
    const raw = (call.attrs ?? {}) as RawAttrs;
    const complex = name in COMPLEX || raw.dtype === "complex64" ||
      tensors.some(([, { dtype }]) => dtype === "complex64");
    if (!complex) return plain(call);
    const inputs = tensors.map(([key, tensor]) => [key, splitIn(backend, tensor)]);
    const result = kernel(Object.fromEntries(inputs), raw, (kernel, parts) => {
      const values = [parts.real, parts.imag].map((part) => backend.valueFor(part));
      const [real, imag] = backend.recorder.operation(kernel, { inputs: values, attrs: {} });
      return { real: tensorFor(backend, real), imag: tensorFor(backend, imag) };
    });
    return result instanceof tf.Tensor ? result : joined(backend, result);
  };
}

function partsOf(parts: Parts | undefined): Parts {
  return { real: given(parts?.real), imag: given(parts?.imag) };
}

/** The same for real and imaginary parts. */
function both(
  inputs: readonly (Parts | undefined)[],
  apply: (parts: readonly tf.Tensor[]) => tf.Tensor,
): Parts {
  const all = inputs.map(partsOf);
  return {
    real: apply(all.map(({ real }) => real)),
    imag: apply(all.map(({ imag }) => imag)),
  };
}

function splitIn(backend: RecordingBackend, tensor: tf.TensorInfo): Parts {
  if (tensor.dtype !== "complex64") {
    const real = tensorFor(backend, backend.valueFor(tensor));
    return { real, imag: tf.zeros(real.shape) };
  }
  const [real, imag] = backend.partsFor(tensor);
  return { real: tensorFor(backend, real), imag: tensorFor(backend, imag) };
}

function joined(backend: RecordingBackend, { real, imag }: Parts): tf.TensorInfo {
  const dataId = backend.placeParts([backend.valueFor(real), backend.valueFor(imag)]);
  return { dataId, shape: real.shape, dtype: "complex64" };
}

function tensorFor(backend: RecordingBackend, value: Value | undefined): tf.Tensor {
  if (!value) throw new RangeError("Cannot split a complex number: a part is missing");
  const { dtype, shape } = value;
  const info = { dataId: backend.place(value), shape: [...shape], dtype };
  return tf.engine().makeTensorFromTensorInfo(info);
}
