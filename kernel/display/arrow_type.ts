/**
 * What is read of Apache Arrow, known by its shape: the library is not loaded.
 *
 * @module
 */

/** What is read of a data type of Arrow. */
export interface ArrowType {
  readonly typeId: number;
  readonly unit?: number;
  readonly scale?: number;
  readonly precision?: number;
  readonly timezone?: string | null;
  readonly dictionary?: ArrowType;
}

/** What is read of a record batch of Arrow, which is one piece of a table. */
export interface ArrowBatch {
  readonly numRows: number;
  readonly schema: {
    readonly fields: readonly { readonly name: string; readonly type: ArrowType }[];
  };
  getChildAt(index: number): { get(row: number): unknown } | null;
}

/** What is read of a table of Arrow. */
export interface ArrowTable extends ArrowBatch {
  readonly batches: readonly unknown[];
}

/** What is read of a vector of Arrow, such as a column of a table. */
export interface ArrowVector {
  readonly type: ArrowType;
  readonly length: number;
  get(row: number): unknown;
}

/** Numbers of the types in Arrow's format specification that need a form of their own. */
export const ARROW_TYPE = {
  Dictionary: -1,
  Int: 2,
  Float: 3,
  Decimal: 7,
  Date: 8,
  Time: 9,
  Timestamp: 10,
  Duration: 18,
} as const;
/**
 * Whether a value has what tables of Arrow have.
 *
 * @param value anything but a proxy
 * @returns true for tables, not for vectors and record batches
 * @example
 * ```ts
 * import { isArrowTable } from "./arrow_type.ts";
 * console.assert(!isArrowTable({ schema: {} }));
 * ```
 */
export function isArrowTable(value: object): value is ArrowTable {
  return isArrowBatch(value) && "batches" in value && Array.isArray(value.batches);
}

/**
 * Whether a value has what record batches of Arrow have; tables have it, too.
 *
 * @param value anything but a proxy
 * @returns true for tables and record batches
 * @example
 * ```ts
 * import { isArrowBatch } from "./arrow_type.ts";
 * console.assert(!isArrowBatch({ schema: {} }));
 * ```
 */
export function isArrowBatch(value: object): value is ArrowBatch {
  return "schema" in value && "getChildAt" in value && typeof value.getChildAt === "function" &&
    typeof value.schema === "object" && value.schema !== null && "fields" in value.schema &&
    Array.isArray(value.schema.fields) && "numRows" in value && typeof value.numRows === "number";
}

/**
 * Whether a value has what vectors of Arrow have.
 *
 * @param value anything but a proxy
 * @returns true for vectors, whatever they hold
 * @example
 * ```ts
 * import { isArrowVector } from "./arrow_type.ts";
 * console.assert(!isArrowVector([1, 2]));
 * ```
 */
export function isArrowVector(value: object): value is ArrowVector {
  return "nullCount" in value && "get" in value && typeof value.get === "function" &&
    "length" in value && typeof value.length === "number" && "type" in value &&
    typeof value.type === "object" && value.type !== null && "typeId" in value.type;
}

/**
 * The type of a column's values, which for dictionaries is the type of its entries.
 *
 * @param type a column's type
 * @returns the type of what the column answers
 * @example
 * ```ts
 * import { valueType } from "./arrow_type.ts";
 * console.assert(valueType({ typeId: -1, dictionary: { typeId: 5 } }).typeId === 5);
 * ```
 */
export function valueType(type: ArrowType): ArrowType {
  return type.typeId === ARROW_TYPE.Dictionary ? type.dictionary ?? type : type;
}

/**
 * Puts the point into a decimal, which Arrow keeps as the whole number that remains without it.
 *
 * @param unscaled the whole number
 * @param scale digits behind the point
 * @returns such as `123.45`
 * @example
 * ```ts
 * import { decimalText } from "./arrow_type.ts";
 * console.assert(decimalText("-5", 2) === "-0.05");
 * ```
 */
export function decimalText(unscaled: string, scale: number): string {
  if (scale <= 0) return unscaled + "0".repeat(-scale);
  const sign = unscaled.startsWith("-") ? "-" : "";
  const digits = unscaled.slice(sign.length).padStart(scale + 1, "0");
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
