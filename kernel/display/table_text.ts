/**
 * A window on a table as text in a box, for terminals and for frontends without HTML.
 *
 * @module
 */

import { type Gap, isGap, type TableColumn, type TableWindow } from "./table_window.ts";
import { fitWidth, padWidth, textWidth } from "./text_width.ts";

const MAX_CELL = 32;
const MAX_WIDTH = 120;

interface TextColumn {
  readonly cells: readonly string[];
  readonly numeric: boolean;
  readonly width: number;
}

/**
 * Draws a table with the rows of the HTML form; columns in the middle go first where 120 characters
 * a line do not suffice.
 *
 * @param window what to show
 * @returns the caption and the box
 * @example
 * ```ts
 * import { tableText } from "./table_text.ts";
 * const columns = [{ name: "a", type: "number", numeric: true }];
 * const text = tableText({ caption: "T", columns, rows: [{ index: 0, cells: [{ text: "7" }] }] });
 * console.assert(text.split("\n").at(-2) === "│ 0 │      7 │");
 * ```
 */
export function tableText(window: TableWindow): string {
  const label = textColumn(["", "", ...window.rows.map(rowLabel)], true);
  const columns = window.columns.map((column, at) => dataColumn(window, { column, at }));
  const shown = [label, ...fitColumns(columns, MAX_WIDTH - label.width - 4)];
  const lines = label.cells.map((_, row) => boxed(shown.map((column) => placed(column, row))));
  const [names = "", types = "", ...rows] = lines;
  return [
    window.caption,
    rule(shown, ["┌", "┬", "┐"]),
    names,
    types,
    rule(shown, ["├", "┼", "┤"]),
    ...rows,
    rule(shown, ["└", "┴", "┘"]),
  ].join("\n");
}

function rowLabel(row: TableWindow["rows"][number]): string {
  return isGap(row) ? "…" : String(row.index);
}

function dataColumn(
  window: TableWindow,
  { column, at }: { readonly column: TableColumn | Gap; readonly at: number },
): TextColumn {
  const heading = isGap(column) ? ["…", ""] : [column.name, column.type];
  const cells = window.rows.map((row) => isGap(row) ? "…" : row.cells[at]?.text ?? "");
  return textColumn([...heading, ...cells], !isGap(column) && column.numeric);
}

function textColumn(texts: readonly string[], numeric: boolean): TextColumn {
  const cells = texts.map((text) => fitWidth(text, MAX_CELL));
  return { cells, numeric, width: Math.max(...cells.map(textWidth)) };
}

/** Keeps columns from both ends while they fit, with one column of "…" for the rest. */
function fitColumns(columns: readonly TextColumn[], space: number): readonly TextColumn[] {
  const total = columns.reduce((sum, { width }) => sum + width + 3, 0);
  if (total <= space) return columns;
  const head: TextColumn[] = [];
  const tail: TextColumn[] = [];
  const gap = textColumn((columns[0]?.cells ?? []).map((_, row) => row === 1 ? "" : "…"), false);
  let left = space - gap.width - 3;
  for (let taken = 0; taken < columns.length; taken++) {
    const fromHead = taken % 2 === 0;
    const column = columns.at(fromHead ? head.length : -1 - tail.length);
    if (column === undefined || column.width + 3 > left) break;
    if (fromHead) head.push(column);
    else tail.unshift(column);
    left -= column.width + 3;
  }
  return [...head, gap, ...tail];
}

function placed({ cells, numeric, width }: TextColumn, row: number): string {
  return padWidth(cells[row] ?? "", { width, right: numeric });
}

function boxed(cells: readonly string[]): string {
  return `│ ${cells.join(" │ ")} │`;
}

function rule(columns: readonly TextColumn[], [left, middle, right]: readonly string[]): string {
  return `${left}${columns.map(({ width }) => "─".repeat(width + 2)).join(middle)}${right}`;
}
