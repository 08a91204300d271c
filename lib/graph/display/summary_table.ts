/**
 * The table of a built graph: what each node takes, gives, learns and costs.
 *
 * @module
 */

import { type Interface, type Ports, writeShape } from "../../models/interface.ts";
import type { NodeSummary } from "../summary.ts";
import { escapeMarkup } from "../../core/markup.ts";

const HEADS = [
  "node",
  "kind",
  "inputs",
  "outputs",
  "parameters",
  "bytes",
  "activations",
  "in training",
  "FLOPs",
  "frozen",
] as const;

/** How many columns hold text; the others hold numbers, but for the last one. */
const TEXTS = 4;

/** Operations and memory of nodes that cannot be estimated. */
const UNKNOWN = "?";

/**
 * Writes the summary of a graph as semantic HTML: a head, a row for each node, and sums; activations
 * are bytes for one sample.
 *
 * @param rows of `summary()`
 * @param label what the graph is called
 * @returns a table
 * @example
 * ```ts
 * import { summaryHtml } from "./summary_table.ts";
 * summaryHtml([], "empty");
 * ```
 */
export function summaryHtml(rows: readonly NodeSummary[], label: string): string {
  const head = HEADS.map((name) => `<th scope="col">${name}</th>`).join("");
  const body = rows.map((row) => htmlRow(cellsOf(row))).join("");
  return `<table><caption>${escapeMarkup(`ModelGraph ${label}`)}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body}</tbody>` +
    `<tfoot>${htmlRow(totalOf(rows))}</tfoot></table>`;
}

/**
 * Writes the summary of a graph as text; activations are bytes for one sample.
 *
 * @param rows of `summary()`
 * @param label what the graph is called
 * @returns lines with aligned columns
 * @example
 * ```ts
 * import { summaryText } from "./summary_table.ts";
 * summaryText([], "empty");
 * ```
 */
export function summaryText(rows: readonly NodeSummary[], label: string): string {
  const lines = [HEADS, ...rows.map(cellsOf), totalOf(rows)];
  const widths = HEADS.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? "").length)));
  const body = lines.map((line) =>
    line.map((cell, at) => {
      const width = widths[at] ?? 0;
      return at < TEXTS || at === HEADS.length - 1 ? cell.padEnd(width) : cell.padStart(width);
    }).join("  ").trimEnd()
  );
  return [`ModelGraph ${label}`, ...body].map((line, at) => at === 0 ? line : `  ${line}`)
    .join("\n");
}

function cellsOf(row: NodeSummary): readonly string[] {
  return [
    row.label,
    row.kind,
    shapesOf(row.inputs),
    shapesOf(row.outputs),
    count(row.parameters),
    count(row.bytes),
    row.activations === undefined ? UNKNOWN : count(row.activations.forward),
    row.activations === undefined ? UNKNOWN : count(row.activations.training),
    row.flops === undefined ? UNKNOWN : count(row.flops),
    row.frozen ? "frozen" : "",
  ];
}

/** What is needed on the way is needed one node after the other, but for training. */
function totalOf(rows: readonly NodeSummary[]): readonly string[] {
  const sum = (of: (row: NodeSummary) => number | undefined): string => {
    const some = rows.some((row) => of(row) === undefined) ? "≥ " : "";
    return `${some}${count(rows.reduce((total, row) => total + (of(row) ?? 0), 0))}`;
  };
  const frozen = rows.filter(({ frozen }) => frozen).reduce((sum, row) => sum + row.parameters, 0);
  return [
    "total",
    "",
    "",
    "",
    sum(({ parameters }) => parameters),
    sum(({ bytes }) => bytes),
    "",
    sum(({ activations }) => activations?.training),
    sum(({ flops }) => flops),
    frozen === 0 ? "" : `${count(frozen)} frozen`,
  ];
}

function htmlRow([label = "", ...cells]: readonly string[]): string {
  const rest = cells.map((cell, at) => {
    const align = at + 1 >= TEXTS && at + 1 < HEADS.length - 1 ? ' style="text-align:right"' : "";
    return `<td${align}>${escapeMarkup(cell)}</td>`;
  });
  return `<tr><th scope="row">${escapeMarkup(label)}</th>${rest.join("")}</tr>`;
}

function shapesOf(ports: Ports<Interface>): string {
  return Object.values(ports).map(({ shape }) => writeShape(shape)).join(", ");
}

/** Groups of three digits, the same in every country. */
function count(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, " ");
}
