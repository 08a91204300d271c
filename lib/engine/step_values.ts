/**
 * The values of a step's variables, where others read, write or train the variables too.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { holdValues, settleValues, type ValueHolder, type ValueStore } from "./held_values.ts";
import { keepValues } from "./step_state.ts";

/** Holds variables for a step from its first run until another one takes them. */
export class StepValues implements ValueHolder, Disposable {
  readonly #variables: readonly tf.Variable[];
  readonly #values: ValueStore;
  #held: Disposable | undefined;
  /** What the variables had last; an assignment gives them something else. */
  #seen: readonly unknown[];
  #running = 0;
  #disposed = false;

  /**
   * @param variables of the model
   * @param values where the step keeps their values
   */
  constructor(variables: readonly tf.Variable[], values: ValueStore) {
    this.#variables = variables;
    this.#values = values;
    this.#seen = variables.map(({ dataId }) => dataId);
  }

  /**
   * Runs a step with what others have given the variables.
   *
   * @param step what to run; steps that overlap wait for each other
   * @returns what the step gives
   * @throws Error when the step was disposed
   * @throws RangeError when another step of the same variables has not ended
   */
  async during<R>(step: () => Promise<R>): Promise<R> {
    if (this.#disposed) {
      throw new Error("Cannot train with a step that was disposed: compile another one");
    }
    if (this.#running === 0) this.#take();
    this.#running++;
    try {
      return await step();
    } finally {
      this.#running--;
      // Some engines borrow the variables while they run.
      if (this.#running === 0) this.#note();
    }
  }

  #take(): void {
    this.#held ??= holdValues(this.#variables, this);
    const changed = this.#variables.filter(({ dataId }, index) => dataId !== this.#seen[index]);
    if (changed.length === 0) return;
    const given = changed.map((variable) => tf.keep(tf.clone(variable)));
    this.#values.store();
    changed.forEach((variable, index) => variable.assign(given[index] as tf.Tensor));
    tf.dispose(given);
    this.#values.load();
  }

  /** What a step that has not ended comes to would be lost. */
  #wait(todo: string): void {
    if (this.#running === 0) return;
    throw new RangeError(`Cannot ${todo} while a step trains them: await that step first`);
  }

  #note(): void {
    this.#seen = this.#variables.map(({ dataId }) => dataId);
  }

  /** Who has taken the variables has what would be stored. */
  settle(): void {
    if (!this.#held) return;
    this.#values.store();
    this.#note();
  }

  /** The next step will see it. */
  expectChange(): void {
    this.#wait("give variables other values");
    this.settle();
  }

  yield(): void {
    this.#wait("train variables with another step");
    this.settle();
    this.#held = undefined;
  }

  release(): void {
    this.#held = undefined;
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    if (!this.#held) settleValues(this.#variables);
    using _kept = this.#held ? undefined : keepValues(this.#variables);
    this.#values[Symbol.dispose]();
    this.#held?.[Symbol.dispose]();
    this.#held = undefined;
  }
}
