/**
 * What shows progress where one is.
 *
 * @module
 */

import process from "node:process";
import type { Progress } from "./progress.ts";
import { TerminalProgress } from "./terminal_progress.ts";

/** Key on `globalThis` under which a modulab session offers what shows progress in a cell. */
const KEY: symbol = Symbol.for("modulab.progress");

/**
 * Finds what shows progress here.
 *
 * @returns a display of the notebook cell in a modulab session, a bar in a terminal, else nothing
 * @example
 * ```ts
 * import { shownHere } from "./shown_here.ts";
 * shownHere()?.notice?.("hello");
 * ```
 */
export function shownHere(): Progress | undefined {
  const make = (globalThis as unknown as Record<symbol, (() => Progress) | undefined>)[KEY];
  if (make) return make();
  return process.stderr.isTTY ? new TerminalProgress(process.stderr) : undefined;
}
