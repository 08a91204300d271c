/**
 * Which columns are meant: by key, by domain, by wildcard, by representation.
 *
 * @module
 */

import { list, quote, UnknownNameError } from "../core/names.ts";
import { columnName, type Domain, DOMAINS } from "./column_name.ts";
import type { ColumnTable } from "./column_table.ts";

/** The names that a FeatureSet knows, for the type checker and for completion. */
export interface Keys {
  readonly features: string;
  readonly targets: string;
  readonly tags: string;
  readonly splits: string;
}

/** A name with a wildcard: `*` stands for any characters. */
export type Wildcard = `${string}*${string}`;

/** Any key. */
export type AnyKey<K extends Keys> = K["features"] | K["targets"] | K["tags"];

/** A key with its domain, with or without a representation. */
export type DottedName<K extends Keys> = {
  [D in Domain]: `${D}.${K[D]}` | `${D}.${K[D]}.${string}`;
}[Domain];

/** What names columns: a key, a dotted name, or a wildcard over full names. */
export type ColumnSelector<K extends Keys> = AnyKey<K> | DottedName<K> | Wildcard;

/** One or several. */
export type OneOrMore<T> = T | readonly T[];

/** Columns wanted; every column when nothing is named. */
export interface ColumnSelection<K extends Keys = Keys> {
  /** Columns of any domain. */
  readonly columns?: OneOrMore<ColumnSelector<K>>;
  /** Features, by key or wildcard. */
  readonly features?: OneOrMore<K["features"] | Wildcard>;
  /** Targets, by key or wildcard. */
  readonly targets?: OneOrMore<K["targets"] | Wildcard>;
  /** Tags, by key or wildcard. */
  readonly tags?: OneOrMore<K["tags"] | Wildcard>;
  /** The representation wanted; `newest` is the last one made of each key, `*` all of them. */
  readonly representation?: string;
}

/**
 * Finds the columns that a selection means.
 *
 * @param table where to look
 * @param selection what is wanted
 * @param options full names to choose from (all when left out), and the representations taken when
 *   none is asked for
 * @returns full names in the order of the table
 * @throws {UnknownNameError} when a name or wildcard finds nothing
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { ColumnTable } from "./column_table.ts";
 * import { selectColumns } from "./select_columns.ts";
 * const table = new ColumnTable({ "features.voltage.raw": buildColumn("voltage", [3.1]) });
 * console.log(selectColumns(table, { features: "volt*" })); // [ "features.voltage.raw" ]
 * ```
 */
export function selectColumns(
  table: ColumnTable,
  selection: ColumnSelection,
  options: { among?: readonly string[] | undefined; fallback?: "newest" | "*" } = {},
): readonly string[] {
  const { representation = options.fallback ?? "newest" } = selection;
  const among = new Set(options.among ?? table.names);
  const wanted = new Set<string>();
  for (const { text, domain } of requests(selection)) {
    const found = findColumns(table, text, { domain, representation, among });
    for (const name of found) wanted.add(name);
  }
  return table.names.filter((name) => wanted.has(name));
}

interface Request {
  readonly text: string;
  readonly domain?: Domain;
}

const PARTS: readonly string[] = ["columns", ...DOMAINS, "representation"];

function requests(selection: ColumnSelection): readonly Request[] {
  if (typeof selection !== "object" || selection === null || Array.isArray(selection)) {
    const given = JSON.stringify(selection) ?? "nothing";
    throw new TypeError(`Cannot select columns by ${given}: write { columns: ${given} }`);
  }
  const strange = Object.keys(selection).find((part) => !PARTS.includes(part));
  if (strange !== undefined) {
    throw new UnknownNameError("part of a selection", strange, { known: PARTS });
  }
  const { columns, representation: _, ...domains } = selection;
  const named = DOMAINS.flatMap((domain) =>
    many(domains[domain]).map((text) => ({ text, domain }))
  );
  const all = [...many(columns).map((text) => ({ text })), ...named];
  const given = columns !== undefined || DOMAINS.some((domain) => domains[domain] !== undefined);
  return given ? all : [{ text: "*" }];
}

