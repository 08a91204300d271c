/**
 * Weights by name: made with first values from a seed stream, copied out and put back.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { list, quote } from "../core/names.ts";
import type { SeedStream } from "../core/seed.ts";
import { expectChange, settleValues } from "../engine/held_values.ts";
import { assignAll, copyOf } from "../engine/step_state.ts";
import { type ModelState, type Parameter, StateError } from "./model.ts";
import type { Initializer } from "./initializers.ts";

/**
 * The parameters of one model, in the order in which they were made.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { zeros } from "./initializers.ts";
 * import { Parameters } from "./parameters.ts";
 * new Parameters(SeedStream.from(1)).make("bias", [2], { initial: zeros }); // a variable
 * ```
 */
export class Parameters {
  readonly #seeds: SeedStream;
  readonly #made: (Parameter & { readonly trainable: boolean })[] = [];

  /** @param seeds where first values are drawn from; each parameter has a stream of its name */
  constructor(seeds: SeedStream) {
    this.#seeds = seeds;
  }

  /**
   * Makes a parameter.
   *
   * @param name its name in the model
   * @param shape its shape
   * @param options its first values, and whether it is trained (left out: yes)
   * @returns the variable
   */
  make(
    name: string,
    shape: readonly number[],
    { initial, trainable = true }: { initial: Initializer; trainable?: boolean },
  ): tf.Variable {
    const values = initial(shape, this.#seeds.split(name));
    const variable = tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), trainable));
    this.#made.push({ name, variable, trainable });
    return variable;
  }

  /** Those that are trained. */
  get trainable(): readonly Parameter[] {
    return this.#made.filter(({ trainable }) => trainable);
  }

  /** Those that are not. */
  get others(): readonly Parameter[] {
    return this.#made.filter(({ trainable }) => !trainable);
  }

  /** Copies their values. */
  getState(): ModelState {
    return stateOf(this.#made);
  }

  /** Puts values back. */
  setState(state: ModelState): void {
    putState(this.#made, state);
  }

  /** Frees their memory. */
  [Symbol.dispose](): void {
    for (const { variable } of this.#made) variable.dispose();
  }
}

/**
 * Makes a model with parameters of its own, and none at all when that fails.
 *
 * @param seeds where first values are drawn from
 * @param make makes parameters, and the model of them
 * @returns what it makes
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { ones } from "./initializers.ts";
 * import { withParameters } from "./parameters.ts";
 * withParameters(SeedStream.from(1), (parameters) => parameters.make("a", [2], { initial: ones }));
 * ```
 */
export function withParameters<T>(seeds: SeedStream, make: (parameters: Parameters) => T): T {
  const parameters = new Parameters(seeds);
  try {
    return make(parameters);
  } catch (error) {
    parameters[Symbol.dispose]();
    throw error;
  }
}

/**
 * Copies the values of parameters.
 *
 * @param parameters of one model
 * @returns tensors by name
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { stateOf } from "./parameters.ts";
 * stateOf([{ name: "bias", variable: tf.variable(tf.zeros([2])) }]).tensors.bias;
 * ```
 */
export function stateOf(parameters: readonly Parameter[]): ModelState {
  settleValues(parameters.map(({ variable }) => variable));
  const entries = parameters.map(({ name, variable }) => {
    const { data, ...form } = copyOf(variable);
    return [name, { ...form, data: data.slice() }];
  });
  return { tensors: Object.fromEntries(entries) };
}

/**
 * Gives parameters the values of a state.
 *
 * @param parameters of one model; all are left as they are when the state does not fit
 * @param state what `stateOf` gave for an equal model
 * @throws StateError that names the parameter when one is missing, unknown, or of another shape
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { putState, stateOf } from "./parameters.ts";
 * const bias = { name: "bias", variable: tf.variable(tf.zeros([2])) };
 * putState([bias], stateOf([bias]));
 * ```
 */
export function putState(parameters: readonly Parameter[], { tensors }: ModelState): void {
  const names = parameters.map(({ name }) => name);
  const unknown = Object.keys(tensors).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new StateError(`Cannot set ${quote(unknown)}: the model has ${list(names)}`);
  }
  const values = parameters.map(({ name, variable }) => {
    const value = tensors[name];
    if (value === undefined) {
      throw new StateError(`Cannot set the weights: the state lacks ${quote(name)}`);
    }
    if (!ArrayBuffer.isView(value.data)) {
      throw new StateError(
        `Cannot set ${
          quote(name)
        }: its numbers are no typed array, as JSON has none; keep weights ` +
          "as safetensors",
      );
    }
    if (String(value.shape) === String(variable.shape)) return value;
    throw new StateError(
      `Cannot set ${
        quote(name)
      }: it has shape (${variable.shape}), the state's has (${value.shape})`,
    );
  });
  expectChange(parameters.map(({ variable }) => variable));
  assignAll(parameters.map(({ name, variable }) => ({ name, tensor: variable })), values);
}
