/**
 * Variables whose values are kept elsewhere for a time, as steps of training keep them in buffers:
 * who reads or writes such variables tells their holder first.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";

/** Who keeps values of variables. */
export interface ValueHolder {
  /** Somebody reads: the variables must have the values of now. */
  settle(): void;
  /**
   * Somebody writes: what the holder keeps will not be the values any longer.
   *
   * @throws RangeError when this is no time to write
   */
  expectChange(): void;
  /**
   * Another holder takes the variables, which must have the values of now.
   *
   * @throws RangeError when this is no time to take them
   */
  yield(): void;
  /** The variables are about to be freed. */
  release(): void;
}

/** Where values are kept, as in the buffers of a step. Disposing stores them. */
export interface ValueStore extends Disposable {
  /** Writes the values into the variables. */
  store(): void;
  /** Takes the values from the variables again. */
  load(): void;
}

const holders = new WeakMap<tf.Variable, ValueHolder>();

/**
 * Takes variables from whoever holds them.
 *
 * @param variables whose values are kept elsewhere from now on
 * @param holder who keeps them, and hears of readers and writers
 * @returns ends the holding, unless another one has taken them
 * @throws RangeError when a holder cannot give them now
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { holdValues, settleValues } from "./held_values.ts";
 * const x = tf.variable(tf.scalar(1));
 * const settle = () => x.assign(tf.scalar(2));
 * const nothing = () => {};
 * const holder = { settle, expectChange: nothing, yield: nothing, release: nothing };
 * using _held = holdValues([x], holder);
 * settleValues([x]); // now x is 2
 * ```
 */
export function holdValues(variables: readonly tf.Variable[], holder: ValueHolder): Disposable {
  for (const other of holdersOf(variables)) if (other !== holder) other.yield();
  for (const variable of variables) holders.set(variable, holder);
  return {
    [Symbol.dispose]: () => {
      for (const one of variables) if (holders.get(one) === holder) holders.delete(one);
    },
  };
}

/**
 * Sees to it that variables have the values of now, before they are read.
 *
 * @param variables about to be read
 */
export function settleValues(variables: readonly tf.Variable[]): void {
  for (const holder of holdersOf(variables)) holder.settle();
}

/**
 * Tells holders that variables get other values.
 *
 * @param variables about to be written
 * @throws RangeError when a holder cannot have that now
 */
export function expectChange(variables: readonly tf.Variable[]): void {
  for (const holder of holdersOf(variables)) holder.expectChange();
}

/**
 * Tells holders that variables will be no more.
 *
 * @param variables about to be freed
 */
export function releaseValues(variables: readonly tf.Variable[]): void {
  for (const holder of holdersOf(variables)) holder.release();
  for (const variable of variables) holders.delete(variable);
}

function holdersOf(variables: readonly tf.Variable[]): ReadonlySet<ValueHolder> {
  const found = new Set<ValueHolder>();
  for (const variable of variables) {
    const holder = holders.get(variable);
    if (holder !== undefined) found.add(holder);
  }
  return found;
}
