/**
 * A tfjs backend that writes down instead of computing.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { DataId } from "@tensorflow/tfjs-core/dist/tensor_info.d.ts";
import { type Elements, elementsOf, sizeOf, type Value } from "../program/program.ts";
import { callSite } from "./call_site.ts";
import { TracedReadError, UnrecordableError } from "./errors.ts";
import { isDType, type Recorder } from "./recorder.ts";

/** Name under which tfjs knows the backend. */
export const TRACE_BACKEND = "modulab-trace";

/** What tfjs calls the operations that draw on the JavaScript side. */
const RANDOM_SCOPES = ["randomUniform", "randomNormal", "truncatedNormal", "randomGamma"].map((
  name,
) => `${name}__op`);

/** Storage without elements: tensors of a recorded function stand for values of its program. */
export class RecordingBackend extends tf.KernelBackend {
  readonly #counts = new WeakMap<DataId, number>();
  #recorder: Recorder | undefined;

  /** Records into a recorder until the returned value is disposed. */
  use(recorder: Recorder): Disposable {
    if (this.#recorder) {
      throw new Error("Cannot record a function inside of another: call the inner one directly");
    }
    this.#recorder = recorder;
    return { [Symbol.dispose]: () => this.#recorder = undefined };
  }

  /** The recorder in use. */
  get recorder(): Recorder {
    if (!this.#recorder) {
      throw new Error("Cannot use a tensor of a recorded function after the recording: return it");
    }
    return this.#recorder;
  }

  /** Data that stands for a value. */
  place(value: Value): DataId {
    const dataId: DataId = {};
    this.recorder.bind(dataId, value);
    this.#counts.set(dataId, 1);
    return dataId;
  }

  /** The value that a tensor stands for; tensors from outside become constants. */
  valueFor(tensor: tf.TensorInfo): Value {
    const known = this.recorder.find(tensor.dataId);
    if (known) return retyped(known, tensor);
    const { dtype, shape } = tensor;
    if (!isDType(dtype)) throw unrecordable(dtype);
    const owner = ownerOf(tensor.dataId);
    const elements = elementsOf(dtype, owner.readSync(tensor.dataId) as ArrayLike<number>);
    const value = this.recorder.constant(elements, { dtype, shape });
    this.recorder.bind(tensor.dataId, value);
    return value;
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): DataId {
    if (!isDType(dtype)) throw unrecordable(dtype);
    const scopes = tf.engine().state.scopeStack.map(({ name }) => name);
    const random = scopes.findIndex((name) => RANDOM_SCOPES.includes(name));
    if (random >= 0) return this.#draw(shape, scopes.slice(0, random + 1));
    const elements = values as Elements;
    return this.place(this.recorder.constant(elementsOf(dtype, elements), { dtype, shape }));
  }

  /** Dropout draws from [0, 1); what other draws range over cannot be seen from here. */
  #draw(shape: readonly number[], scopes: readonly string[]): DataId {
    const name = scopes.at(-1) ?? "";
    if (name === "randomUniform__op" && scopes.at(-2) === "dropout__op") {
      return this.place(this.recorder.draw("uniform", shape));
    }
    throw new UnrecordableError({
      kernel: name.replace("__op", ""),
      site: callSite(),
      reason: "its numbers would be the same in every run; draw them outside and pass them in",
    });
  }

  override move(): void {
    throw new Error("Cannot move data into a recording: tensors from outside are copied");
  }

  override readSync(dataId: DataId): tf.BackendValues {
    const value = this.recorder.find(dataId);
    const constant = value && this.recorder.constantOf(value);
    if (constant) return expanded(constant.data, sizeOf(constant.value.shape));
    const origin = value && this.recorder.originOf(value);
    throw new TracedReadError({
      operation: origin?.kernel ?? "an input",
      site: origin?.site ?? callSite(),
    });
  }

  override read(dataId: DataId): Promise<tf.BackendValues> {
    return new Promise((resolve) => resolve(this.readSync(dataId)));
  }

  override incRef(dataId: DataId): void {
    this.#counts.set(dataId, this.refCount(dataId) + 1);
  }

  override refCount(dataId: DataId): number {
    return this.#counts.get(dataId) ?? 0;
  }

  /** Forgets nothing: the tape and the outputs may still name the value. */
  override disposeData(dataId: DataId, force = false): boolean {
    const left = this.refCount(dataId) - 1;
    this.#counts.set(dataId, left);
    return force || left <= 0;
  }

  override numDataIds(): number {
    return 0;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.#recorder = undefined;
  }
}

/** tfjs shares data between tensors of different shapes; a program does not. */
function retyped(value: Value, tensor: tf.TensorInfo): Value {
  const sameShape = value.shape.join() === tensor.shape.join();
  if (sameShape && value.dtype === tensor.dtype) return value;
  throw new Error(
    `Cannot see [${value.shape}] ${value.dtype} as [${tensor.shape}] ${tensor.dtype}`,
  );
}

function ownerOf(dataId: DataId): tf.KernelBackend {
  const info = tf.engine().state.tensorInfo.get(dataId);
  if (!info) throw new Error("Cannot use a disposed tensor: keep it, or make it anew");
  return info.backend;
}

function expanded(data: Elements, size: number): Elements {
  if (data.length === size) return data.slice();
  const Kind = data.constructor as new (size: number) => Elements;
  return new Kind(size).fill(data[0] ?? 0);
}

function unrecordable(dtype: string): UnrecordableError {
  return new UnrecordableError({
    kernel: `a tensor of ${dtype}`,
    site: callSite(),
    reason: "programs compute with float32, int32 and bool",
  });
}
