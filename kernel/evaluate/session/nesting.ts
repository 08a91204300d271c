/**
 * Whether the kernel's call came in the midst of running code, or between two turns of the event
 * loop.
 *
 * The inspector interrupts whatever runs, also native built-ins, and calls us on top of it. Then
 * the stack holds more than our own frames. Only such code can be terminated: a termination with
 * nothing to stop would wait, and strike the next timer, or the runtime's own event loop.
 *
 * @module
 */

interface StackSettings {
  stackTraceLimit: number;
  prepareStackTrace: ((error: Error, sites: readonly unknown[]) => unknown) | undefined;
}

/**
 * Looks at the stack.
 *
 * @param own how many frames of the stack are the kernel's call itself, without this function
 * @returns whether there are more
 * @example
 * ```ts
 * import { isNested } from "./nesting.ts";
 * console.assert(isNested(0));
 * ```
 */
export function isNested(own: number): boolean {
  const settings = Error as unknown as StackSettings;
  const { stackTraceLimit, prepareStackTrace } = settings;
  try {
    settings.stackTraceLimit = own + 2;
    settings.prepareStackTrace = (_, sites) => sites.length;
    return Number(new Error().stack) > own + 1;
  } finally {
    settings.stackTraceLimit = stackTraceLimit;
    settings.prepareStackTrace = prepareStackTrace;
  }
}
