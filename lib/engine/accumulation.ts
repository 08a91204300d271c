/**
 * Slopes of several batches, gathered for one update. Computes with tfjs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";

/** Where slopes are gathered. */
export interface Accumulation {
  /** How many batches make an update. */
  readonly batches: number;
  /** Sums of slopes by the names of variables; zero before the first batch. */
  readonly sums: Readonly<Record<string, tf.Variable>>;
}

/**
 * Adds the slopes of a batch to those of the batches before it.
 *
 * @param slopes of this batch, by the names of variables
 * @param gathering the sums, and whether this batch is the last before the update
 * @returns the mean over all batches when this is the last, and then the sums are zero again; nothing
 *   before
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { gather } from "./accumulation.ts";
 * const accumulation = { batches: 2, sums: { w: tf.variable(tf.scalar(0)) } };
 * gather({ w: tf.scalar(1) }, { accumulation, updates: false }); // {}
 * gather({ w: tf.scalar(3) }, { accumulation, updates: true }).w; // 2
 * ```
 */
export function gather(
  slopes: Readonly<Record<string, tf.Tensor>>,
  { accumulation: { batches, sums }, updates }: {
    readonly accumulation: Accumulation;
    readonly updates: boolean;
  },
): Readonly<Record<string, tf.Tensor>> {
  const means: Record<string, tf.Tensor> = {};
  for (const [name, slope] of Object.entries(slopes)) {
    const sum = sums[name];
    if (sum === undefined) continue;
    const total = tf.add(sum, tf.div(slope, batches));
    sum.assign(updates ? tf.zerosLike(sum) : total);
    if (updates) means[name] = total;
  }
  return means;
}
