/**
 * Which columns of new data are wanted, and what for.
 *
 * @module
 */

import { quote, UnknownNameError } from "../core/names.ts";
import { DOMAINS } from "./column_name.ts";
import type { IngestOptions } from "./ingest.ts";
import { toPattern } from "./select_columns.ts";

/**
 * Lists the columns that options name.
 *
 * @param options what columns are for
 * @returns their names before they are renamed, each once; nothing when some are meant by wildcards, which only the data tells
 * @throws {TypeError} when a domain is given as something else than a list
 * @example
 * ```ts
 * import { columnsNamed } from "./named_columns.ts";
 * console.log(columnsNamed({ features: ["x"], sortBy: "t" })); // [ "x", "t" ]
 * ```
 */
export function columnsNamed(options: IngestOptions): readonly string[] | undefined {
  refuseNoLists(options);
  const { features, targets = [], tags = [], rename = {} } = options;
  const names = [...features, ...targets, ...tags, ...helpersOf(options)];
  if (names.some(isWildcard)) return undefined;
  // Those that get other keys have to be there, whether they are wanted or not.
  return [...new Set([...originalNames(names, rename), ...Object.keys(rename)])];
}

/**
 * Tells what columns are called before they are renamed.
 *
 * @param names of columns
 * @param rename the names they get, by those they have
 * @returns the names they have, in the same order
 * @example
 * ```ts
 * import { originalNames } from "./named_columns.ts";
 * console.log(originalNames(["a", "b"], { "a a": "a" })); // [ "a a", "b" ]
 * ```
 */
export function originalNames(
  names: readonly string[],
  rename: Readonly<Record<string, string>> = {},
): readonly string[] {
  const originals = new Map(Object.entries(rename).map(([from, to]) => [to, from]));
  return names.map((name) => originals.get(name) ?? name);
}

/**
 * Gives columns other names.
 *
 * @param columns by name
 * @param rename the names they get, by those they have; all others stay as they are
 * @returns the same columns
 * @throws {UnknownNameError} when there is no column of a name
 * @throws {RangeError} when two columns would have one name
 * @example
 * ```ts
 * import { renameColumns } from "./named_columns.ts";
 * console.log(renameColumns({ "sepal length": [5.1] }, { "sepal length": "sepal" })); // { sepal: … }
 * ```
 */
export function renameColumns<C>(
  columns: Readonly<Record<string, C>>,
  rename: Readonly<Record<string, string>> = {},
): Readonly<Record<string, C>> {
  const names = Object.keys(columns);
  const unknown = Object.keys(rename).find((name) => !Object.hasOwn(columns, name));
  if (unknown !== undefined) throw new UnknownNameError("column", unknown, { known: names });
  const renamed = names.map((name) => Object.hasOwn(rename, name) ? rename[name] as string : name);
  const twice = renamed.find((name, at) => renamed.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new RangeError(`Cannot rename: two columns would be called ${quote(twice)}`);
  }
  return Object.fromEntries(renamed.map((name, at) => [name, columns[names[at] as string] as C]));
}

/**
 * Puts names in the place of wildcards.
 *
 * @param options what columns are for; `*` stands for any characters
 * @param known names of the columns there are
 * @returns the options with names only: a wildcard means the columns that nothing else names
 * @throws {UnknownNameError} when a wildcard finds nothing
 * @example
 * ```ts
 * import { expandWildcards } from "./named_columns.ts";
 * const options = { features: ["*"], targets: ["y"], ids: "id" };
 * console.log(expandWildcards(options, ["id", "a", "b", "y"]).features); // [ "a", "b" ]
 * ```
 */
export function expandWildcards<O extends IngestOptions>(options: O, known: readonly string[]): O {
  if (columnsNamed(options) !== undefined) return options;
  const named = DOMAINS.flatMap((domain) => options[domain] ?? []).filter((key) =>
    !isWildcard(key)
  );
  const taken = new Set([...named, ...helpersOf(options)]);
  const free = known.filter((name) => !taken.has(name));
  const entries = DOMAINS.map((domain) =>
    [
      domain,
      options[domain]?.flatMap((key) => isWildcard(key) ? matches(key, free) : [key]),
    ] as const
  );
  return { ...options, ...Object.fromEntries(entries.filter(([, keys]) => keys !== undefined)) };
}

function matches(wildcard: string, free: readonly string[]): readonly string[] {
  const pattern = toPattern(wildcard);
  const found = free.filter((name) => pattern.test(name));
  if (found.length > 0) return found;
  throw new UnknownNameError("column", wildcard, {
    known: free,
    hint: "a wildcard means the columns that nothing else names",
  });
}

/** Columns that say which rows belong together, in which order, and what they are called. */
function helpersOf({ groupBy = [], sortBy, ids }: IngestOptions): readonly string[] {
  return [groupBy, sortBy ?? [], typeof ids === "string" ? ids : []].flat();
}

function isWildcard(name: string): boolean {
  return name.includes("*");
}

/** What the type checker would refuse, for those who write without one. */
function refuseNoLists(options: Partial<IngestOptions> | undefined): void {
  for (const domain of DOMAINS) {
    const keys = options?.[domain] ?? (domain === "features" ? undefined : []);
    if (Array.isArray(keys)) continue;
    const got = keys === undefined ? "nothing" : JSON.stringify(keys);
    throw new TypeError(
      `Cannot tell which columns are ${domain}: expected a list such as ` +
        `{ ${domain}: [${typeof keys === "string" ? quote(keys) : '"voltage"'}] }, got ${got}`,
    );
  }
}
