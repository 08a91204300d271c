/**
 * Numbers of several runs side by side.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import { tableHtml, tableText } from "../../core/text_table.ts";
import { showAs } from "../../core/show_as.ts";
import { type ResultBundle, shortNumber } from "../metrics/chart.ts";
import type { FinalValue } from "./final_values.ts";

/** What is known of a run. */
export interface ComparedRow {
  readonly label: string;
  /** Texts and numbers by column; empty where there is none. */
  readonly values: Readonly<Record<string, number | string | null>>;
}

/**
 * A row for each run, a column for each number.
 *
 * @example
 * ```ts
 * import { ComparisonTable } from "./comparison_table.ts";
 * const table = new ComparisonTable("experiment", [
 *   { label: "small", values: { "test mse": 0.2 } },
 *   { label: "large", values: { "test mse": 0.1 } },
 * ]);
 * table.value("large", "test mse"); // 0.1
 * ```
 */
export class ComparisonTable {
  /** What a row is, such as `fold`. */
  readonly of: string;
  readonly rows: readonly ComparedRow[];
  /** Columns, in the order in which they are first met. */
  readonly columns: readonly string[];

  /**
   * @param of what a row is
   * @param rows one for each run
   */
  constructor(of: string, rows: readonly ComparedRow[]) {
    this.of = of;
    this.rows = Object.freeze([...rows]);
    this.columns = Object.freeze([...new Set(rows.flatMap(({ values }) => Object.keys(values)))]);
    Object.freeze(this);
  }

  /** Labels of the rows. */
  get labels(): readonly string[] {
    return this.rows.map(({ label }) => label);
  }

  /**
   * Reads a cell.
   *
   * @param row its label
   * @param column its name
   * @returns what stands there; `null` where there is nothing
   * @throws {UnknownNameError} when there is no such row or column
   */
  value(row: string, column: string): number | string | null {
    const found = this.rows.find(({ label }) => label === row);
    if (found === undefined) throw new UnknownNameError(this.of, row, { known: this.labels });
    if (!this.columns.includes(column)) {
      throw new UnknownNameError("column", column, { known: this.columns });
    }
    return found.values[column] ?? null;
  }

  /**
   * Orders rows by a column.
   *
   * @param column its name
   * @param options whether the greatest come first; default the least
   * @returns another table; rows without a number come last
   */
  sortBy(column: string, { descending = false }: { readonly descending?: boolean } = {}): this {
    if (!this.columns.includes(column)) {
      throw new UnknownNameError("column", column, { known: this.columns });
    }
    const sign = descending ? -1 : 1;
    const key = ({ values }: ComparedRow): number => {
      const value = values[column];
      return typeof value === "number" && !Number.isNaN(value) ? sign * value : Infinity;
    };
    const rows = this.rows.toSorted((one, other) => compare(key(one), key(other)));
    return new ComparisonTable(this.of, rows) as this;
  }

  /** An object for each row. */
  toRecords(): readonly Readonly<Record<string, number | string | null>>[] {
    return this.rows.map(({ label, values }) => ({
      [this.of]: label,
      ...Object.fromEntries(this.columns.map((column) => [column, values[column] ?? null])),
    }));
  }

  /** Lines of text with aligned columns. */
  toString(): string {
    return String(tableBundle(this)["text/plain"]);
  }
}

showAs(ComparisonTable.prototype, (table: ComparisonTable) => tableBundle(table));

/**
 * Writes final values as the columns of a row.
 *
 * @param values of a run
 * @returns numbers by phase and name
 * @example
 * ```ts
 * import { columnsOf } from "./comparison_table.ts";
 * columnsOf([{ phase: "test", name: "mse", value: 0.1 }]); // { "test mse": 0.1 }
 * ```
 */
export function columnsOf(values: readonly FinalValue[]): Readonly<Record<string, number>> {
  return Object.fromEntries(values.map(({ phase, name, value }) => [`${phase} ${name}`, value]));
}

/**
 * Writes values of parameters as the columns of a row.
 *
 * @param parameters plain data by name
 * @returns numbers as they are, all else as text
 * @example
 * ```ts
 * import { parameterCells } from "./comparison_table.ts";
 * parameterCells({ rate: 0.1, hidden: [8, 8] }); // { rate: 0.1, hidden: "[8,8]" }
 * ```
 */
export function parameterCells(
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, number | string>> {
  const cells = Object.entries(parameters).map(([name, value]) => {
    const isPlain = typeof value === "number" || typeof value === "string";
    return [name, isPlain ? value : JSON.stringify(value)] as const;
  });
  return Object.fromEntries(cells);
}

/**
 * Shows a table.
 *
 * @param table of runs
 * @param caption what stands above it
 * @returns semantic HTML, and text
 * @example
 * ```ts
 * import { ComparisonTable, tableBundle } from "./comparison_table.ts";
 * tableBundle(new ComparisonTable("fold", []), "no folds");
 * ```
 */
export function tableBundle(
  table: ComparisonTable,
  caption: string = `${table.rows.length} × ${table.of}`,
): ResultBundle {
  const rows = table.rows.map((row) => cells(table, row));
  const texts = { caption, heads: [table.of, ...table.columns], rows };
  return { "text/html": tableHtml(texts), "text/plain": tableText(texts) };
}

function cells(table: ComparisonTable, { label, values }: ComparedRow): readonly string[] {
  return [label, ...table.columns.map((column) => cellText(values[column] ?? null))];
}

function cellText(value: number | string | null): string {
  if (value === null) return "–";
  return typeof value === "number" ? shortNumber(value) : value;
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
