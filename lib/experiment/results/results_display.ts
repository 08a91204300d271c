/**
 * How results show themselves in a notebook: what there is to ask for, as a table and as text.
 *
 * @module
 */

import { escapeMarkup } from "../../core/markup.ts";
import type { PhaseSource } from "./phase_source.ts";

/** What is told of a phase. */
export interface PhaseSummary {
  readonly phase: string;
  readonly kind: string;
  readonly status: string;
  readonly batches: string;
  readonly losses: string;
  readonly metrics: string;
  readonly kept: string;
}

/**
 * Sums a phase up: the last number of each loss and metric, and what else was recorded.
 *
 * @param source what was recorded
 * @param path labels of the groups that the phase is in
 * @returns a row of texts
 * @example
 * ```ts
 * import { PhaseLog } from "./phase_log.ts";
 * import { summaryOf } from "./results_display.ts";
 * const log = new PhaseLog({ label: "fit", kind: "train", losses: [], recording: "none" });
 * console.log(summaryOf(log).status); // running
 * ```
 */
export function summaryOf(source: PhaseSource, path: readonly string[] = []): PhaseSummary {
  const { label, kind, status, error, lossInfos, metricNames, totals } = source;
  const losses = lossInfos.flatMap((info) => {
    const values = source.losses(info.node).where({ label: info.label });
    return values.length === 0 ? [] : [`${info.label} ${short(values.last())}`];
  });
  const metrics = metricNames.flatMap((name) => {
    const values = source.metric(name);
    return values.length === 0 ? [] : [`${name} ${short(values.last())}`];
  });
  const epochs = totals.axisValues("epoch").length;
  const batches = count(totals.length, "batch");
  const kept = [
    count(source.steps.length, "step"),
    count(source.artifacts.length, "artifact"),
    count(source.callbacks.length, "answer"),
  ];
  return {
    phase: [...path, label].join(" / "),
    kind,
    status: error === undefined ? status : `${status}: ${error}`,
    batches: kind === "train" && epochs > 0
      ? `${batches} in ${count(epochs, "epoch")}`
      : batches || "no batches",
    losses: losses.join(", "),
    metrics: metrics.join(", "),
    kept: kept.filter((text) => text !== "").join(", "),
  };
}

/**
 * Makes the MIME bundle of results.
 *
 * @param title what they are of
 * @param rows a summary of each phase
 * @returns a table as HTML and as text
 * @example
 * ```ts
 * import { displayResults } from "./results_display.ts";
 * console.log(displayResults("plan", [])["text/plain"]); // plan: no phases
 * ```
 */
export function displayResults(
  title: string,
  rows: readonly PhaseSummary[],
): Record<string, string> {
  const heads = ["phase", "kind", "status", "batches", "losses", "metrics", "kept"] as const;
  const caption = rows.length === 0 ? `${title}: no phases` : title;
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join("");
  const body = rows.map((row) => {
    const cells = heads.slice(1).map((name) => `<td>${escapeMarkup(row[name])}</td>`).join("");
    return `<tr><th scope="row">${escapeMarkup(row.phase)}</th>${cells}</tr>`;
  });
  const text = rows.map((row) =>
    [
      `  ${row.phase} (${row.kind}): ${row.status}, ${row.batches}`,
      ...(["losses", "metrics", "kept"] as const)
        .filter((name) => row[name] !== "")
        .map((name) => `    ${name}: ${row[name]}`),
    ].join("\n")
  );
  return {
    "text/html": `<table><caption>${escapeMarkup(caption)}</caption>` +
      `<thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`,
    "text/plain": [caption, ...text].join("\n"),
  };
}

function count(number: number, noun: string): string {
  return number === 0
    ? ""
    : `${number} ${noun}${number === 1 ? "" : noun === "batch" ? "es" : "s"}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
