/**
 * Notices that the system asks this process to end, as it does when a user logs out, a container is
 * stopped, or Jupyter has waited long enough.
 *
 * @module
 */

const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows" ? [] : ["SIGTERM", "SIGHUP"];

/** A watch that goes on until it is disposed of; from then on such a signal ends the process. */
export interface TerminationWatch extends Disposable {
  /** Resolves at the first signal. */
  readonly asked: Promise<void>;
}

/**
 * Watches for the signals.
 *
 * @returns the watch
 * @example
 * ```ts
 * import { watchTermination } from "./watch_termination.ts";
 * using watch = watchTermination();
 * await Promise.race([watch.asked, Promise.resolve()]);
 * ```
 */
export function watchTermination(): TerminationWatch {
  const asked = Promise.withResolvers<void>();
  for (const name of SIGNALS) Deno.addSignalListener(name, asked.resolve);
  return {
    asked: asked.promise,
    [Symbol.dispose]: () => {
      for (const name of SIGNALS) Deno.removeSignalListener(name, asked.resolve);
    },
  };
}
