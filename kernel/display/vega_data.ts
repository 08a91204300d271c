/**
 * The data of a chart: whatever rows a specification holds, as JSON within it.
 *
 * @module
 */

import { isProxy } from "node:util/types";

import { arrowRows } from "./arrow_rows.ts";
import { isArrowTable } from "./arrow_type.ts";
import { toJson } from "./clean_json.ts";
import { countText } from "./count_text.ts";

/** An object of a specification. */
export type SpecObject = Readonly<Record<string, unknown>>;

/** A specification that is JSON through and through, and the rows it holds. */
export interface InlinedSpec {
  readonly spec: SpecObject;
  readonly rows: number;
}

/** More rows than this make Vega slow; they would have to be aggregated first. */
const MAX_ROWS = 200_000;

/**
 * Copies a specification as JSON. Tables of Arrow may stand wherever rows may, and rows or a table
 * may stand for `data` itself.
 *
 * @param spec a specification of Vega-Lite or Vega
 * @returns the copy, and how many rows are in it
 * @throws {RangeError} if there are more than 200,000 rows
 * @example
 * ```ts
 * import { inlineData } from "./vega_data.ts";
 * const { rows } = inlineData({ data: [{ a: 1 }, { a: 2 }], mark: "point" });
 * console.assert(rows === 2);
 * ```
 */
export function inlineData(spec: object): InlinedSpec {
  const counter = { rows: 0 };
  const inlined = inlineObject(spec, counter);
  if (counter.rows > MAX_ROWS) {
    throw new RangeError(
      `A chart can hold ${countText(MAX_ROWS)} rows: this one has ${
        countText(counter.rows)
      }; group them or take a sample first`,
    );
  }
  return { spec: inlined, rows: counter.rows };
}

interface Counter {
  rows: number;
}

function inlineObject(value: object, counter: Counter): SpecObject {
  const copies = Object.entries(value).map(([key, each]) =>
    [key, inlinePart(key, { value: each, counter })] as const
  );
  return Object.fromEntries(copies.filter(([, copy]) => copy !== undefined));
}

function inlinePart(
  key: string,
  { value, counter }: { readonly value: unknown; readonly counter: Counter },
): unknown {
  if (!isContainer(value)) return value === undefined ? undefined : json(value);
  if (key === "values") return rowsOf(value, counter);
  if (key === "data" && isArrowTable(value)) return { values: rowsOf(value, counter) };
  if (key === "data" && Array.isArray(value) && !isVegaData(value)) {
    return { values: rowsOf(value, counter) };
  }
  if (key === "datasets") {
    return Object.fromEntries(
      Object.entries(value).map(([name, rows]) => [name, rowsOf(rows, counter)]),
    );
  }
  if (Array.isArray(value)) {
    return value.map((each) => isContainer(each) ? inlineNested(each, counter) : json(each));
  }
  return inlineNested(value, counter);
}

function inlineNested(value: object, counter: Counter): unknown {
  if (Array.isArray(value) || Object.getPrototypeOf(value) !== Object.prototype) return json(value);
  return inlineObject(value, counter);
}

/** In Vega, `data` is a list of named sets rather than rows. */
function isVegaData(value: readonly unknown[]): boolean {
  return value.every((each) =>
    isContainer(each) && "name" in each && ("values" in each || "url" in each || "source" in each)
  );
}

function rowsOf(value: unknown, counter: Counter): unknown {
  const rows = isContainer(value) && isArrowTable(value) ? arrowRows(value) : value;
  if (Array.isArray(rows)) {
    counter.rows += rows.length;
    // Copying what is refused anyway would take long.
    if (counter.rows > MAX_ROWS) return [];
  }
  return json(rows);
}

function json(value: unknown): unknown {
  return toJson(value, { reader: "programs" });
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null && !isProxy(value);
}
