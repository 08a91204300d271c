/**
 * The names of columns in a chart, checked against its data: a wrong one would draw an empty chart
 * without a word.
 *
 * @module
 */

import { asRecord } from "./record.ts";
import type { SpecObject } from "./vega_data.ts";

/** A name that no column of the data has. */
export interface UnknownField {
  readonly channel: string;
  readonly field: string;
  readonly columns: readonly string[];
}

/**
 * Looks for encodings of columns that the rows do not have. Says nothing where transforms may make
 * columns, or where the rows are not in the specification.
 *
 * @param spec a specification of Vega-Lite that is JSON
 * @returns the names without a column
 * @example
 * ```ts
 * import { unknownFields } from "./vega_fields.ts";
 * const spec = { data: { values: [{ a: 1 }] }, mark: "bar", encoding: { x: { field: "b" } } };
 * console.assert(unknownFields(spec)[0]?.field === "b");
 * ```
 */
export function unknownFields(spec: SpecObject): readonly UnknownField[] {
  if (containsKey(spec, "transform") || containsKey(spec, "repeat")) return [];
  return search(spec, { columns: undefined, datasets: asRecord(spec.datasets) });
}

interface Scope {
  /** Undefined where the columns are not known. */
  readonly columns: ReadonlySet<string> | undefined;
  readonly datasets: SpecObject;
}

function search(spec: SpecObject, outer: Scope): readonly UnknownField[] {
  const scope = spec.data === undefined
    ? outer
    : { ...outer, columns: columnsOf(asRecord(spec.data), outer.datasets) };
  const found = scope.columns === undefined
    ? []
    : inEncoding(asRecord(spec.encoding), scope.columns);
  const views = ["layer", "concat", "hconcat", "vconcat"].flatMap((key) => asList(spec[key]));
  return [
    ...found,
    ...[...views, ...asList(spec.spec)].flatMap((view) => search(asRecord(view), scope)),
  ];
}

function inEncoding(encoding: SpecObject, columns: ReadonlySet<string>): UnknownField[] {
  return Object.entries(encoding).flatMap(([channel, definition]) =>
    asList(definition).flatMap((each) => {
      const { field } = asRecord(each);
      // A path into a nested value begins with the name of a column, but names may hold dots too.
      const isPath = typeof field !== "string" || /[.[\\]/.test(field);
      return isPath || columns.has(field) ? [] : [{ channel, field, columns: [...columns] }];
    })
  );
}

function columnsOf(data: SpecObject, datasets: SpecObject): ReadonlySet<string> | undefined {
  const rows = data.values ?? (typeof data.name === "string" ? datasets[data.name] : undefined);
  if (!Array.isArray(rows) || rows.length === 0) return undefined;
  if (!rows.every((row) => typeof row === "object" && row !== null)) return undefined;
  return new Set(rows.flatMap((row) => Object.keys(row)));
}

function containsKey(value: unknown, key: string): boolean {
  if (Array.isArray(value)) return value.some((each) => containsKey(each, key));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, each]) =>
    name === key || (name !== "values" && name !== "datasets" && containsKey(each, key))
  );
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
