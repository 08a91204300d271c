/**
 * Recording: a function over tensors in, a program out.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
// tfjs-core alone knows no gradients, and Deno cannot load the module that registers them.
import "@tensorflow/tfjs-layers";
import type { Named, Program, Value } from "../program/program.ts";
import { useGradients } from "./gradients.ts";
import { type Draw, isDType, Recorder } from "./recorder.ts";
import { RecordingBackend, TRACE_BACKEND } from "./recording_backend.ts";
import { registerKernels } from "./register.ts";
import { guardVariables, keepApart } from "./variables.ts";

/** A tensor with the name under which it enters or leaves. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

/** What to record. */
export interface TraceOptions {
  /** Types of the function's arguments. */
  readonly inputs: readonly Named[];
  /** Tensors that the function closes over and that become inputs; all others become constants. */
  readonly captured?: readonly NamedTensor[];
  /** The function; it gets one tensor for each input and must not read values. */
  readonly body: (arguments_: readonly tf.Tensor[]) => readonly NamedTensor[];
}

/** A recorded function. */
export interface Traced {
  readonly program: Program;
  /** Inputs that each run draws anew. */
  readonly draws: readonly Draw[];
}

/**
 * Records a function over tensors.
 *
 * @param options its arguments, what it closes over, and the function
 * @returns its program
 * @throws TracedReadError when the function reads a value
 * @throws ChangedVariableError when it changes a variable that it does not capture
 * @throws UnrecordableError when it uses a kernel that has no place in a program
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { trace } from "./trace.ts";
 * const x = { name: "x", value: { dtype: "float32", shape: [2] } } as const;
 * trace({ inputs: [x], body: ([x]) => [{ name: "y", tensor: tf.square(x as tf.Tensor) }] });
 * ```
 */
export function trace({ inputs, captured = [], body }: TraceOptions): Traced {
  keepApart(captured.map(({ tensor }) => tensor));
  const backend = recordingBackend();
  const recorder = new Recorder();
  const engine = tf.engine();
  const before = engine.backendName;
  using _recording = backend.use(recorder);
  using _gradients = useGradients();
  using variables = guardVariables(recorder);
  engine.startScope("trace");
  try {
    switchBackend(TRACE_BACKEND);
    const arguments_ = inputs.map(({ name, value }) =>
      tensorFor(backend, recorder.input(name, value))
    );
    for (const { name, tensor } of captured) {
      recorder.bind(tensor.dataId, recorder.input(name, typeOf(tensor)));
    }
    const outputs = checked(() => body(arguments_), backend).map(({ name, tensor }) => ({
      name,
      value: backend.valueFor(tensor),
    }));
    variables.check(captured.map(({ tensor }) => tensor));
    return { program: recorder.finish(outputs), draws: recorder.draws };
  } finally {
    engine.endScope();
    if (before) switchBackend(before);
  }
}

/** What a function gives, unless it reads values: that is also why it gives a promise. */
function checked<T>(body: () => T, backend: RecordingBackend): T {
  try {
    return body();
  } finally {
    backend.checkReads();
  }
}

/** The one backend, registered on first use. */
function recordingBackend(): RecordingBackend {
  const known = tf.findBackend(TRACE_BACKEND);
  if (known instanceof RecordingBackend) return known;
  const backend = new RecordingBackend();
  // Lowest priority: tfjs must never choose it by itself.
  tf.registerBackend(TRACE_BACKEND, () => backend, -1000);
  registerKernels(backend);
  tf.engine().registry[TRACE_BACKEND] = backend;
  return backend;
}

/** tfjs declares it asynchronous, but a backend that is there is in use when the call returns. */
function switchBackend(name: string): void {
  void tf.setBackend(name);
}

function tensorFor(backend: RecordingBackend, value: Value): tf.Tensor {
  const dataId = backend.place(value);
  return tf.engine().makeTensorFromTensorInfo({
    dataId,
    shape: [...value.shape],
    dtype: value.dtype,
  });
}

function typeOf({ dtype, shape, name }: tf.Tensor & { readonly name?: string }): Value {
  if (isDType(dtype)) return { dtype, shape };
  throw new TypeError(
    `Cannot record ${name ?? "a tensor"} of ${dtype}: use float32, int32 or bool`,
  );
}
