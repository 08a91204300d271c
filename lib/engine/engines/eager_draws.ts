/**
 * Random numbers of functions that run call by call: the same that a recorded function gets.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { SeedStream } from "../../core/seed.ts";
import { drawElements } from "../run/draw.ts";
import {
  drawingScope,
  KnownSeeds,
  recogniseDraw,
  type ScaledDraw,
  type WrittenDraw,
} from "../trace/standard_draw.ts";

/** Random inputs of one run, in the order in which a function asks for them. */
export class EagerDraws {
  readonly #seeds: SeedStream;
  readonly #own: SeedStream;
  #count = 0;

  /** @param seeds stream of this run */
  constructor(seeds: SeedStream) {
    this.#seeds = seeds;
    this.#own = seeds.split("seeds");
  }

  /** The seed for a generator of tfjs whose distribution cannot be told. */
  nextSeed(): number {
    return this.#own.uniform();
  }

  /** Draws the next input, named as a recording names it. */
  next(kind: ScaledDraw["kind"], size: number): Float32Array {
    return drawElements(kind, { stream: this.#seeds.split(`${kind}_${this.#count++}`), size });
  }
}

/**
 * Puts draws from a stream in the places of tfjs's own.
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
  const seeds = new KnownSeeds(() => draws.nextSeed());
  let watched: ArrayLike<number> | undefined;
  function watch(draw: () => tf.Tensor): ArrayLike<number> {
    watched = [];
    try {
      draw().dispose();
      return watched;
    } finally {
      watched = undefined;
    }
  }
  backend.write = (values, shape, dtype) => {
    const numbers = values as Float32Array;
    const drawn = watched ? numbers : replaced(numbers, { draws, watch, seed: seeds.last });
    if (watched) watched = numbers;
    return write.call(backend, drawn, shape, dtype);
  };
  return {
    [Symbol.dispose]: () => {
      backend.write = write;
      seeds[Symbol.dispose]();
    },
  };
}

function replaced(
  values: Float32Array,
  { draws, watch, seed }: Pick<WrittenDraw, "watch" | "seed"> & { readonly draws: EagerDraws },
): Float32Array {
  const drawing = drawingScope(tf.engine().state.scopeStack.map(({ name }) => name));
  if (!drawing) return values;
  if (drawing.dropout) return draws.next("uniform", values.length);
  const found = recogniseDraw({ scope: drawing.scope, values, seed, watch });
  if (found === "unknown" || found === "own seed") return values;
  const [scale, shift] = [found.scale, found.shift].map(Math.fround) as [number, number];
  return draws.next(found.kind, values.length).map((drawn) => Math.fround(drawn * scale) + shift);
}
