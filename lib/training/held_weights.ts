/**
 * Weights that a trainer keeps in the buffers of its step: readers of the graph find those of now, and
 * what is written into the graph is what training goes on from.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { holdValues, type ValueHolder, type ValueStore } from "../engine/held_values.ts";

/** Other values that the variables have for a time. */
interface Shown {
  /** Puts them there. */
  readonly put: () => void;
}

/** Holds the weights of a graph for one trainer; another trainer's next step takes them. */
export class HeldWeights implements ValueHolder, Disposable {
  readonly #variables: readonly tf.Variable[];
  #values: ValueStore | undefined;
  #held: Disposable | undefined;
  #running = 0;
  /** Whether the buffers have newer values than the variables. */
  #isAhead = false;
  /** Whether the variables have newer values than the buffers. */
  #isBehind = false;
  #shown: Shown | undefined;
  /** Why there will be no other step. */
  #end: string | undefined;

  /** @param variables all that a step reads or moves, but for what belongs to the trainer alone */
  constructor(variables: readonly tf.Variable[]) {
    this.#variables = variables;
    this.#held = holdValues(variables, this);
  }

  /** @param values the buffers from now on, which have the values that the variables have */
  follow(values: ValueStore): void {
    this.#values = values;
    this.#isAhead = false;
    this.#isBehind = false;
  }

  /**
   * Begins a step, with the weights of now.
   *
   * @throws RangeError when there can be no other step, or another trainer is within one
   */
  begin(): void {
    this.#catchUp();
    this.#running++;
    this.#isAhead = true;
  }

  /** Ends a step. */
  end(): void {
    this.#running--;
    // Somebody may have read in the meantime.
    this.#isAhead = true;
  }

  /** Writes what training has come to into the variables. */
  store(): void {
    this.#shown = undefined;
    if (this.#held !== undefined && !this.#isBehind) this.#store();
  }

  /** Takes what the variables have. */
  load(): void {
    this.#wait("load weights");
    this.#check();
    this.#held ??= holdValues(this.#variables, this);
    this.#shown = undefined;
    this.#load();
  }

  /**
   * Lets the variables have other values until the result is disposed.
   *
   * @param put puts them there
   * @returns puts those of training back
   */
  show(put: () => void): Disposable {
    this.#catchUp();
    this.#store();
    const shown = { put };
    this.#shown = shown;
    put();
    return {
      [Symbol.dispose]: () => {
        if (this.#shown === shown) this.store();
      },
    };
  }

  settle(): void {
    if (!this.#isAhead || this.#isBehind) return;
    this.#store();
    this.#shown?.put();
  }

  expectChange(): void {
    this.#wait("give a graph other weights");
    this.store();
    this.#isBehind = true;
  }

  yield(): void {
    this.#wait("train a graph with another trainer");
    this.store();
    this.#held = undefined;
    this.#isBehind = true;
  }

  release(): void {
    if (this.#end === undefined) {
      this.#finish("the weights of its graph were freed; build it again");
    }
  }

  /** Stores the weights, and lets nobody take another step. */
  [Symbol.dispose](): void {
    if (this.#end === undefined) {
      this.#finish("it was disposed; make another one, whose setState takes what getState gave");
    }
  }

  #finish(end: string): void {
    this.#end = end;
    this.#shown = undefined;
    // Values that somebody else has moved on from must not come back.
    if (this.#isBehind) this.#values?.load();
    this.#values?.[Symbol.dispose]();
    this.#held?.[Symbol.dispose]();
    this.#held = undefined;
  }

  #catchUp(): void {
    this.#check();
    this.#held ??= holdValues(this.#variables, this);
    if (this.#isBehind) this.#load();
  }

  #check(): void {
    if (this.#end !== undefined) throw new RangeError(`Cannot use this trainer: ${this.#end}`);
  }

  #wait(todo: string): void {
    if (this.#running === 0) return;
    throw new RangeError(`Cannot ${todo} within a step: await the step first`);
  }

  #store(): void {
    this.#values?.store();
    this.#isAhead = false;
  }

  #load(): void {
    this.#values?.load();
    this.#isAhead = false;
    this.#isBehind = false;
  }
}
