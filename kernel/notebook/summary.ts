/**
 * What a run says at its end: key figures, files, and what to do next.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { cellTags, type CodeCell, type Notebook, type Output } from "./nbformat.ts";
import { formatSeconds } from "./progress.ts";
import type { FinishedCell, NotebookRun } from "./run.ts";

/** A file that a run wrote, and what it is. */
export interface WrittenFile {
  readonly kind: string;
  readonly file: string;
}

/**
 * Summarises a run for the terminal.
 *
 * The text of code cells tagged `key-figures` is repeated, and Markdown cells tagged `next-steps`
 * close the summary.
 *
 * @param run what ran
 * @param written the files that hold it
 * @returns lines of plain text
 * @example
 * ```ts
 * import { summarise } from "./summary.ts";
 * const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] } as const;
 * const run = { notebook, outcome: "ok", ran: 3, seconds: 1.2, typeErrors: [] } as const;
 * const text = summarise(run, []);
 * console.assert(text === "Ran 3 cells in 1.2 s");
 * ```
 */
export function summarise(run: NotebookRun, written: readonly WrittenFile[]): string {
  const width = Math.max(0, ...written.map(({ kind }) => kind.length));
  const counted = `Ran ${run.ran} ${run.ran === 1 ? "cell" : "cells"} in ${
    formatSeconds(run.seconds)
  }`;
  const files = written.map(({ kind, file }) => `${kind.padEnd(width)}  ${file}`);
  const blocks = [keyFigures(run.notebook), [counted, ...files].join("\n")];
  if (run.outcome === "ok") blocks.push(nextSteps(run.notebook));
  return blocks.filter((block) => block !== "").join("\n\n");
}

/**
 * Says why a run ended early.
 *
 * @param failed the cell that ended it
 * @returns one line, then the traceback
 * @example
 * ```ts
 * import { explainFailure } from "./summary.ts";
 * const cell = {
 *   cell_type: "code", metadata: {}, source: "x", outputs: [], execution_count: 1,
 * } as const;
 * const error = { ename: "ReferenceError", evalue: "x is not defined", traceback: [] };
 * const failed = { number: 2, total: 3, cell, outcome: "error", seconds: 0, error } as const;
 * console.assert(explainFailure(failed).startsWith("Cell 2 of 3 failed: ReferenceError"));
 * ```
 */
export function explainFailure({ number, total, outcome, error }: FinishedCell): string {
  const verb = outcome === "interrupt" ? "was interrupted" : "failed";
  const { ename = "Error", evalue = "", traceback = [] } = error ?? {};
  const head = `Cell ${number} of ${total} ${verb}`;
  if (outcome === "interrupt") return head;
  const body = outcome === "error" ? traceback.join("\n") : "";
  return [`${head}: ${ename}: ${evalue}`, ...body === "" ? [] : [body]].join("\n");
}

function keyFigures({ cells }: Notebook): string {
  return cells.filter((cell) => cell.cell_type === "code")
    .filter((cell) => cellTags(cell).includes("key-figures"))
    .map((cell: CodeCell) => cell.outputs.map(plainText).join("").trimEnd())
    .filter((text) => text !== "").join("\n");
}

function plainText(output: Output): string {
  if (output.output_type === "stream") return stripVTControlCharacters(output.text);
  if (output.output_type === "error") return "";
  const text = output.data["text/plain"];
  return typeof text === "string" ? `${stripVTControlCharacters(text)}\n` : "";
}

function nextSteps({ cells }: Notebook): string {
  return cells.filter((cell) => cell.cell_type === "markdown")
    .filter((cell) => cellTags(cell).includes("next-steps"))
    .map(({ source }) => terminalMarkdown(source)).join("\n\n");
}

/** Markdown is written to be read as it is; only its marks of emphasis and heading go. */
function terminalMarkdown(source: string): string {
  return source.replace(/^#+ +/gm, "").replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/`([^`\n]+)`/g, "$1").replace(/\[([^\]]+)\]\(([^)]+)\)/g, "$1 ($2)").trim();
}
