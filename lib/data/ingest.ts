/**
 * From what people have to a table: records or columns, and their domains.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { checkLabel, quote, UnknownNameError } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import { buildColumn, type ColumnInput } from "./build_column.ts";
import type { Column, DType } from "./column.ts";
import { DOMAINS } from "./column_name.ts";
import { ColumnTable, rawName } from "./column_table.ts";
import { readDates } from "./dates.ts";
import type { FeatureSetParts } from "./feature_set_parts.ts";
import { IDS_COLUMN } from "./file/write_arrow.ts";
import { arrangeRows } from "./arrange_rows.ts";
import { columnsNamed, expandWildcards, renameColumns } from "./named_columns.ts";
import type { RowOrigins } from "./row_origins.ts";
import type { OneOrMore } from "./select_columns.ts";

/** What the columns of new data are for. */
export interface IngestOptions<
  F extends string = string,
  T extends string = string,
  G extends string = string,
> {
  /** What models read; a `*` stands for any characters, of columns that nothing else names. */
  readonly features: readonly F[];
  /** What models are to give. */
  readonly targets?: readonly T[] | undefined;
  /** What is known about samples besides. */
  readonly tags?: readonly G[] | undefined;
  /** The kind of some columns; found out when left out. */
  readonly dtypes?: { readonly [key in NoInfer<F | T | G>]?: DType } | undefined;
  /** Columns of texts that are dates (ISO 8601, UTC unless they say otherwise); milliseconds since 1970. */
  readonly dates?: readonly NoInfer<F | T | G>[] | undefined;
  /** Other keys for columns whose names no key may have, such as `{ "sepal length": "sepal" }`. */
  readonly rename?: Readonly<Record<string, string>> | undefined;
  /** The column, or the list, of identifiers, texts or whole numbers; made from the content when left out. */
  readonly ids?: string | readonly (string | number)[] | undefined;
  /** Columns whose equal values make one sample out of many rows. */
  readonly groupBy?: OneOrMore<string> | undefined;
  /** The column by whose values rows are ordered (inside of each group, if there are groups). */
  readonly sortBy?: string | undefined;
}

/**
 * Makes a table of columns.
 *
 * @param columns by key; those that no domain names are left out
 * @param options what the columns are for
 * @param settings what the table is called, which its identifiers depend on
 * @returns the table, and of which rows its samples were made, where that is not one each in order
 * @throws {UnknownNameError} when a domain names a column that is not there
 * @example
 * ```ts
 * import { ingest } from "./ingest.ts";
 * const { table } = ingest({ soh: [95, 80] }, { features: ["soh"] }, { label: "pulses" });
 * console.log(table.names); // [ "features.soh.raw" ]
 * ```
 */
export function ingest(
  columns: Readonly<Record<string, ColumnInput>>,
  options: IngestOptions,
  { label }: { label: string },
): { table: ColumnTable; rows?: RowOrigins } {
  const built = buildNamed(columns, options);
  const ids = readIds(columns, options.ids);
  if (ids !== undefined && options.groupBy !== undefined) {
    throw new RangeError("Cannot both group rows and name them: identifiers are made for groups");
  }
  const arranged = arrangeRows(built, options);
  const named = ids !== undefined && arranged.order !== undefined
    ? Array.from(arranged.order, (row) => ids[row] as string)
    : ids;
  const table = new ColumnTable(domainColumns(arranged.columns, options), { ids: named, label });
  return { table, ...(arranged.rows !== undefined && { rows: arranged.rows }) };
}

/**
 * Turns rows into columns.
 *
 * @param records an object per row; what a row lacks is missing
 * @returns the values of each key that some row has
 * @example
 * ```ts
 * import { recordsToColumns } from "./ingest.ts";
 * console.log(recordsToColumns([{ a: 1 }, { a: 2, b: 3 }])); // { a: [1, 2], b: [undefined, 3] }
 * ```
 */
export function recordsToColumns(
  records: readonly Readonly<Record<string, unknown>>[],
): Record<string, unknown[]> {
  if (!Array.isArray(records)) {
    throw new TypeError(`Cannot read ${String(records)} as records: give a list of objects`);
  }
  const keys = new Set<string>();
  for (const [row, record] of records.entries()) {
    if (typeof record !== "object" || record === null) {
      throw new TypeError(
        `Cannot read ${String(record)} (sample ${row}) as a record: give an object`,
      );
    }
    for (const key of Object.keys(record)) keys.add(key);
  }
  return Object.fromEntries(
    Array.from(keys, (key) => [key, records.map((record) => ownOf(record, key))]),
  );
}

/**
 * The parts of a new FeatureSet, with the first line of its history.
 *
 * @param label what to call it
 * @param columns by key
 * @param settings what the columns are for, which constructor was called, and what it read
 * @returns its parts
 * @example
 * ```ts
 * import { newParts } from "./ingest.ts";
 * newParts("a", { x: [1] }, { options: { features: ["x"] }, from: "fromColumns" });
 * ```
 */
