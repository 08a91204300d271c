/**
 * Entries that stand at the same place along some axes.
 *
 * @module
 */

import type { AxisColumn } from "./coordinates.ts";

/** Entries by group. */
export interface Groups {
  /** The group of each entry, from 0, in the order in which groups begin. */
  readonly groupOf: Int32Array;
  /** The first entry of each group. */
  readonly firstRows: Int32Array;
}

/** Codes of two axes together, and how many there can be. */
interface Combined {
  readonly codes: ArrayLike<number>;
  readonly count: number;
}

/**
 * Groups entries.
 *
 * @param columns of the axes along which the entries of a group agree; without any, all agree
 * @param length how many entries
 * @returns groups in the order of their first entries
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * import { groupRows } from "./group_rows.ts";
 * groupRows([columnOf(["a", "b", "a"])], 3).groupOf; // [0, 1, 0]
 * ```
 */
export function groupRows(columns: readonly AxisColumn[], length: number): Groups {
  let all: Combined = { codes: new Int32Array(length), count: 1 };
  for (const { codes, dictionary } of columns) {
    const count = Math.max(1, dictionary.size);
    // Together they stay far below 2⁵³, where numbers stop being whole.
    if (all.count * count > 2 ** 40) all = dense(all, length);
    all = combine(all, { codes, count });
  }
  return groupsOf(all, length);
}

function combine(one: Combined, other: Combined): Combined {
  if (one.count === 1) return other;
  if (other.count === 1) return one;
  const count = one.count * other.count;
  const codes = count < 2 ** 31
    ? new Int32Array(one.codes.length)
    : new Float64Array(one.codes.length);
  for (let at = 0; at < codes.length; at++) {
    codes[at] = (one.codes[at] as number) * other.count + (other.codes[at] as number);
  }
  return { codes, count };
}

function dense(all: Combined, length: number): Combined {
  const { groupOf, firstRows } = groupsOf(all, length);
  return { codes: groupOf, count: Math.max(1, firstRows.length) };
}

function groupsOf({ codes, count }: Combined, length: number): Groups {
  const firstRows = new Int32Array(Math.min(length, count));
  const groupOf = new Int32Array(length);
  // A table of all codes is much faster than a map, and may take four times the memory of a column.
  const groups = count <= 4 * length + 1024
    ? groupByTable(codes, { count, groupOf, firstRows })
    : groupByMap(codes, { groupOf, firstRows });
  return { groupOf, firstRows: firstRows.slice(0, groups) };
}

function groupByTable(
  codes: ArrayLike<number>,
  { count, groupOf, firstRows }: Groups & { readonly count: number },
): number {
  const known = new Int32Array(count).fill(-1);
  let groups = 0;
  for (let at = 0; at < groupOf.length; at++) {
    const code = codes[at] as number;
    let group = known[code] as number;
    if (group < 0) {
      group = known[code] = groups;
      firstRows[groups++] = at;
    }
    groupOf[at] = group;
  }
  return groups;
}

function groupByMap(codes: ArrayLike<number>, { groupOf, firstRows }: Groups): number {
  const known = new Map<number, number>();
  for (let at = 0; at < groupOf.length; at++) {
    const code = codes[at] as number;
    let group = known.get(code);
    if (group === undefined) {
      group = known.size;
      known.set(code, group);
      firstRows[group] = at;
    }
    groupOf[at] = group;
  }
  return known.size;
}
