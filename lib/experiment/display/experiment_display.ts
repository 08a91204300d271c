/**
 * How experiments show themselves: the plan, what it is about, and the log of runs.
 *
 * @module
 */

import { escapeMarkup } from "../../core/markup.ts";
import type { Experiment } from "../experiment.ts";
import { type PlanBundle, planChart, planTable } from "./plan_display.ts";
import { runTable, titleOf } from "./run_display.ts";
import { tableHtml, tableText, type TextTable } from "../../core/text_table.ts";

/** Runs of the log that are shown. */
const NEWEST = 5;

/**
 * Makes the MIME bundle of an experiment.
 *
 * @param experiment any
 * @returns plan and newest runs as HTML and text, and the plan as a Mermaid flowchart
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { displayExperiment } from "./experiment_display.ts";
 * const print = (one: Experiment) => console.log(displayExperiment(one)["text/plain"]);
 * ```
 */
export function displayExperiment(experiment: Experiment): PlanBundle {
  const { plan, history } = experiment;
  const about = aboutOf(experiment);
  const tables = [planTable(plan), ...history.length > 0 ? [logTable(experiment)] : []];
  return {
    "text/html": `${tables.map(tableHtml).join("")}<p>${escapeMarkup(about)}</p>`,
    "text/vnd.mermaid": planChart(plan),
    "text/plain": [`Experiment ${experiment.label}`, about, ...tables.map(tableText)].join("\n"),
  };
}

function aboutOf({ graph, data, seed, callbacks }: Experiment): string {
  const sets = data.map(({ label, length }) => `${label} (${length} samples)`);
  const followers = callbacks.map(({ label }) => label);
  return [
    `graph of ${graph.graph.labels.join(", ")}`,
    `data ${sets.join(", ") || "none"}`,
    `seed ${seed}`,
    ...followers.length > 0 ? [`followed by ${followers.join(", ")}`] : [],
  ].join(" · ");
}

/** A row for each of the newest runs: its last phase says what came of it. */
function logTable({ history }: Experiment): TextTable {
  const shown = history.slice(-NEWEST);
  const rows = shown.map((run) => {
    const [, , , , losses = "", metrics = ""] = runTable(run).rows.at(-1) ?? [];
    return [titleOf(run), losses, metrics];
  });
  const others = history.length - shown.length;
  const earlier = others === 0 ? "" : `, after ${others} earlier ${others === 1 ? "one" : "ones"}`;
  return { caption: `Log${earlier}`, heads: ["run", "losses of its end", "metrics"], rows };
}
