/**
 * Columns beside each other, where samples belong together.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { Column } from "./column.ts";
import { parseColumnName, RAW } from "./column_name.ts";
import { ColumnTable } from "./column_table.ts";
import { appendColumns, rawNames, refusePadding, sourceOf } from "./combine_parts.ts";
import { FeatureSet } from "./feature_set.ts";
import { matchSamples, type Samples } from "./match.ts";
import { SampleIds } from "./sample_ids.ts";
import { allRows, joinRows } from "./rows.ts";
import type { OneOrMore } from "./select_columns.ts";

/** How samples of two FeatureSets find each other. */
export interface JoinOptions {
  /** Keys of columns whose values are equal in both; identifiers when left out. */
  readonly on?: OneOrMore<string>;
  /**
   * What becomes of samples without a partner: `inner` leaves them out, `left` and `right` keep those
   * of one side, `outer` those of both; what a sample lacks is missing. `inner` when left out.
   */
  readonly how?: "inner" | "left" | "right" | "outer";
}

/**
 * Puts columns beside each other, where samples belong together. Raw columns only.
 *
 * @param label what to call the result
 * @param sides the left one, whose order and identifiers are kept, and the right one, of which each
 *   value may appear once; the other way round for `right`
 * @param options what samples find each other by, and what becomes of those without a partner
 * @returns a FeatureSet with the columns of both
 * @throws {RangeError} when both have a column of the same key, or a value appears twice where it may
 *   not
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { joinFeatureSets } from "./join.ts";
 * const cells = { cell: ["p", "q"], volt: [3, 4] };
 * const a = FeatureSet.fromColumns("a", cells, { features: ["volt"], tags: ["cell"] });
 * const b = FeatureSet.fromColumns("b", { cell: ["q", "p"], temp: [20, 30] }, {
 *   features: ["temp"],
 *   tags: ["cell"],
 * });
 * console.log(joinFeatureSets("both", [a, b], { on: "cell" }).column("temp").at(0)); // 30
 * ```
 */
export function joinFeatureSets(
  label: string,
  [left, right]: readonly [Samples, Samples],
  options: JoinOptions = {},
): FeatureSet {
  const { on: keys, how = "inner" } = checkOptions(options, {
    of: "joinFeatureSets()",
    known: ["on", "how"],
    choices: { how: ["inner", "left", "right", "outer"] },
  });
  const on = keys === undefined ? null : [keys].flat();
  refusePadding(left);
  refusePadding(right);
  const swapped = how === "right";
  const { table, places: [first, second] } = swapped
    ? joined(right, left, { on, how: "left" })
    : joined(left, right, { on, how });
  return new FeatureSet({
    label,
    table,
    operations: [{
      name: "join",
      options: { of: [left.label, right.label], on, how },
      made: table.names,
      read: [],
      sources: [
        sourceOf(left, swapped ? second : first),
        sourceOf(right, swapped ? first : second),
      ],
    }],
  });
}

interface Joining {
  readonly on: readonly string[] | null;
  readonly how: "inner" | "left" | "outer";
}

interface Joined {
  readonly table: ColumnTable;
  /** For each side, the place of the sample that went into each sample; −1 for none. */
  readonly places: readonly [Int32Array, Int32Array];
}

function joined(first: Samples, second: Samples, { on, how }: Joining): Joined {
  const matches = matchSamples(first, second, { on: on ?? undefined });
  const kept = allRows(first.length).filter((at) =>
    how !== "inner" || (matches[at] as number) >= 0
  );
  const partners = kept.map((at) => matches[at] as number);
  const rest = how === "outer" ? without(second.length, partners) : new Int32Array(0);
  const holes = rest.map(() => -1);
  const columns = new Map<string, Column>();
  for (const name of rawNames(first)) {
    const own = first.column(name as never);
    const { key } = parseColumnName(name);
    const others = on?.includes(key) === true ? sameKey(second, key).take(rest) : own.take(holes);
    const mine = kept.length === own.length ? own : own.take(kept);
    columns.set(name, appendColumns(name, [mine, others]));
  }
  const places = joinRows([partners, rest]);
  for (const name of rawNames(second)) {
    const { key } = parseColumnName(name);
    if (on?.includes(key)) continue;
    refuseShared(first, second, key);
    columns.set(name, second.column(name as never).take(places));
  }
  const ids = SampleIds.combine([
    { ids: first.table.ids, rows: rowsAt(first, kept) },
    { ids: second.table.ids, rows: rowsAt(second, rest) },
  ]);
  const table = new ColumnTable(columns, { ids });
  return { table, places: [joinRows([kept, holes]), places] };
}

function rowsAt({ rows }: Samples, places: Int32Array): Int32Array {
  return places.map((place) => rows[place] as number);
}

function without(length: number, taken: Int32Array): Int32Array {
  const flags = new Uint8Array(length);
  for (const place of taken) if (place >= 0) flags[place] = 1;
  return allRows(length).filter((place) => flags[place] === 0);
}

/** The key may be of another domain on the other side. */
function sameKey(samples: Samples, key: string): Column {
  const domain = samples.table.domainOf(key);
  return samples.column((domain === undefined ? key : `${domain}.${key}.${RAW}`) as never);
}

function refuseShared(left: Samples, right: Samples, key: string): void {
  const isLeft = rawNames(left).some((name) => parseColumnName(name).key === key);
  if (!isLeft) return;
  throw new RangeError(
    `Cannot join "${left.label}" and "${right.label}": both have ${quote(key)}; ` +
      `leave it out of one with select()`,
  );
}