function many(names: OneOrMore<string> | undefined): readonly string[] {
  if (names === undefined) return [];
  return typeof names === "string" ? [names] : names;
}

interface Scope {
  readonly domain?: Domain | undefined;
  readonly representation: string;
  readonly among: ReadonlySet<string>;
}

function findColumns(table: ColumnTable, text: string, scope: Scope): readonly string[] {
  const { domain, representation, among } = scope;
  if (typeof text !== "string") {
    throw new TypeError(`Cannot find a column by ${String(text)}: give its name as a text`);
  }
  const pattern = toPattern(text);
  const found: string[] = [];
  for (const at of domain === undefined ? DOMAINS : [domain]) {
    for (const key of table.keys[at]) {
      const names = table.representations(at, key)
        .map((name) => columnName({ domain: at, key, representation: name }))
        .filter((name) => among.has(name));
      const exact = names.filter((name) => pattern.test(name) && text.split(".").length === 3);
      if (exact.length > 0) found.push(...exact);
      else if (pattern.test(key) || pattern.test(`${at}.${key}`)) {
        found.push(...pick(names, representation));
      }
    }
  }
  const anything = text === "*" && ["newest", "*"].includes(representation);
  if (found.length > 0 || anything) return found;
  throw unknownColumn(table, text, scope);
}

function pick(names: readonly string[], representation: string): readonly string[] {
  if (representation === "*") return names;
  if (representation === "newest") return names.slice(-1);
  return names.filter((name) => name.endsWith(`.${representation}`));
}

/**
 * Reads a name with wildcards: `*` stands for any characters.
 *
 * @param text the name
 * @returns what it matches, as a whole
 * @example
 * ```ts
 * import { toPattern } from "./select_columns.ts";
 * console.log(toPattern("volt*").test("voltage")); // true
 * ```
 */
export function toPattern(text: string): RegExp {
  const source = text.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`);
}

function unknownColumn(table: ColumnTable, text: string, scope: Scope): Error {
  const { domain, representation, among } = scope;
  const kind = domain?.slice(0, -1) ?? "column";
  const scoped = domain === undefined ? DOMAINS : [domain];
  const keys = scoped.flatMap((at) => table.keys[at]);
  const shown = scoped.flatMap((at) =>
    table.keys[at].filter((key) =>
      table.representations(at, key).some((name) =>
        among.has(columnName({ domain: at, key, representation: name }))
      )
    )
  );
  if (keys.includes(text) && !shown.includes(text)) {
    return new UnknownNameError(kind, text, {
      known: shown,
      hint: `${quote(text)} was asked for in a view of some columns, which leaves it out`,
    });
  }
  if (text === "*" || keys.includes(text)) {
    const owners = scoped.flatMap((at) =>
      table.keys[at].filter((key) => text === "*" || key === text)
        .flatMap((key) => table.representations(at, key))
    );
    const owner = text === "*" ? `any ${kind}` : `${kind} ${quote(text)}`;
    const partly = among.size < table.names.length ? ", in a view of some columns" : "";
    return new UnknownNameError("representation", representation, {
      known: [...new Set(owners)],
      hint: `it was asked of ${owner}${partly}`,
    });
  }
  const elsewhere = table.domainOf(text);
  if (elsewhere !== undefined && elsewhere !== domain) {
    return new UnknownNameError(kind, text, {
      known: keys.length > 0 ? keys : [],
      hint: `${quote(text)} is in ${elsewhere}`,
    });
  }
  if (text.includes("*")) {
    return new RangeError(`No ${kind} is like ${quote(text)}; there are ${list(keys)}`);
  }
  const known = text.includes(".") ? table.names : keys;
  return new UnknownNameError(kind, text, { known });
}
