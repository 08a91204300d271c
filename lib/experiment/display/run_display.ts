/**
 * How runs show themselves: a row for each phase, and what people should know.
 *
 * @module
 */

import { escapeMarkup } from "../../core/markup.ts";
import { summaryOf } from "../results/results_display.ts";
import type { ExperimentRun } from "../run/experiment_run.ts";
import { tableHtml, tableText, type TextTable } from "../../core/text_table.ts";

/** Forms by MIME type. */
export type RunBundle = Readonly<Record<"text/html" | "text/plain", string>>;

/**
 * Makes the MIME bundle of a run.
 *
 * @param run one that has ended
 * @returns its phases with status, duration, losses and metrics, as a table and as text
 * @example
 * ```ts
 * import type { ExperimentRun } from "../run/experiment_run.ts";
 * import { displayRun } from "./run_display.ts";
 * const print = (run: ExperimentRun) => console.log(displayRun(run)["text/plain"]);
 * ```
 */
export function displayRun(run: ExperimentRun): RunBundle {
  const table = runTable(run);
  const notes = [...reasonsOf(run), ...run.notices];
  const paragraphs = notes.map((note) => `<p>${escapeMarkup(note)}</p>`);
  return {
    "text/html": `${tableHtml(table)}${paragraphs.join("")}`,
    "text/plain": [tableText(table), ...notes].join("\n"),
  };
}

/**
 * Tells what a run gave, a row for each phase.
 *
 * @param run one that has ended
 * @returns texts: status, duration, the last number of each loss and metric
 * @example
 * ```ts
 * import type { ExperimentRun } from "../run/experiment_run.ts";
 * import { runTable } from "./run_display.ts";
 * const count = (run: ExperimentRun) => runTable(run).rows.length;
 * ```
 */
export function runTable(run: ExperimentRun): TextTable {
  const rows = run.phases.map(({ path, milliseconds, results }) => {
    const { status, batches, losses, metrics } = summaryOf(results.source);
    const took = milliseconds === undefined ? "" : time(milliseconds);
    return [path.join(" / "), status, took, batches, losses, metrics];
  });
  return {
    caption: titleOf(run),
    heads: ["phase", "status", "took", "batches", "losses", "metrics"],
    rows,
  };
}

/**
 * Says which run it is, how it ended, and how long it took.
 *
 * @param run one that has ended
 * @returns such as `Run 3 of digits: completed in 1.2 s`
 * @example
 * ```ts
 * import type { ExperimentRun } from "../run/experiment_run.ts";
 * import { titleOf } from "./run_display.ts";
 * const print = (run: ExperimentRun) => console.log(titleOf(run));
 * ```
 */
export function titleOf({ label, index, status, durationSeconds, resumed }: ExperimentRun): string {
  const again = resumed ? ", gone on from a checkpoint" : "";
  return `Run ${index} of ${label}: ${status} in ${time(1000 * durationSeconds)}${again}`;
}

function reasonsOf({ reason, error, status }: ExperimentRun): readonly string[] {
  if (reason !== undefined) return [`${status}: ${reason}`];
  return status === "failed" ? [String(error)] : [];
}

function time(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
