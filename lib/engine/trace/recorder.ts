/**
 * The program that grows while a function is recorded.
 *
 * @module
 */

import type { DataId } from "@tensorflow/tfjs-core/dist/tensor_info.d.ts";
import { infer } from "../program/infer/infer.ts";
import type { KernelName, Kernels } from "../program/kernels.ts";
import type {
  Constant,
  DType,
  Elements,
  Named,
  Operation,
  Program,
  Value,
} from "../program/program.ts";
import { callSite } from "./call_site.ts";

/** A random draw that each run of the program gets anew. */
export interface Draw extends Named {
  /** Uniform in [0, 1), or normal with mean 0 and deviation 1, also without numbers beyond ±2. */
  readonly kind: "uniform" | "normal" | "truncated";
}

/** Collects inputs, constants and operations; tells which value a tensor's data stands for. */
export class Recorder {
  readonly #values = new WeakMap<DataId, Value>();
  readonly #origins = new Map<Value, Operation>();
  readonly #inputs: Named[] = [];
  readonly #constants = new Map<Value, Constant>();
  readonly #operations: Operation[] = [];
  readonly #draws: Draw[] = [];

  /** Declares an input. */
  input(name: string, { dtype, shape }: Value): Value {
    const value = { dtype, shape: [...shape] };
    this.#inputs.push({ name, value });
    return value;
  }

  /** Declares an input that is drawn anew for each run. */
  draw(kind: Draw["kind"], shape: readonly number[]): Value {
    const name = `${kind}_${this.#draws.length}`;
    const value = this.input(name, { dtype: "float32", shape });
    this.#draws.push({ name, value, kind });
    return value;
  }

  /** Takes in elements that are known now; one element stands for all when all are equal. */
  constant(data: Elements, { dtype, shape }: Value): Value {
    const value = { dtype, shape: [...shape] };
    const splat = data.length > 0 && data.every((element) => Object.is(element, data[0]));
    this.#constants.set(value, { value, data: splat ? data.slice(0, 1) : data.slice() });
    return value;
  }

  /** Appends an operation and infers what it gives. */
  operation<K extends KernelName>(
    kernel: K,
    { inputs, attrs }: { readonly inputs: readonly Value[]; readonly attrs: Kernels[K] },
  ): readonly Value[] {
    const outputs = infer(kernel, { inputs, attrs });
    const operation = { kernel, inputs, attrs, outputs, site: callSite() };
    this.#operations.push(operation);
    for (const output of outputs) this.#origins.set(output, operation);
    return outputs;
  }

  /** Ties data to a value. */
  bind(dataId: DataId, value: Value): void {
    this.#values.set(dataId, value);
  }

  /** The value that data stands for, if it is known here. */
  find(dataId: DataId): Value | undefined {
    return this.#values.get(dataId);
  }

  /** The constant behind a value, if it is one. */
  constantOf(value: Value): Constant | undefined {
    return this.#constants.get(value);
  }

  /** The operation that gives a value; inputs and constants have none. */
  originOf(value: Value): Operation | undefined {
    return this.#origins.get(value);
  }

  /** What each run draws anew, in order. */
  get draws(): readonly Draw[] {
    return [...this.#draws];
  }

  /** Ends the recording. */
  finish(outputs: readonly Named[]): Program {
    return {
      inputs: [...this.#inputs],
      constants: [...this.#constants.values()],
      operations: [...this.#operations],
      outputs: [...outputs],
    };
  }
}

/** The types of elements that programs have; tfjs also has strings and complex numbers. */
export function isDType(dtype: string): dtype is DType {
  return dtype === "float32" || dtype === "int32" || dtype === "bool";
}
