/**
 * One cell on a kernel: executed within its limits, and whatever happens told as a value.
 *
 * @module
 */

import type { Message } from "../wire/message.ts";
import { executeWithin, type Limits, type RunClient } from "./limit.ts";
import type { CodeCell } from "./nbformat.ts";

/** How a cell ended: well, by its own error, by a limit, or because the kernel went away. */
export type Outcome = "ok" | "error" | "timeout" | "interrupt" | "lost";

/** An error as Jupyter writes it. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What came of a cell. */
export interface CellResult {
  readonly outcome: Outcome;
  /** The reply; absent when the kernel was lost. */
  readonly reply?: Message;
  /** Why the outcome is not "ok". */
  readonly error?: CellError;
}

/**
 * Runs one cell.
 *
 * @param cell the cell
 * @param client a kernel's client
 * @param limits how long it may run, and who may stop it
 * @returns how it ended; never throws
 * @example
 * ```ts
 * import type { RunClient } from "./limit.ts";
 * import { runCell } from "./run_cell.ts";
 * async function run(client: RunClient): Promise<void> {
 *   const cell = {
 *     cell_type: "code", metadata: {}, source: "1 + 1", outputs: [], execution_count: null,
 *   } as const;
 *   const { outcome } = await runCell(cell, client, { timeoutSeconds: 10 });
 *   console.assert(outcome === "ok");
 * }
 * ```
 */
export async function runCell(
  cell: CodeCell,
  client: RunClient,
  limits: Limits,
): Promise<CellResult> {
  try {
    const { executed: { reply }, stopped } = await executeWithin(client, cell.source, limits);
    if (stopped === "timeout") {
      return { outcome: stopped, reply, error: timeoutError(limits.timeoutSeconds ?? 0) };
    }
    const error = replyError(reply);
    if (error === undefined) return { outcome: "ok", reply };
    return { outcome: stopped ?? "error", reply, error };
  } catch (error) {
    return { outcome: "lost", error: lostError(error) };
  }
}

function replyError({ content }: Message): CellError | undefined {
  if (content["status"] === "ok") return undefined;
  const traceback = content["traceback"];
  return {
    ename: String(content["ename"] ?? "Aborted"),
    evalue: String(content["evalue"] ?? "the kernel did not run the cell"),
    traceback: Array.isArray(traceback) ? traceback.map(String) : [],
  };
}

function timeoutError(seconds: number): CellError {
  const evalue = `The cell ran longer than ${seconds} s and was interrupted; ` +
    `give it longer with --timeout, or make it shorter`;
  return { ename: "CellTimeoutError", evalue, traceback: [`CellTimeoutError: ${evalue}`] };
}

function lostError(cause: unknown): CellError {
  const evalue = cause instanceof Error ? cause.message : String(cause);
  return { ename: "KernelLostError", evalue, traceback: [`KernelLostError: ${evalue}`] };
}
