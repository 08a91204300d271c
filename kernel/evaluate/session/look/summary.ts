/**
 * What is said of a value without running any of its code: type, extent, and a short text.
 *
 * @module
 */

import { isAnyArrayBuffer, isMap, isSet, isTypedArray } from "node:util/types";
import { accessor, classOf, isOpen, own } from "./own.ts";
import { functionText, preview } from "./preview.ts";

/** A value in words. */
export interface Summary {
  /** Such as `number`, `function`, `class`, or the name of the value's class. */
  readonly type: string;
  /** Such as `3 elements` or `344 rows × 8 columns`; empty for values without extent. */
  readonly size: string;
  /** One short line. */
  readonly preview: string;
}

const mapSize = accessor(Map.prototype, "size");
const setSize = accessor(Set.prototype, "size");
const arrayLength = accessor(Object.getPrototypeOf(Uint8Array.prototype), "length");
const byteLength = accessor(ArrayBuffer.prototype, "byteLength");
const sharedByteLength = accessor(SharedArrayBuffer.prototype, "byteLength");

/**
 * Summarises a value.
 *
 * @param value anything
 * @param width longest preview
 * @returns type, extent and preview
 * @example
 * ```ts
 * import { summarise } from "./summary.ts";
 * console.assert(summarise([1, 2, 3]).size === "3 elements");
 * ```
 */
export function summarise(value: unknown, width?: number): Summary {
  const table = tableOf(value);
  const shape = shapeOf(value);
  return {
    type: typeOf(value),
    size: table ? tableSize(table) : shape ?? sizeOf(value),
    preview: table
      ? preview(table.columns, width)
      : shape === undefined
      ? preview(value, width)
      : "",
  };
}

/**
 * Summarises variables.
 *
 * @param variables a function for each name that gives its value
 * @returns one summary for each, in the same order; a variable that no line has set yet says so
 * @example
 * ```ts
 * import { summariseAll } from "./summary.ts";
 * console.assert(summariseAll({ a: () => 1 })[0]?.type === "number");
 * ```
 */
export function summariseAll(
  variables: Readonly<Record<string, () => unknown>>,
): readonly Summary[] {
  return Object.values(variables).map((read) => {
    try {
      return summarise(read());
    } catch {
      return { type: "undefined", size: "", preview: "declared, but never set" };
    }
  });
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "object") return classOf(value);
  if (typeof value !== "function") return typeof value;
  return isOpen(value) && /^class\b/.test(functionText(value)) ? "class" : "function";
}

function sizeOf(value: unknown): string {
  if (typeof value === "string") return counted(value.length, "character");
  if (!isOpen(value) || typeof value === "function") return "";
  if (Array.isArray(value)) return counted(value.length, "element");
  if (isTypedArray(value)) return counted(arrayLength(value), "element");
  if (isMap(value)) return plural(mapSize(value), ["entry", "entries"]);
  if (isSet(value)) return counted(setSize(value), "value");
  if (isAnyArrayBuffer(value)) {
    return counted(
      value instanceof SharedArrayBuffer ? sharedByteLength(value) : byteLength(value),
      "byte",
    );
  }
  return keyCount(value);
}

interface Table {
  readonly rows: number;
  readonly columns: readonly unknown[];
}

/** Arrow tables hold their rows in batches; their own row count is a getter. */
function tableOf(value: unknown): Table | undefined {
  const batches = own(value, "batches");
  const fields = own(own(value, "schema"), "fields");
  if (!Array.isArray(batches) || !Array.isArray(fields)) return undefined;
  const rows = batches.reduce((sum, batch) => sum + Number(own(own(batch, "data"), "length")), 0);
  return { rows, columns: fields.map((field: unknown) => own(field, "name")) };
}

function tableSize({ rows, columns }: Table): string {
  return `${counted(rows, "row")} × ${counted(columns.length, "column")}`;
}

/** Tensors say more by their shape than by their parts. */
function shapeOf(value: unknown): string | undefined {
  const shape = own(value, "shape");
  const dtype = own(value, "dtype");
  if (typeof dtype !== "string" || !Array.isArray(shape)) return undefined;
  return `[${
    shape.map((length) => typeof length === "number" ? length : "?").join(", ")
  }] ${dtype}`;
}

function keyCount(value: object): string {
  const count = Object.keys(value).length;
  return count === 0 ? "" : counted(count, "key");
}

function counted(count: unknown, noun: string): string {
  return plural(count, [noun, `${noun}s`]);
}

function plural(count: unknown, [one, many]: readonly [string, string]): string {
  return `${Number(count).toLocaleString("en")} ${count === 1 ? one : many}`;
}
