/**
 * THE WALK of a notebook: its code cells in order, on a kernel, until the end or the first failure.
 *
 * Source: nbclient 0.10 (which cells run, their tags, what is left untouched).
 *
 * @module
 */

import { executeWithin, firstOf, type Limits, type RunClient } from "./limit.ts";
import { type Cell, cellTags, type CodeCell, type Notebook, upgrade } from "./nbformat.ts";
import { describeKernel } from "./describe_kernel.ts";
import { Recorder } from "./recorder.ts";
import { type CellError, type Outcome, runCell } from "./run_cell.ts";

/** What may differ between runs. */
export interface RunOptions extends Limits {
  /** Goes on after a cell that failed; default false. */
  readonly allowErrors?: boolean;
  /** The type checks of the cells; the run ends with the last of them. */
  readonly checks?: RunChecks | undefined;
  /** Seconds that checks get when the last cell has ended; default 30. */
  readonly checkSeconds?: number;
  /** Hears when cells begin and end. */
  readonly observer?: RunObserver;
  /** Milliseconds on a clock that only moves forward; default `performance.now`. */
  readonly now?: () => number;
}

/** Type checks that go on beside the cells. */
export interface RunChecks {
  /** How many are not answered yet. */
  readonly open: number;
  /** The type errors of each cell that has some, as text. */
  readonly found: readonly string[];
  /** Resolves when none is open and what they found is printed below its cell. */
  settled(): Promise<void>;
}

/** Follows a run. */
export interface RunObserver {
  /** A cell is about to run. */
  begin?(cell: RunningCell): void;
  /** A cell has run; the notebook holds all that was computed until now. */
  end?(cell: FinishedCell, notebook: Notebook): void | Promise<void>;
  /** No cell runs any more, but type checks go on. */
  checking?(): void;
}

/** A cell that runs. */
export interface RunningCell {
  /** Place among the cells that run, from 1. */
  readonly number: number;
  /** How many cells run in all. */
  readonly total: number;
  readonly cell: CodeCell;
}

/** A cell that ran. */
export interface FinishedCell extends RunningCell {
  readonly outcome: Outcome;
  readonly error?: CellError;
  readonly seconds: number;
}

/** What a run leaves behind. */
export interface NotebookRun {
  /** The notebook with everything that was computed, also after a failure. */
  readonly notebook: Notebook;
  /** "ok", or how the cell ended that ended the run. */
  readonly outcome: Outcome;
  /** The cell that ended the run. */
  readonly failed?: FinishedCell;
  /** What type checks found, and whether some had no answer; as text. */
  readonly typeErrors: readonly string[];
  /** How many cells ran. */
  readonly ran: number;
  readonly seconds: number;
}

const CHECK_SECONDS = 30;

/**
 * Runs a notebook.
 *
 * Cells without code and cells tagged `skip-execution` are left as they are, and so is every cell
 * behind the first failure. A cell tagged `raises-exception` may fail.
 *
 * @param notebook what to run
 * @param client a kernel's client
 * @param options limits, and who follows
 * @returns the notebook with its outputs; a kernel that is lost is an outcome, not an exception
 * @throws when the kernel does not get ready
 * @example
 * ```ts
 * import type { RunClient } from "./limit.ts";
 * import { readNotebook } from "./read.ts";
 * import { runNotebook } from "./run.ts";
 * async function run(client: RunClient): Promise<boolean> {
 *   const notebook = await readNotebook("notebooks/01_quickstart.ipynb");
 *   const { outcome } = await runNotebook(notebook, client, { timeoutSeconds: 60 });
 *   return outcome === "ok";
 * }
 * ```
 */
export async function runNotebook(
  notebook: Notebook,
  client: RunClient,
  options: RunOptions = {},
): Promise<NotebookRun> {
  const now = options.now ?? (() => performance.now());
  const started = now();
  const described = describeKernel(upgrade(notebook), await client.ready());
  // The first cell's clock must not run while the session process starts.
  await executeWithin(client, "undefined;", { signal: options.signal, silent: true });
  using recorder = new Recorder(client);
  const snapshot = () => recorder.apply(described);
  const end = async (
    ran: number,
    outcome: Outcome,
    failed?: FinishedCell,
  ): Promise<NotebookRun> => {
    const seconds = (now() - started) / 1000;
    const typeErrors = outcome === "lost" ? [] : await finishChecks(client, options);
    return { notebook: snapshot(), outcome, ran, typeErrors, seconds, ...failed && { failed } };
  };
  const planned = planCells(described.cells);
  for (const [done, { cell, index }] of planned.entries()) {
    if (options.signal?.aborted) return await end(done, "interrupt");
    const running = { number: done + 1, total: planned.length, cell };
    const began = now();
    options.observer?.begin?.(running);
    recorder.begin(index);
    const result = await runCell(cell, client, options);
    recorder.end(result);
    const { outcome, error } = result;
    const finished = {
      ...running,
      outcome,
      seconds: (now() - began) / 1000,
      ...error && { error },
    };
    await options.observer?.end?.(finished, snapshot());
    if (endsRun(finished, options)) return await end(done + 1, outcome, finished);
  }
  return await end(planned.length, "ok");
}

/** Waits for what is still being checked, but neither for ever nor for who has interrupted. */
async function finishChecks(
  client: RunClient,
  { checks, checkSeconds = CHECK_SECONDS, signal, observer }: RunOptions,
): Promise<readonly string[]> {
  if (!checks) return [];
  if (checks.open > 0 && !signal?.aborted) {
    observer?.checking?.();
    await firstOf(checks.settled(), { timeoutSeconds: checkSeconds, signal });
  }
  await client.ready(); // what was printed before is heard before the answer
  if (checks.open === 0 || signal?.aborted) return checks.found;
  const cells = `${checks.open} ${checks.open === 1 ? "cell" : "cells"}`;
  return [...checks.found, `The types of ${cells} could not be checked within ${checkSeconds} s`];
}

/** The cells that run, with their places in the notebook. */
function planCells(cells: readonly Cell[]): readonly { cell: CodeCell; index: number }[] {
  return cells.flatMap((cell, index) =>
    cell.cell_type === "code" && cell.source.trim() !== "" &&
      !cellTags(cell).includes("skip-execution")
      ? [{ cell, index }]
      : []
  );
}

function endsRun({ cell, outcome }: FinishedCell, { allowErrors }: RunOptions): boolean {
  if (outcome === "ok") return false;
  if (outcome !== "error") return true;
  return !allowErrors && !cellTags(cell).includes("raises-exception");
}
