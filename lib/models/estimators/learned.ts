/**
 * What estimators have learned as tensors, and back again.
 *
 * Tensors of a state are float32 or int32. What predictions are made of is rounded to float32 when
 * it is learned, so that nothing changes on the way through a file; what learning goes on from is
 * kept to the last bit.
 *
 * @module
 */

import type { Json, JsonObject } from "../../core/json.ts";
import { list, quote } from "../../core/names.ts";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import { type ModelState, StateError } from "../model.ts";

/** A shape as a state must have it; `null` for any length. */
export type WantedShape = readonly (number | null)[];

/**
 * Rounds numbers as float32 has them.
 *
 * @param values numbers
 * @returns a copy
 * @example
 * ```ts
 * import { rounded } from "./learned.ts";
 * console.log(rounded(new Float64Array([0.5]))[0]); // 0.5
 * ```
 */
export function rounded(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, Math.fround);
}

/**
 * Makes a tensor of numbers that float32 holds.
 *
 * @param values row by row
 * @param shape left out: one axis
 * @returns a copy
 * @example
 * ```ts
 * import { floats } from "./learned.ts";
 * floats(new Float64Array([1, 2]), [2, 1]).shape; // [2, 1]
 * ```
 */
export function floats(
  values: ArrayLike<number>,
  shape: readonly number[] = [values.length],
): HostTensor {
  return { dtype: "float32", shape, data: Float32Array.from(values) };
}

/**
 * Makes a tensor of whole numbers.
 *
 * @param values numbers that int32 holds
 * @returns a copy, of one axis
 * @example
 * ```ts
 * import { integers } from "./learned.ts";
 * integers(new Int32Array([1, 2])).dtype; // int32
 * ```
 */
export function integers(values: ArrayLike<number>): HostTensor {
  return { dtype: "int32", shape: [values.length], data: Int32Array.from(values) };
}

/**
 * Makes a tensor of the bits of float64 numbers: two int32 for each.
 *
 * @param values numbers
 * @returns int32 of shape (numbers, 2)
 * @example
 * ```ts
 * import { bitsOf } from "./learned.ts";
 * bitsOf(new Float64Array([1 / 3])).shape; // [1, 2]
 * ```
 */
export function bitsOf(values: Float64Array): HostTensor {
  return { dtype: "int32", shape: [values.length, 2], data: new Int32Array(values.slice().buffer) };
}

/** Reads a state, and says what does not fit. */
export class StateReader {
  readonly #state: ModelState;
  readonly #who: string;

  /**
   * @param state what `getState()` of an equal estimator gave
   * @param who whose state it is, for errors
   */
  constructor(state: ModelState, who: string) {
    this.#state = state;
    this.#who = who;
  }

  /** Whether there is a tensor of that name. */
  has(name: string): boolean {
    return this.#state.tensors[name] !== undefined;
  }

  /**
   * Reads numbers.
   *
   * @param name of a tensor that `floats` made
   * @param shape what it must have
   * @returns float64 numbers
   * @throws StateError when it is missing or of another shape
   */
  floats(name: string, shape: WantedShape): Float64Array {
    return Float64Array.from(this.#tensor(name, shape).data);
  }

  /**
   * Reads whole numbers.
   *
   * @param name of a tensor that `integers` made
   * @param length how many
   * @returns a copy
   * @throws StateError when it is missing or of another length
   */
  integers(name: string, length: number | null = null): Int32Array {
    return Int32Array.from(this.#tensor(name, [length]).data);
  }

  /**
   * Reads float64 numbers.
   *
   * @param name of a tensor that `bitsOf` made
   * @param length how many
   * @returns a copy, equal to the last bit
   * @throws StateError when it is missing or of another length
   */
  bits(name: string, length: number): Float64Array {
    const { data } = this.#tensor(name, [length, 2]);
    return new Float64Array(Int32Array.from(data).buffer);
  }

  /**
   * Reads a number among the plain data.
   *
   * @throws StateError when there is none
   */
  number(name: string): number {
    const value: Json | undefined = this.values[name];
    if (typeof value === "number") return value;
    throw new StateError(`Cannot set ${this.#who}: the state lacks the number ${quote(name)}`);
  }

  /** The plain data. */
  get values(): JsonObject {
    return this.#state.values ?? {};
  }

  #tensor(name: string, wanted: WantedShape): HostTensor {
    const { tensors } = this.#state;
    const tensor = tensors[name];
    if (tensor === undefined) {
      const known = list(Object.keys(tensors));
      throw new StateError(
        `Cannot set ${this.#who}: the state lacks ${quote(name)}; it has ${known}`,
      );
    }
    const { shape } = tensor;
    const fits = shape.length === wanted.length &&
      wanted.every((length, axis) => length === null || length === shape[axis]);
    if (fits) return tensor;
    const should = wanted.map((length) => length ?? "any").join(",");
    throw new StateError(
      `Cannot set ${
        quote(name)
      } of ${this.#who}: it has shape (${should}), the state's has (${shape})`,
    );
  }
}
