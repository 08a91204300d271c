/**
 * Batches that are read while the one before is worked on.
 *
 * @module
 */

import { clearImmediate, setImmediate } from "node:timers";
import { checkOptions } from "../../core/options.ts";

/** How to read ahead. */
export interface PrefetchOptions<B, T> {
  /**
   * Reads a batch.
   *
   * @param batch what to read
   * @param slot from 0 to `ahead`: arrays kept by slot can be written again, as what is in a slot is
   *   worked on or waits until the slot comes again
   */
  readonly read: (batch: B, slot: number) => T;
  /** How many batches wait at most; 1 when left out. */
  readonly ahead?: number | undefined;
  /** Stops when it aborts; so does leaving the loop. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Refuses options that there are none of.
 *
 * @param options how to read ahead
 * @returns the options
 * @example
 * ```ts
 * import { checkPrefetch } from "./prefetch.ts";
 * checkPrefetch({ read: (batch: number) => 2 * batch, ahead: 3 });
 * ```
 */
export function checkPrefetch<B, T>(options: PrefetchOptions<B, T>): PrefetchOptions<B, T> {
  return checkOptions(options, {
    of: "prefetch()",
    known: ["read", "ahead", "signal"],
    required: ["read"],
  });
}

/**
 * Reads batches ahead: as soon as one is handed over, the next one is read in a turn of the event
 * loop of its own, while whoever asked waits for a step. A step that keeps the event loop busy itself
 * gains nothing by it, unless what is read is a promise: then the next one is asked for at once.
 *
 * @param batches of an epoch
 * @param options how to read a batch, how many ahead, and a signal that stops it
 * @returns what was read, in order
 * @throws {RangeError} when `ahead` is no number of batches
 * @throws the reason of the signal, when it aborts
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { prefetch } from "./prefetch.ts";
 * import { SimpleSampler } from "./simple_sampler.ts";
 * const view = FeatureSet.fromColumns("a", { x: [1, 2, 3] }, { features: ["x"] }).toView();
 * const batches = new SimpleSampler({ batchSize: 2 }).batches(view);
 * const read = prefetch(batches, { read: (batch) => batch.getFeatures() });
 * for await (const { values } of read) console.log(values);
 * ```
 */
export async function* prefetch<B, T>(
  batches: Iterable<B>,
  options: PrefetchOptions<B, T>,
): AsyncGenerator<T> {
  const { read, ahead = 1, signal } = checkPrefetch(options);
  if (!Number.isInteger(ahead) || ahead < 1) {
    throw new RangeError(`Cannot read ${ahead} batches ahead: give a whole number from 1`);
  }
  const iterator = batches[Symbol.iterator]();
  const waiting: T[] = [];
  let count = 0;
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let turn: ReturnType<typeof setImmediate> | undefined;
  function readNext(): void {
    try {
      const { done, value } = iterator.next();
      if (done === true) ended = true;
      else waiting.push(watched(read(value, count++ % (ahead + 1))));
    } catch (error) {
      // Thrown where the batch is asked for, not before.
      failure = { error };
      ended = true;
    }
  }
  /** One batch a turn, so that other work comes in between. */
  function readLater(): void {
    if (ended || waiting.length >= ahead) return;
    turn = setImmediate(() => {
      if (signal?.aborted) return;
      readNext();
      readLater();
    });
  }
  try {
    for (;;) {
      signal?.throwIfAborted();
      clearImmediate(turn);
      if (waiting.length === 0 && !ended) readNext();
      if (waiting.length === 0) break;
      const data = waiting.shift() as T;
      // What others read, such as a file, is asked for before a step that may block this thread.
      while (data instanceof Promise && !ended && waiting.length < ahead) readNext();
      readLater();
      yield data;
    }
    if (failure !== undefined) throw failure.error;
  } finally {
    clearImmediate(turn);
    iterator.return?.();
  }
}

/** A promise that fails while it waits is no failure of the program before it is asked for. */
function watched<T>(data: T): T {
  if (data instanceof Promise) data.catch(() => undefined);
  return data;
}
