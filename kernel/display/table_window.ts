/**
 * Which part of a table is shown: both ends of its rows and of its columns.
 *
 * @module
 */

import type { Cell } from "./cell_text.ts";
import { countText } from "./count_text.ts";

/** A column's heading. */
export interface TableColumn {
  readonly name: string;
  /** The data type, as the source names it. */
  readonly type: string;
  /** Whether cells stand at the right, as numbers do. */
  readonly numeric: boolean;
}

/** Where rows come from; only the cells that are shown are ever read. */
export interface TableSource {
  /** What the caption begins with. */
  readonly title: string;
  readonly rowCount: number;
  readonly columns: readonly TableColumn[];
  cell(row: number, column: number): Cell;
}

/** The part of a source that is shown; a gap stands for what is left out. */
export interface TableWindow {
  readonly caption: string;
  readonly columns: readonly (TableColumn | Gap)[];
  readonly rows: readonly (TableRow | Gap)[];
}

/** A row that is shown, with a cell for each column that is shown and "…" at a gap. */
export interface TableRow {
  readonly index: number;
  readonly cells: readonly Cell[];
}

/** How many rows or columns are left out at this place. */
export interface Gap {
  readonly omitted: number;
}

const HEAD_ROWS = 10;
const TAIL_ROWS = 5;
const MAX_COLUMNS = 20;

/**
 * Reads what is shown of a table.
 *
 * @param source where rows come from
 * @returns the first 10 and last 5 rows, and at most 20 columns
 * @example
 * ```ts
 * import { windowOn } from "./table_window.ts";
 * const window = windowOn({ title: "T", rowCount: 0, columns: [], cell: () => ({ text: "" }) });
 * console.assert(window.caption === "T: 0 rows × 0 columns");
 * ```
 */
export function windowOn(source: TableSource): TableWindow {
  const rows = ends(source.rowCount, { head: HEAD_ROWS, tail: TAIL_ROWS });
  const columns = ends(source.columns.length, { head: MAX_COLUMNS / 2, tail: MAX_COLUMNS / 2 });
  return {
    caption: `${source.title}: ${shape(source)}${rows.some(isGapIndex) ? EXTENT : ""}`,
    columns: columns.map((at) => isGapIndex(at) ? at : source.columns[at] ?? UNKNOWN),
    rows: rows.map((row) =>
      isGapIndex(row) ? row : {
        index: row,
        cells: columns.map((column) => isGapIndex(column) ? ELIDED : source.cell(row, column)),
      }
    ),
  };
}

const EXTENT = ` (first ${HEAD_ROWS} and last ${TAIL_ROWS} rows shown)`;
const ELIDED: Cell = { text: "…" };
const UNKNOWN: TableColumn = { name: "", type: "", numeric: false };

function shape({ rowCount, columns }: TableSource): string {
  return `${counted(rowCount, "row")} × ${counted(columns.length, "column")}`;
}

function counted(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function ends(
  count: number,
  { head, tail }: { readonly head: number; readonly tail: number },
): readonly (number | Gap)[] {
  if (count <= head + tail) return range(0, count);
  return [...range(0, head), { omitted: count - head - tail }, ...range(count - tail, count)];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function isGapIndex(at: number | Gap): at is Gap {
  return typeof at !== "number";
}

/**
 * Whether something stands for what is left out.
 *
 * @param part a row, a column or a gap
 * @returns true for a gap
 * @example
 * ```ts
 * import { isGap } from "./table_window.ts";
 * console.assert(isGap({ omitted: 3 }));
 * ```
 */
export function isGap(part: object): part is Gap {
  return "omitted" in part;
}
