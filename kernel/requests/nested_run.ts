/**
 * Code that a cell's command runs in the session while the cell waits, as `%run` does.
 *
 * @module
 */

import type { NestedCode } from "../commands/command.ts";
import { CommandError, CommandInterrupted } from "../commands/command_error.ts";
import type { CellEnd } from "../evaluate/session.ts";
import type { CellEntry } from "./cells.ts";
import { compileForKernel } from "./compile_cell.ts";
import type { KernelState } from "./kernel_state.ts";
import { type ErrorContent, writeError } from "./traceback.ts";

/** Deeper than anybody means to go: a notebook that runs itself. */
const DEEPEST = 10;

/**
 * Runs code as a cell within a cell: its output, its questions and its names are the cell's.
 *
 * @param kernel the kernel
 * @param code what to run, and the cell that waits for it
 * @throws CommandError if it does not compile or ends with an error, which is printed as well;
 *   CommandInterrupted if it was interrupted
 */
export async function runNested(
  kernel: KernelState,
  code: NestedCode & { readonly outer: CellEntry },
): Promise<void> {
  const { outer, source, label, folder } = code;
  if (depthOf(outer) >= DEEPEST) {
    throw new CommandError(`Cannot run ${label}: it is run by itself, ${DEEPEST} times over`);
  }
  const entry: CellEntry = {
    ...outer,
    id: crypto.randomUUID(),
    source,
    label,
    outer,
    compiled: undefined,
  };
  const compiled = compileForKernel(entry, kernel);
  if (compiled instanceof Promise) throw fail(entry, await compiled, kernel);
  entry.compiled = compiled;
  kernel.cells.add(entry);
  const session = await kernel.keeper.current();
  const { id, count, allowInput } = entry;
  const announcement = { id, count, source, allowInput, showResult: false, remember: false };
  const end = await session.run(compiled, { ...announcement, folder });
  if (end.status !== "ended") {
    for (const name of compiled.declares) kernel.declared.add(name);
    kernel.assist?.ran(id, source);
  }
  finish(entry, end, kernel);
}

function depthOf(cell: CellEntry): number {
  return cell.outer === undefined ? 0 : 1 + depthOf(cell.outer);
}

function finish(entry: CellEntry, end: CellEnd, kernel: KernelState): void {
  if (end.status === "error") throw fail(entry, writeError(end.error, kernel.cells), kernel);
  if (end.status === "interrupted") throw new CommandInterrupted();
  if (end.status === "ended") throw new CommandError(end.end.message);
}

/** The traceback is printed, because an error of the cell can show only its own places. */
function fail(entry: CellEntry, error: ErrorContent, kernel: KernelState): CommandError {
  kernel.outputs.print(entry, `${error.traceback.join("\n")}\n`, "stderr");
  return new CommandError(`${entry.label} ended with ${error.ename}: ${error.evalue}`);
}

/**
 * Reads the code cells of a notebook.
 *
 * @param text the notebook's text
 * @param file how errors call it
 * @returns the sources, in order
 * @throws NotebookError that says what is wrong with the notebook
 */
export async function notebookCells(text: string, file: string): Promise<readonly string[]> {
  const { parseNotebook } = await import("../notebook/read.ts");
  const { cells } = parseNotebook(text, file);
  return cells.flatMap((cell) => cell.cell_type === "code" ? [cell.source] : []);
}