export function newParts(
  label: string,
  columns: Readonly<Record<string, ColumnInput>>,
  settings: { options: IngestOptions; from: string; source?: JsonObject },
): FeatureSetParts {
  const { from, source = {} } = settings;
  checkOptions(settings.options, { of: `${from}()`, known: INGEST_OPTIONS });
  const named = renameColumns(columns, settings.options.rename);
  const options = expandWildcards(settings.options, Object.keys(named));
  const { table, rows } = ingest(named, options, { label });
  const { ids, ...rest } = options;
  const plain = { ...rest, ...(typeof ids === "string" && { ids }), ...source };
  const operation = { name: from, options: plain as JsonObject, made: table.names, read: [] };
  return { label, table, operations: [rows === undefined ? operation : { ...operation, rows }] };
}

/**
 * The parts of a FeatureSet of Arrow columns.
 *
 * @param label what to call it
 * @param columns by name, and the column `sample_uuids` if there is one
 * @param options what the columns are for; their names say it when left out
 * @returns its parts
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { arrowParts } from "./ingest.ts";
 * arrowParts("a", { "features.x.raw": buildColumn("x", [1]) }, { options: undefined });
 * ```
 */
export function arrowParts(
  label: string,
  columns: Readonly<Record<string, Column>>,
  { options }: { options: IngestOptions | undefined },
): FeatureSetParts {
  const from = "fromArrow";
  const { [IDS_COLUMN]: ids, ...data } = columns;
  const known = ids?.toArray() as readonly string[] | undefined;
  if (options !== undefined) {
    return newParts(label, data, { options: { ...options, ids: options.ids ?? known }, from });
  }
  const table = new ColumnTable(data, { ids: known, label });
  return { label, table, operations: [{ name: from, options: {}, made: table.names, read: [] }] };
}

type Named = ReadonlyMap<string, Column>;

/** Names of the options that say what columns are for. */
export const INGEST_OPTIONS: readonly (keyof IngestOptions)[] = [
  "features",
  "targets",
  "tags",
  "dtypes",
  "dates",
  "rename",
  "ids",
  "groupBy",
  "sortBy",
];

function buildNamed(
  columns: Readonly<Record<string, ColumnInput>>,
  { dtypes = {}, dates = [], ids: _ids, rename: _rename, ...options }: IngestOptions,
): Named {
  const wanted = columnsNamed(options) ?? [];
  refuseStray({ dtypes: Object.keys(dtypes), dates }, wanted);
  const built = new Map<string, Column>();
  for (const key of wanted) {
    const input = ownOf<ColumnInput>(columns, key);
    if (input === undefined) {
      throw new UnknownNameError("column", key, { known: Object.keys(columns) });
    }
    const dtype = ownOf<DType>(dtypes, key);
    const column = dates.includes(key) ? readDates(key, buildColumn(key, input)) : input;
    built.set(key, buildColumn(key, column, { dtype }));
  }
  return built;
}

/** A column may be called like something that every object has, such as "constructor". */
function ownOf<T>(values: Readonly<Record<string, T | undefined>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function refuseStray(
  named: Readonly<Record<string, readonly string[]>>,
  wanted: readonly string[],
): void {
  for (const [option, keys] of Object.entries(named)) {
    const stray = keys.find((name) => !wanted.includes(name));
    if (stray === undefined) continue;
    throw new UnknownNameError("column", stray, {
      known: wanted,
      hint: `${option} are of columns that are features, targets or tags`,
    });
  }
}

function readIds(
  columns: Readonly<Record<string, ColumnInput>>,
  ids: string | readonly unknown[] | undefined,
): readonly string[] | undefined {
  if (typeof ids !== "string") return ids?.map(asId);
  const input = ownOf<ColumnInput>(columns, ids);
  if (input === undefined) {
    throw new UnknownNameError("column", ids, { known: Object.keys(columns) });
  }
  return buildColumn(ids, input).toArray().map(asId);
}

/** Whole numbers are identifiers as people write them; everything else is told to them as it is. */
function asId(id: unknown): string {
  return Number.isSafeInteger(id) ? String(id) : id as string;
}

function domainColumns(columns: Named, options: IngestOptions): Map<string, Column> {
  const table = new Map<string, Column>();
  for (const domain of DOMAINS) {
    for (const key of options[domain] ?? []) {
      checkLabel(key, { kind: "column", how: `with rename: { ${quote(key)}: … }` });
      const name = rawName(domain, key);
      if (table.has(name)) throw new RangeError(`Duplicate key ${quote(key)} in ${domain}`);
      table.set(name, find(columns, key));
    }
  }
  return table;
}

function find(columns: Named, key: string): Column {
  const column = columns.get(key);
  if (column === undefined) {
    throw new UnknownNameError("column", key, { known: [...columns.keys()] });
  }
  return column;
}
