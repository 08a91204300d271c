/**
 * Where the commands of this folder print.
 *
 * @module
 */

import process from "node:process";
import type { ProgressScreen } from "./progress.ts";

/** Lines for the reader, lines for trouble, and a screen for progress. */
export interface CommandTerminal {
  out(text: string): void;
  err(text: string): void;
  readonly progress: ProgressScreen;
}

/**
 * The terminal of this process; progress goes to stderr, so that stdout holds results only.
 *
 * @returns a terminal that honours `NO_COLOR`
 * @example
 * ```ts
 * import { processTerminal } from "./terminal.ts";
 * processTerminal().out("done");
 * ```
 */
export function processTerminal(): CommandTerminal {
  const isTerminal = process.stderr.isTTY === true;
  return {
    out: (text) => console.log(text),
    err: (text) => console.error(text),
    progress: {
      write: (text) => process.stderr.write(text),
      isTerminal,
      get columns() {
        return process.stderr.columns ?? 100;
      },
      color: isTerminal && !process.env["NO_COLOR"],
    },
  };
}
