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

function groupsOf(all: Combined, length: number): Groups {
  const groupOf = new Int32Array(length);
  const firstRows = new Int32Array(Math.min(length, all.count));
  // A table of all codes is much faster than a map, and may take four times the memory of one column.
  const find = all.count <= 4 * length + 1024 ? tableOf(all.count) : mapOf();
  let groups = 0;
  for (let at = 0; at < length; at++) {
    const group = find(all.codes[at] as number, groups);
    if (group === groups) firstRows[groups++] = at;
    groupOf[at] = group;
  }
  return { groupOf, firstRows: firstRows.slice(0, groups) };
}

/** Finds the group of a code, or gives it the next. */
type FindGroup = (code: number, next: number) => number;

function tableOf(count: number): FindGroup {
  const groups = new Int32Array(count).fill(-1);
  return (code, next) => {
    const known = groups[code] as number;
    if (known >= 0) return known;
    groups[code] = next;
    return next;
  };
}

function mapOf(): FindGroup {
  const groups = new Map<number, number>();
  return (code, next) => {
    const known = groups.get(code);
    if (known !== undefined) return known;
    groups.set(code, next);
    return next;
  };
}
