/**
 * Work that is given up after some time. Unlike `AbortSignal.timeout`, no timer outlives the work.
 *
 * @module
 */

/**
 * Does something that listens to a signal, which is aborted when it takes too long.
 *
 * @param work what to do
 * @param options how long it may take, and another reason to give up
 * @returns what `work` returns
 * @example
 * ```ts
 * import { withPatience } from "./patience.ts";
 * const answer = await withPatience(() => Promise.resolve(42), { milliseconds: 100 });
 * console.assert(answer === 42);
 * ```
 */
export async function withPatience<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  { milliseconds, signal }: {
    readonly milliseconds: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Result> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), milliseconds);
  try {
    return await work(signal ? AbortSignal.any([signal, late.signal]) : late.signal);
  } finally {
    clearTimeout(timer);
  }
}
