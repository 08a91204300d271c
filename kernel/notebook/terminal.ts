/**
 * Where the commands of this folder print.
 *
 * @module
 */

import { writeSync } from "node:fs";
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
 * @returns a terminal that honours `NO_COLOR` and `TERM=dumb`, which overwrites no line
 * @example
 * ```ts
 * import { processTerminal } from "./terminal.ts";
 * processTerminal().out("done");
 * ```
 */
export function processTerminal(): CommandTerminal {
  const isTerminal = process.stderr.isTTY === true && process.env["TERM"] !== "dumb";
  return {
    out: (text) => console.log(text),
    err: (text) => console.error(text),
    progress: {
      write: writeProgress,
      isTerminal,
      get columns() {
        return process.stderr.columns ?? 100;
      },
      color: isTerminal && !process.env["NO_COLOR"],
    },
  };
}

/** Progress is never worth a run: where nobody looks any more (`2>&1 | head -1`) it goes on for its files. */
function writeProgress(text: string): void {
  try {
    writeSync(process.stderr.fd, text);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}
