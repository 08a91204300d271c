/**
 * Timers whose callbacks can be interrupted.
 *
 * A termination that strikes a callback of the runtime's event loop ends the process; one that
 * strikes a microtask ends only that. So callbacks run as microtasks of their timers.
 *
 * @module
 */

type Callback = (this: unknown, ...args: unknown[]) => unknown;
type Timer = (callback: Callback, ...rest: unknown[]) => unknown;

/** Replaces the global `setTimeout`, `setInterval` and `setImmediate`. */
export function installTimers(): void {
  const scope = globalThis as unknown as Record<string, Timer>;
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    const start = scope[name];
    if (start !== undefined) scope[name] = interruptible(start);
  }
}

function interruptible(start: Timer): Timer {
  const timer: Timer = (callback, ...rest) =>
    start(typeof callback === "function" ? asMicrotask(callback) : callback, ...rest);
  // `util.promisify` finds its own version of a timer there.
  return Object.defineProperties(timer, Object.getOwnPropertyDescriptors(start));
}

/** Called again after a run that was terminated, as by an interval, it ends the timer instead. */
function asMicrotask(callback: Callback): Callback {
  let running = false;
  return function (...args) {
    if (running) return clearInterval(this as number);
    queueMicrotask(() => {
      running = true;
      try {
        callback.apply(this, args);
      } finally {
        running = false; // a termination skips this
      }
    });
  };
}
