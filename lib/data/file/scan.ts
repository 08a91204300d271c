/**
 * What scans of files have in common: what is wanted, and names and texts as SQL has them.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { QueryOptions } from "./duckdb.ts";

/** What is wanted of a file. */
export interface ScanOptions extends Pick<QueryOptions, "onRows" | "texts"> {
  /** Names of the columns wanted; all when left out. */
  readonly names?: readonly string[] | undefined;
  /** A condition in SQL on the columns of the file: only rows that meet it are read. */
  readonly where?: string | undefined;
  /** What separates the fields of CSV; a comma when left out. */
  readonly delimiter?: string | undefined;
}

/**
 * Writes a name as SQL has it.
 *
 * @param name of a column
 * @returns the name in quotes
 * @example
 * ```ts
 * import { identifier } from "./scan.ts";
 * console.log(identifier('a "b"')); // "a ""b"""
 * ```
 */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Writes a text as SQL has it.
 *
 * @param text any text
 * @returns the text in quotes
 * @example
 * ```ts
 * import { literal } from "./scan.ts";
 * console.log(literal("it's")); // 'it''s'
 * ```
 */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Chooses columns and rows of what is scanned.
 *
 * @param scan a table in SQL
 * @param options names of columns, and a condition on rows
 * @returns a query
 * @example
 * ```ts
 * import { selectFrom } from "./scan.ts";
 * console.log(selectFrom("t", { names: ["x"], where: "x > 1" })); // select "x" from t where (x > 1)
 * ```
 */
export function selectFrom(
  scan: string,
  { names, where }: Pick<ScanOptions, "names" | "where">,
): string {
  const columns = names?.map(identifier).join(", ") ?? "*";
  // A condition may end in a comment, which ends with its line.
  const condition = where === undefined ? "" : ` where (${where}\n)`;
  return `select ${columns} from ${scan}${condition}`;
}

/**
 * Refuses names that a file does not have.
 *
 * @param names of columns wanted
 * @param known names of those that are there
 * @throws {UnknownNameError} when one is not there
 * @example
 * ```ts
 * import { refuseUnknown } from "./scan.ts";
 * refuseUnknown(["x"], ["x", "y"]);
 * ```
 */
export function refuseUnknown(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UnknownNameError("column", unknown, { known });
}

/**
 * Lists the columns that a scan has to read: those wanted, and those that its condition may mean.
 *
 * @param all names of columns
 * @param options what is wanted
 * @returns names, in their order
 * @example
 * ```ts
 * import { columnsNeeded } from "./scan.ts";
 * console.log(columnsNeeded(["x", "y", "z"], { names: ["z"], where: "X > 1" })); // [ "x", "z" ]
 * ```
 */
export function columnsNeeded(
  all: readonly string[],
  { names = all, where = "" }: Pick<ScanOptions, "names" | "where">,
): readonly string[] {
  const condition = where.toLowerCase();
  return all.filter((name) => names.includes(name) || condition.includes(name.toLowerCase()));
}
