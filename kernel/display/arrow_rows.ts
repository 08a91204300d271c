/**
 * A table of Arrow as rows of JSON, for what reads rows, such as charts.
 *
 * @module
 */

import {
  ARROW_TYPE,
  type ArrowTable,
  type ArrowType,
  decimalText,
  valueType,
} from "./arrow_type.ts";

/** One row, by name of column. */
export type JsonRow = Record<string, unknown>;

/**
 * Copies a table as rows. Whole numbers of 64 bits and decimals become numbers, moments the
 * milliseconds since 1970.
 *
 * @param table the table, which must fit into memory as rows
 * @returns the rows
 * @example
 * ```ts
 * import { arrowRows } from "./arrow_rows.ts";
 * const empty = { numRows: 0, batches: [], schema: { fields: [] }, getChildAt: () => null };
 * console.assert(arrowRows(empty).length === 0);
 * ```
 */
export function arrowRows(table: ArrowTable): JsonRow[] {
  const rows: JsonRow[] = Array.from({ length: table.numRows }, () => ({}));
  table.schema.fields.forEach(({ name, type }, at) => {
    const column = table.getChildAt(at);
    rows.forEach((row, index) => {
      // Unlike assignment, this makes a column named __proto__ a property like any other.
      Object.defineProperty(row, name, {
        value: plainValue(column?.get(index) ?? null, valueType(type)),
        enumerable: true,
      });
    });
  });
  return rows;
}

function plainValue(value: unknown, type: ArrowType): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (type.typeId === ARROW_TYPE.Decimal) {
    return Number(decimalText(String(value), type.scale ?? 0));
  }
  return "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : value;
}
