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
import { drawingScope, KnownSeeds, recogniseDraw, type ScaledDraw } from "./standard_draw.ts";

/** Name under which tfjs knows the backend. */
export const TRACE_BACKEND = "modulab-trace";

/** Real and imaginary part. */
type ComplexParts = readonly [Value, Value];

/** Storage without elements: tensors of a recorded function stand for values of its program. */
export class RecordingBackend extends tf.KernelBackend {
  readonly #counts = new WeakMap<DataId, number>();
  /** Real and imaginary parts of complex numbers. */
  readonly #parts = new WeakMap<DataId, ComplexParts>();
  #recorder: Recorder | undefined;
  #seeds: KnownSeeds | undefined;
  /** Why a value could not be read later. */
  #refused: unknown;
  /** What was written last, while draws are only looked at. */
  #watched: Elements | undefined;

  /** Records into a recorder until the returned value is disposed. */
  use(recorder: Recorder): Disposable {
    if (this.#recorder) {
      throw new Error("Cannot record a function inside of another: call the inner one directly");
    }
    this.#recorder = recorder;
    // What is drawn while recording only tells what to draw in each run.
    const seeds = new KnownSeeds(() => 0.5);
    this.#seeds = seeds;
    return {
      [Symbol.dispose]: () => {
        seeds[Symbol.dispose]();
        this.#recorder = undefined;
        this.#refused = undefined;
      },
    };
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

  /** Data that stands for complex numbers. */
  placeParts(parts: ComplexParts): DataId {
    const dataId: DataId = {};
    this.#parts.set(dataId, parts);
    this.#counts.set(dataId, 1);
    return dataId;
  }

  /** The parts of complex numbers; those of tensors from outside become constants. */
  partsFor({ dataId, shape }: tf.TensorInfo): ComplexParts {
    const known = this.#parts.get(dataId);
    if (known) return known;
    const pairs = ownerOf(dataId).readSync(dataId) as Float32Array;
    const [real, imag] = [0, 1].map((part) => {
      const elements = pairs.filter((_, index) => index % 2 === part);
      return this.recorder.constant(elements, { dtype: "float32", shape });
    });
    if (!real || !imag) throw unrecordable("complex64");
    return [real, imag];
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
    if (this.#watched) {
      this.#watched = values as Elements;
      return this.place({ dtype, shape });
    }
    const drawing = drawingScope(tf.engine().state.scopeStack.map(({ name }) => name));
    if (drawing) return this.#draw(values as Elements, { dtype, shape, ...drawing });
    return this.#write(values as Elements, { dtype, shape });
  }

  #write(values: Elements, { dtype, shape }: Value): DataId {
    return this.place(this.recorder.constant(elementsOf(dtype, values), { dtype, shape }));
  }

  /** Dropout draws anew whatever seed its layer has; others keep the numbers of their own seeds. */
  #draw(
    values: Elements,
    { dtype, shape, scope, dropout }: Value & { readonly scope: string; readonly dropout: boolean },
  ): DataId {
    if (dropout) return this.place(this.recorder.draw("uniform", shape));
    const found = recogniseDraw({
      scope,
      values,
      seed: this.#seeds?.last ?? NaN,
      watch: (draw) => this.#watch(draw),
    });
    if (found === "own seed") return this.#write(values, { dtype, shape });
    if (found !== "unknown") return this.place(this.#scaled(found, shape));
    throw new UnrecordableError({
      kernel: scope.replace("__op", ""),
      site: callSite(),
      reason: "what its numbers range over cannot be told from " +
        (values.length < 3 ? "so few: draw three or more and take a slice" : "them") +
        "; or draw outside and pass them in",
    });
  }

  #scaled({ kind, scale, shift }: ScaledDraw, shape: readonly number[]): Value {
    const drawn = this.recorder.draw(kind, shape);
    const stretched = scale === 1 ? drawn : this.#withNumber("Multiply", [drawn, scale]);
    return shift === 0 ? stretched : this.#withNumber("Add", [stretched, shift]);
  }

  #withNumber(kernel: "Add" | "Multiply", [value, number]: readonly [Value, number]): Value {
    const type: Value = { dtype: "float32", shape: [] };
    const constant = this.recorder.constant(Float32Array.of(number), type);
    const [result = value] = this.recorder.operation(kernel, {
      inputs: [value, constant],
      attrs: {},
    });
    return result;
  }

  #watch(draw: () => tf.Tensor): Elements {
    this.#watched = new Float32Array();
    try {
      draw();
      return this.#watched;
    } finally {
      this.#watched = undefined;
    }
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

  /** Who reads later may not wait for it, so that a rejection would reach nobody: the recording fails. */
  override read(dataId: DataId): Promise<tf.BackendValues> {
    try {
      return Promise.resolve(this.readSync(dataId));
    } catch (error) {
      if (!this.#recorder) return Promise.reject(error);
      this.#refused ??= error;
      return new Promise(() => {});
    }
  }

  /** Fails when something was to be read later. */
  checkReads(): void {
    if (this.#refused) throw this.#refused;
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
    reason: "programs compute with float32, int32 and bool" +
      (dtype === "complex64" ? "; take tf.real and tf.imag of it" : ""),
  });
}
