/**
 * A time limit for code that does not return: a formatter that loops without an `await` would hold up
 * the session for ever, and timers with it.
 *
 * @module
 */

import process from "node:process";
import { types } from "node:util";

/** Kept, because what a cell declares by these names hides them from this module, too. */
const { Error, Reflect, Symbol } = globalThis;

/**
 * Milliseconds that a value's own code may take without a pause. Twice the longest budget of those that
 * wait, since drawing that is merely slow, on a machine that is busy with other things, must not be hit.
 */
export const LOOP_LIMIT = 30_000;

/** Where the script that V8 watches finds what it is to call. */
const WORK = Symbol.for("modulab.limited");

type Watched = (limit: number) => unknown;
let watched: Watched | undefined;

/**
 * Calls a function, and ends it where it stands if it does not return in time. An interrupt of
 * the session ends it as it ends any code.
 *
 * @param limit milliseconds
 * @param work what to call; what it does after an `await` has no limit
 * @returns what it returns
 * @throws {Error} if it was ended, and whatever it throws itself
 * @example
 * ```ts
 * import { endAfter } from "./limit.ts";
 * console.assert(endAfter(1_000, () => 1 + 1) === 2);
 * ```
 */
export function endAfter<T>(limit: number, work: () => T): T {
  watched ??= watch();
  const scope = globalThis as unknown as Record<symbol, unknown>;
  const outer = scope[WORK];
  try {
    scope[WORK] = work;
    return watched(limit) as T;
  } catch (error) {
    throw isEnd(error) ? new Error(`no answer within ${limit} ms, and was ended`) : error;
  } finally {
    scope[WORK] = outer;
  }
}

/** Loads `node:vm` at the first call: that takes 5 ms. */
function watch(): Watched {
  const { Script } = process.getBuiltinModule("node:vm");
  const script = new Script(`globalThis[Symbol.for("${Symbol.keyFor(WORK)}")]()`);
  return (timeout) => script.runInThisContext({ timeout, displayErrors: false });
}

function isEnd(error: unknown): boolean {
  return types.isNativeError(error) &&
    Reflect.get(error, "code") === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
