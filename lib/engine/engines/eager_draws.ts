/**
 * Random numbers of functions that run call by call: the same that a recorded function gets.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { SeedStream } from "../../core/seed.ts";
import { drawElements } from "../run/draw.ts";

/** Random inputs of one run, in the order in which a function asks for them. */
export class EagerDraws {
  readonly #seeds: SeedStream;
  #count = 0;

  /** @param seeds stream of this run */
  constructor(seeds: SeedStream) {
    this.#seeds = seeds;
  }

  /** Draws the next input, named as a recording names it. */
  next(kind: "uniform" | "normal", size: number): Float32Array {
    return drawElements(kind, { stream: this.#seeds.split(`${kind}_${this.#count++}`), size });
  }
}

/**
 * Puts draws from a stream in the place of tfjs's own wherever dropout writes some.
 *
 * @param backend the backend in use
 * @param draws where the numbers come from
 * @returns ends it when it is disposed
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { SeedStream } from "../../core/seed.ts";
 * import { EagerDraws, fillDraws } from "./eager_draws.ts";
 * using _draws = fillDraws(tf.findBackend("cpu"), new EagerDraws(SeedStream.from(1)));
 * tf.dropout(tf.ones([4]), 0.5); // the same in every run
 * ```
 */
export function fillDraws(backend: tf.KernelBackend, draws: EagerDraws): Disposable {
  const { write } = backend;
  backend.write = (values, shape, dtype) => {
    const drawn = isDropout() ? draws.next("uniform", tf.util.sizeFromShape(shape)) : values;
    return write.call(backend, drawn, shape, dtype);
  };
  return { [Symbol.dispose]: () => void (backend.write = write) };
}

function isDropout(): boolean {
  const scopes = tf.engine().state.scopeStack.map(({ name }) => name);
  return scopes.at(-1) === "randomUniform__op" && scopes.at(-2) === "dropout__op";
}
