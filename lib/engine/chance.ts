/**
 * Chance as an argument, also for code that asks for none, such as tfjs's initializers.
 *
 * @module
 */

import type { SeedStream } from "../core/seed.ts";

/**
 * Lets code that draws by itself draw from a stream: initial weights, `tf.randomNormal` and all
 * else that has no seed of its own. The same stream gives the same numbers.
 *
 * @param seeds stream to draw from; it stays where it is, a child of it is drawn from
 * @param fn builds a model, say; it must not wait
 * @returns what `fn` gives
 * @throws TypeError when `fn` is asynchronous
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import * as tf from "../tf.ts";
 * import { seeded } from "./chance.ts";
 * const layers = [tf.layers.dense({ units: 1, inputShape: [2] })];
 * seeded(SeedStream.from(13).split("weights"), () => tf.sequential({ layers }));
 * ```
 */
export function seeded<R>(seeds: SeedStream, fn: () => R): R {
  const stream = seeds.split("seeded");
  using _chance = replaceChance(() => stream.uniform());
  const result = fn();
  if (result instanceof Promise) {
    throw new TypeError("Cannot draw from a stream while a function waits: give a synchronous one");
  }
  return result;
}

/**
 * Puts a function in the place of the language's own generator.
 *
 * @param next gives numbers of [0, 1)
 * @returns puts the former one back when it is disposed
 * @example
 * ```ts
 * import { replaceChance } from "./chance.ts";
 * using _chance = replaceChance(() => 0.5); // until the end of the block
 * ```
 */
export function replaceChance(next: () => number): Disposable {
  const { random } = Math;
  Object.assign(Math, { random: next });
  return { [Symbol.dispose]: () => void Object.assign(Math, { random }) };
}
