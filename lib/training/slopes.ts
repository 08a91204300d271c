/**
 * What is done to slopes before an optimizer sees them. Computes with tfjs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { Slopes } from "../engine/training_step.ts";

/** How slopes are limited; of each stage apart. */
export interface Clipping {
  /** The greatest length of all slopes together; longer ones are shortened alike. */
  readonly norm?: number;
  /** The greatest size of any number in a slope. */
  readonly value?: number;
}

/**
 * Limits slopes.
 *
 * Source: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013
 * (the norm over all parameters).
 *
 * @param slopes by the names of variables
 * @param clipping how far they may go
 * @returns limited slopes
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { clipped } from "./slopes.ts";
 * clipped({ w: tf.tensor1d([3, 4]) }, { norm: 1 }).w?.print(); // [0.6, 0.8]
 * ```
 */
export function clipped(slopes: Slopes, { norm, value }: Clipping): Slopes {
  const within = value === undefined
    ? slopes
    : mapped(slopes, (slope) => tf.clipByValue(slope, -value, value));
  if (norm === undefined || Object.keys(within).length === 0) return within;
  const squares = Object.values(within).map((slope) => tf.sum(tf.square(slope)));
  const length = tf.sqrt(tf.addN(squares));
  const share = tf.div(norm, tf.maximum(length, norm));
  return mapped(within, (slope) => tf.mul(slope, share));
}

/**
 * Adds a pull towards zero, as the square of the weights in the loss would.
 *
 * @param slopes by the names of variables
 * @param weights the variables, by the same names
 * @param decay how strong it pulls
 * @returns other slopes
 */
export function decayed(
  slopes: Slopes,
  { weights, decay }: { readonly weights: readonly tf.Variable[]; readonly decay: number },
): Slopes {
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  return mapped(slopes, (slope, name) => {
    const weight = byName.get(name);
    return weight ? tf.add(slope, tf.mul(weight, decay)) : slope;
  });
}

/**
 * Limits slopes, and then adds the pull towards zero, as PyTorch's optimizers do.
 *
 * @param slopes by the names of variables
 * @param options names that are limited together, the variables that are pulled, how strongly, and how
 *   far slopes may go
 * @returns other slopes
 */
export function adjusted(
  slopes: Slopes,
  { parts, weights, decay, clip }: {
    readonly parts: readonly ReadonlySet<string>[];
    readonly weights: readonly tf.Variable[];
    readonly decay: number;
    readonly clip: Clipping | undefined;
  },
): Slopes {
  const limited = clip === undefined ? slopes : Object.assign(
    {},
    ...parts.map((names) => clipped(only(slopes, names), clip)),
  );
  return decay === 0 ? limited : decayed(limited, { weights, decay });
}

function only(slopes: Slopes, names: ReadonlySet<string>): Slopes {
  return Object.fromEntries(Object.entries(slopes).filter(([name]) => names.has(name)));
}

function mapped(
  slopes: Slopes,
  change: (slope: tf.Tensor, name: string) => tf.Tensor,
): Slopes {
  const entries = Object.entries(slopes).map(([name, slope]) => [name, change(slope, name)]);
  return Object.fromEntries(entries);
}
