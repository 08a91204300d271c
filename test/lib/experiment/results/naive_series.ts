/** What a series does, on lists of entries. */
import type { AxisConditions } from "../../../../lib/experiment/results/conditions.ts";

export type Key = {
  readonly epoch: number;
  readonly batch: number | null;
  readonly label: string;
};

export type Entry = readonly [Key, number];

type Condition = AxisConditions<Key>;

function meets(key: Key, conditions: Condition): boolean {
  return Object.entries(conditions).every(([axis, condition]) => {
    const at = key[axis as keyof Key];
    if (typeof condition === "function") return (condition as (at: unknown) => boolean)(at);
    return Array.isArray(condition) ? condition.includes(at) : condition === at;
  });
}

export function collapse<W>(
  entries: readonly Entry[],
  axis: keyof Key,
  reduce: (values: readonly number[]) => W,
): readonly (readonly [object, W])[] {
  const groups = new Map<string, { readonly key: object; readonly values: number[] }>();
  for (const [{ [axis]: _collapsed, ...key }, value] of entries) {
    const name = JSON.stringify(key);
    const group = groups.get(name) ?? { key, values: new Array<number>() };
    groups.set(name, group);
    group.values.push(value);
  }
  return [...groups.values()].map(({ key, values }) => [key, reduce(values)] as const);
}

export function where(entries: readonly Entry[], conditions: Condition): readonly Entry[] {
  return entries.filter(([key]) => meets(key, conditions));
}

export function sort(entries: readonly Entry[], axis: keyof Key): readonly Entry[] {
  return entries.toSorted(([one], [other]) =>
    rank(one[axis]) < rank(other[axis]) ? -1 : rank(one[axis]) > rank(other[axis]) ? 1 : 0
  );
}

function rank(at: string | number | null): string {
  if (at === null) return "2";
  return typeof at === "string" ? `1${at}` : `0${String(at).padStart(9, "0")}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((one, other) => one + other, 0);
}

export const reducers: Readonly<Record<string, (values: readonly number[]) => unknown>> = {
  sum,
  mean: (values) => sum(values) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  first: (values) => values[0],
  last: (values) => values.at(-1),
  concat: (values) => values,
};
