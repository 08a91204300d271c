/**
 * How a FeatureSet, a view or a split shows itself in a notebook: a small table, and text.
 *
 * @module
 */

import { escapeMarkup } from "../core/markup.ts";
import { showAs, type Shown } from "../core/show_as.ts";
import { Column, type Sample } from "./column.ts";
import { parseColumnName } from "./column_name.ts";
import type { ColumnTable } from "./column_table.ts";
import { allRows } from "./rows.ts";

/** What is shown of a selection. */
export interface ShownSelection {
  readonly label: string;
  readonly length: number;
  readonly columnNames: readonly string[];
  readonly table: ColumnTable;
  readonly rows: Int32Array;
  /** Whether they are all of the table, in order: their list is long then, and is not read. */
  readonly isWhole?: boolean;
  /** Names of splits and how many samples each has. */
  readonly splitSizes: Readonly<Record<string, number>>;
}

/** Rows shown. */
const MOST_ROWS = 5;

/** Of a sample that is an array: values shown of a vector, and vectors shown of what holds them. */
const MOST_VALUES = 4;
const MOST_PARTS = 1;

/**
 * Makes the MIME bundle of a selection: its first samples, its columns, its splits.
 *
 * @param shown what is shown
 * @returns HTML and text
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { displaySelection } from "./display.ts";
 * const set = FeatureSet.fromRecords("pulses", [{ soh: 95 }], { features: ["soh"] });
 * console.log(displaySelection(set)["text/plain"]);
 * ```
 */
export function displaySelection(shown: ShownSelection): Shown {
  const rows = Math.min(MOST_ROWS, shown.length);
  const columns = shown.columnNames.map((name) => ({ name, column: shown.table.column(name) }));
  const picked = shown.isWhole === true ? allRows(rows) : shown.rows.subarray(0, rows);
  const cells = Array.from(
    picked,
    (row) => columns.map(({ column }) => sampleText(column.at(row))),
  );
  return {
    "text/html": toHtml(shown, { columns, cells }),
    "text/plain": toText(shown, { columns, cells }),
  };
}

interface Drawn {
  readonly columns: readonly { name: string; column: Column }[];
  readonly cells: readonly (readonly string[])[];
}

function toHtml(shown: ShownSelection, { columns, cells }: Drawn): string {
  const heads = columns.map(({ name, column }) => {
    const { domain, key, representation } = parseColumnName(name);
    const kind = `${representation} · ${typeText(column)}`;
    return `<th scope="col">${escapeMarkup(key)}<br><small>${domain} · ${
      escapeMarkup(kind)
    }</small></th>`;
  });
  const body = cells.map((row, at) =>
    `<tr><th scope="row">${at}</th>${
      row.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join("")
    }</tr>`
  );
  return `<table><caption>${escapeMarkup(caption(shown))}</caption>` +
    `<thead><tr><th scope="col"></th>${heads.join("")}</tr></thead>` +
    `<tbody>${body.join("")}</tbody></table>`;
}

function toText(shown: ShownSelection, { columns, cells }: Drawn): string {
  const lines = columns.map(({ name, column }, at) => {
    const samples = cells.map((row) => row[at] ?? "").join(", ");
    const more = shown.length > cells.length ? ", …" : "";
    return [name, typeText(column), `${samples}${more}`];
  });
  const widths = [0, 1].map((at) => Math.max(0, ...lines.map((line) => (line[at] ?? "").length)));
  const body = lines.map((line) =>
    line.map((part, at) => part.padEnd(widths[at] ?? 0)).join("  ").trimEnd()
  );
  return [caption(shown), ...body.map((line) => `  ${line}`)].join("\n");
}

function caption({ label, length, columnNames, splitSizes }: ShownSelection): string {
  const sizes = Object.entries(splitSizes).map(([name, size]) => `${name} ${size}`);
  const splits = sizes.length === 0 ? "" : ` · splits: ${sizes.join(", ")}`;
  return `${label}: ${plural(length, "sample")}, ${plural(columnNames.length, "column")}${splits}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function typeText({ dtype, shape }: Column): string {
  return shape.length === 0 ? dtype : `${dtype}[${shape.join("×")}]`;
}

/** The first values of the first row, at any depth: `[[0, 5, 13, 9, …], …]`. */
function sampleText(sample: Sample): string {
  if (!Array.isArray(sample)) return scalarText(sample);
  const most = Array.isArray(sample[0]) ? MOST_PARTS : MOST_VALUES;
  const shown = sample.slice(0, most).map(sampleText);
  return `[${[...shown, ...(sample.length > most ? ["…"] : [])].join(", ")}]`;
}

/**
 * Writes a value of a sample in short.
 *
 * @param value any
 * @returns text: forty letters, or six digits of a fraction
 * @example
 * ```ts
 * import { scalarText } from "./display.ts";
 * console.log(scalarText(1 / 3), scalarText(1704067200000)); // 0.333333 1704067200000
 * ```
 */
export function scalarText(value: Sample): string {
  // Six digits of a fraction say enough; of a count or a time they would be another number.
  if (typeof value === "number") {
    return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
  }
  const text = String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

// Columns know nothing of how they are shown.
showAs(Column.prototype, (column) => {
  const first = Array.from(
    { length: Math.min(MOST_ROWS, column.length) },
    (_, row) => column.at(row),
  );
  const more = column.length > MOST_ROWS ? ", …" : "";
  const samples = `${first.map(sampleText).join(", ")}${more}`;
  return { "text/plain": `${typeText(column)}, ${plural(column.length, "sample")}: ${samples}` };
});
