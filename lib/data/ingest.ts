/**
 * From what people have to a table: records or columns, domains, grouping and order of rows.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { list, quote, UnknownNameError } from "../core/names.ts";
import { buildColumn, type ColumnInput } from "./build_column.ts";
import { Column, type DType } from "./column.ts";
import { DOMAINS } from "./column_name.ts";
import { ColumnTable, rawName } from "./column_table.ts";
import type { FeatureSetParts } from "./feature_set_parts.ts";
import { IDS_COLUMN } from "./file/write_arrow.ts";
import { allRows } from "./rows.ts";
import type { OneOrMore } from "./select_columns.ts";
import { groupsOf } from "./split/groups.ts";

/** What the columns of new data are for. */
export interface IngestOptions<
  F extends string = string,
  T extends string = string,
  G extends string = string,
> {
  /** What models read. */
  readonly features: readonly F[];
  /** What models are to give. */
  readonly targets?: readonly T[] | undefined;
  /** What is known about samples besides. */
  readonly tags?: readonly G[] | undefined;
  /** The kind of number of some columns; found out when left out. */
  readonly dtypes?: { readonly [key in NoInfer<F | T | G>]?: DType } | undefined;
  /** The column, or the list, of identifiers; made from the content when left out. */
  readonly ids?: string | readonly string[] | undefined;
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
 * @returns the table
 * @throws {UnknownNameError} when a domain names a column that is not there
 * @example
 * ```ts
 * import { ingest } from "./ingest.ts";
 * const table = ingest({ soh: [95, 80] }, { features: ["soh"] }, { label: "pulses" });
 * console.log(table.names); // [ "features.soh.raw" ]
 * ```
 */
export function ingest(
  columns: Readonly<Record<string, ColumnInput>>,
  options: IngestOptions,
  { label }: { label: string },
): ColumnTable {
  const built = buildNamed(columns, options);
  const ids = readIds(columns, options.ids);
  const { groupBy, sortBy } = options;
  const ordered = sortBy === undefined ? built : sorted(built, find(built, sortBy));
  if (groupBy === undefined) {
    return new ColumnTable(domainColumns(ordered, options), { ids, label });
  }
  if (ids !== undefined) {
    throw new RangeError("Cannot both group rows and name them: identifiers are made for groups");
  }
  return new ColumnTable(domainColumns(grouped(ordered, { options, groupBy }), options), { label });
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
  const keys = new Set<string>();
  for (const record of records) for (const key of Object.keys(record)) keys.add(key);
  return Object.fromEntries(
    Array.from(keys, (key) => [key, records.map((record) => record[key])]),
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
  const { options, from, source = {} } = settings;
  const table = ingest(columns, options, { label });
  const { ids, ...rest } = options;
  const plain = { ...rest, ...(typeof ids === "string" && { ids }), ...source };
  const operation = { name: from, options: plain as JsonObject, made: table.names, read: [] };
  return { label, table, operations: [operation] };
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

/**
 * Lists the columns that options name.
 *
 * @param options what columns are for
 * @returns their names, each once
 * @example
 * ```ts
 * import { columnsNamed } from "./ingest.ts";
 * console.log(columnsNamed({ features: ["x"], sortBy: "t" })); // [ "x", "t" ]
 * ```
 */
export function columnsNamed(options: IngestOptions): readonly string[] {
  const { features, targets = [], tags = [], groupBy = [], sortBy = [], ids } = options;
  const helpers = [groupBy, sortBy, typeof ids === "string" ? ids : []].flat();
  return [...new Set([...features, ...targets, ...tags, ...helpers])];
}

type Named = ReadonlyMap<string, Column>;

function buildNamed(
  columns: Readonly<Record<string, ColumnInput>>,
  options: IngestOptions,
): Named {
  const { dtypes = {}, ids } = options;
  const wanted = columnsNamed(options).filter((name) => name !== ids);
  const stray = Object.keys(dtypes).find((name) => !wanted.includes(name));
  if (stray !== undefined) {
    throw new UnknownNameError("column", stray, {
      known: wanted,
      hint: "dtypes are of columns that are features, targets or tags",
    });
  }
  const built = new Map<string, Column>();
  for (const key of wanted) {
    const input = columns[key];
    if (input === undefined) {
      throw new UnknownNameError("column", key, { known: Object.keys(columns) });
    }
    const dtype = (dtypes as Readonly<Record<string, DType>>)[key];
    built.set(key, buildColumn(key, input, { dtype }));
  }
  return built;
}

function readIds(
  columns: Readonly<Record<string, ColumnInput>>,
  ids: string | readonly string[] | undefined,
): readonly string[] | undefined {
  if (typeof ids !== "string") return ids;
  const input = columns[ids];
  if (input === undefined) {
    throw new UnknownNameError("column", ids, { known: Object.keys(columns) });
  }
  return buildColumn(ids, input).toArray() as readonly string[];
}

function domainColumns(columns: Named, options: IngestOptions): Map<string, Column> {
  const table = new Map<string, Column>();
  for (const domain of DOMAINS) {
    for (const key of options[domain] ?? []) {
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

function sorted(columns: Named, by: Column): Named {
  const { values, levels, valid } = by;
  const rank = Float64Array.from(levels === undefined ? values : textRanks(values, levels));
  // What is missing, or is no number, comes last, as in pandas.
  for (let row = 0; row < rank.length; row++) {
    if (valid?.[row] === 0 || Number.isNaN(rank[row])) rank[row] = Infinity;
  }
  const rows = allRows(by.length).sort((a, b) => {
    const [left, right] = [rank[a] as number, rank[b] as number];
    return left === right ? a - b : left - right;
  });
  return new Map(Array.from(columns, ([key, column]) => [key, column.take(rows)]));
}

function textRanks(codes: ArrayLike<number>, levels: readonly string[]): Float64Array {
  const order = levels.map((level, code) => ({ level, code }))
    .sort((a, b) => a.level < b.level ? -1 : 1);
  const ranks = new Float64Array(levels.length);
  for (const [rank, { code }] of order.entries()) ranks[code] = rank;
  return Float64Array.from(codes, (code) => ranks[code] ?? NaN);
}

/** Rows of a group become one sample: values are stacked, tags that agree stay one value. */
function grouped(
  columns: Named,
  { options, groupBy }: { options: IngestOptions; groupBy: OneOrMore<string> },
): Named {
  const length = columns.values().next().value?.length ?? 0;
  const source = new ColumnTable(
    new Map(Array.from(columns, ([key, column]) => [rawName("tags", key), column])),
    { ids: new Array(length).fill(0).map((_, row) => String(row)) },
  );
  const groups = groupsOf({ table: source, rows: allRows(length) }, groupBy);
  const sizes = new Set(groups.map(({ rows }) => rows.length));
  const rows = Int32Array.from(groups.flatMap((group) => [...group.rows]));
  const firsts = Int32Array.from(groups, (group) => group.rows[0] ?? -1);
  const tags = new Set<string>(options.tags ?? []);
  return new Map(Array.from(columns, ([key, column]) => {
    if (tags.has(key) && groups.every((group) => agrees(column, group.rows))) {
      return [key, column.take(firsts)];
    }
    if (sizes.size > 1) throw unequalGroups(groups, key);
    const size = [...sizes][0] ?? 0;
    const taken = column.take(rows);
    if (size === 1) return [key, taken];
    const { dtype, shape, values, levels } = withoutGaps(key, taken);
    return [key, new Column({ dtype, shape: [size, ...shape], values, levels })];
  }));
}

/** A sample of many rows is there as a whole: the numbers it lacks are NaN. */
function withoutGaps(key: string, column: Column): Column {
  if (column.valid === undefined) return column;
  if (!column.isNumeric) {
    throw new TypeError(
      `Cannot stack the rows of ${quote(key)} by group: ${column.nullCount} of its ` +
        `${column.dtype} values are missing, which has no sign inside of a sample; fill them first`,
    );
  }
  const { valid, size } = column;
  const floats = column.dtype === "float32" ? column : column.cast("float64");
  const values = floats.values.map((value, at) => valid[Math.floor(at / size)] === 0 ? NaN : value);
  return new Column({ dtype: floats.dtype, shape: floats.shape, values });
}

function agrees({ values, valid, size }: Column, rows: Int32Array): boolean {
  const [first = 0] = rows;
  return rows.every((row) => {
    if (valid?.[row] !== valid?.[first]) return false;
    for (let at = 0; at < size; at++) {
      if (values[row * size + at] !== values[first * size + at]) return false;
    }
    return true;
  });
}

function unequalGroups(
  groups: readonly { value: string; rows: Int32Array }[],
  key: string,
): RangeError {
  const sizes = groups.map(({ value, rows }) => `${value} has ${rows.length}`);
  return new RangeError(
    `Cannot stack the rows of ${quote(key)} by group: groups differ in size ` +
      `(${list(sizes)}); cut or pad them to one length first`,
  );
}
