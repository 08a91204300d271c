/**
 * Waiting with an end.
 *
 * @module
 */

/**
 * Waits for a promise, but not for ever.
 *
 * @param ms how long at most
 * @param promise what to wait for
 * @returns its value, or undefined if the time is over first
 * @example
 * ```ts
 * import { within } from "./within.ts";
 * console.assert(await within(1, new Promise(() => {})) === undefined);
 * ```
 */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => timer = setTimeout(resolve, ms, undefined));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
