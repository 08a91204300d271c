/**
 * Averages of weights over the steps of training, which often predict better than the last ones.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { tensorOf } from "../engine/host_tensor.ts";
import { copyOf } from "../engine/step_state.ts";
import { written } from "./options.ts";

/** An exponential moving average of each weight. */
export class WeightAverages implements Disposable {
  readonly #weights: readonly tf.Variable[];
  readonly #decay: number;
  /** The averages, in the order of the weights. */
  readonly variables: readonly tf.Variable[];

  /**
   * @param weights what is averaged, from their values now on
   * @param decay the share of the average that stays with each step, above 0 and below 1
   * @throws RangeError for another decay
   */
  constructor(weights: readonly tf.Variable[], decay: number) {
    if (typeof decay !== "number" || !(decay > 0 && decay < 1)) {
      throw new RangeError(
        `Cannot average weights with a decay of ${written(decay)}: give 0.999 or the like`,
      );
    }
    this.#weights = weights;
    this.#decay = decay;
    // A variable of a variable shares its data, which a recording takes for one and the same.
    this.variables = tf.tidy(() =>
      weights.map((weight) => tf.variable(tensorOf(copyOf(weight)), false))
    );
  }

  /**
   * Takes in the weights after a step: average ← decay · average + (1 − decay) · weight.
   *
   * @param moved names of the weights that the step moved; averages of others stay
   */
  take(moved: ReadonlySet<string>): void {
    this.#weights.forEach((weight, at) => {
      const average = this.variables[at];
      if (average === undefined || !moved.has(weight.name)) return;
      const away = tf.sub(weight, average);
      average.assign(tf.add(average, tf.mul(away, 1 - this.#decay)));
    });
  }

  /** The averages by the names of the weights. */
  get byName(): Readonly<Record<string, tf.Variable>> {
    const entries = this.#weights.flatMap(({ name }, at) => {
      const average = this.variables[at];
      return average ? [[name, average] as const] : [];
    });
    return Object.fromEntries(entries);
  }

  /** Gives the weights the values of their averages. */
  put(): void {
    this.#weights.forEach((weight, at) => {
      const average = this.variables[at];
      if (average) tf.tidy(() => weight.assign(tensorOf(copyOf(average))));
    });
  }

  /** Frees the averages. */
  [Symbol.dispose](): void {
    tf.dispose([...this.variables]);
  }
}
