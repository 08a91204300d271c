/**
 * How the values of several entries become one.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { Groups } from "./group_rows.ts";
import { ListValues, NumberValues, type SeriesValues } from "./series_values.ts";
import { concatTensors, isTensor, reduceTensors } from "./tensor_values.ts";

/** Reducers of numbers. */
export type NumberReducer = "mean" | "sum" | "min" | "max";

/** Names of the reducers that values of a type have. */
export type ReducerName<V> =
  | "first"
  | "last"
  | "concat"
  | ([V] extends [number | HostTensor] ? NumberReducer : never);

/** What a named reducer makes of values of a type. */
export type Reduced<V, R> = R extends "concat"
  ? V extends HostTensor ? HostTensor : V extends readonly (infer E)[] ? readonly E[] : readonly V[]
  : V;

const NAMES = ["mean", "sum", "min", "max", "first", "last", "concat"];

/**
 * Reduces the values of each group.
 *
 * @param values of all entries
 * @param groups which entries belong together
 * @param options the name of the reducer, or a function of the values of a group
 * @returns a value for each group
 * @throws UnknownNameError for a name that no reducer has
 * @throws TypeError when values are neither numbers nor tensors where these are needed
 * @example
 * ```ts
 * import { reduceGroups } from "./reducers.ts";
 * import { NumberValues } from "./series_values.ts";
 * const groups = { groupOf: Int32Array.of(0, 1, 0), firstRows: Int32Array.of(0, 1) };
 * reduceGroups(new NumberValues(Float64Array.of(1, 5, 3)), groups, { reducer: "mean" }).at(0); // 2
 * ```
 */
export function reduceGroups(
  values: SeriesValues<unknown>,
  groups: Groups,
  { reducer }: { readonly reducer: string | ((values: readonly unknown[]) => unknown) },
): SeriesValues<unknown> {
  if (reducer === "first") return values.take(groups.firstRows);
  if (reducer === "last") return values.take(lastRows(groups));
  if (typeof reducer === "function") return listed(values, groups, reducer);
  if (reducer === "concat") return listed(values, groups, concatenate);
  if (!NAMES.includes(reducer)) throw new UnknownNameError("reducer", reducer, { known: NAMES });
  const name = reducer as NumberReducer;
  if (values.numbers !== undefined) return reduceNumbers(values.numbers, groups, { reducer: name });
  return listed(values, groups, (group) => {
    if (group.every(isTensor)) return reduceTensors(group, name);
    throw new TypeError(
      `Cannot take the ${name} of values that are neither numbers nor tensors: give a function`,
    );
  });
}

/** One pass over all entries, whatever the number of groups. */
function reduceNumbers(
  numbers: Float64Array,
  { groupOf, firstRows }: Groups,
  { reducer }: { readonly reducer: NumberReducer },
): NumberValues {
  const reduced = new Float64Array(firstRows.length);
  if (reducer === "mean" || reducer === "sum") {
    const counts = new Float64Array(firstRows.length);
    for (let at = 0; at < numbers.length; at++) {
      const group = groupOf[at] as number;
      reduced[group] = (reduced[group] as number) + (numbers[at] as number);
      counts[group] = (counts[group] as number) + 1;
    }
    if (reducer === "sum") return new NumberValues(reduced);
    return new NumberValues(reduced.map((sum, group) => sum / (counts[group] as number)));
  }
  const pick = reducer === "min" ? Math.min : Math.max;
  reduced.fill(reducer === "min" ? Infinity : -Infinity);
  for (let at = 0; at < numbers.length; at++) {
    const group = groupOf[at] as number;
    reduced[group] = pick(reduced[group] as number, numbers[at] as number);
  }
  return new NumberValues(reduced);
}

function lastRows({ groupOf, firstRows }: Groups): Int32Array {
  const last = firstRows.slice();
  for (let at = 0; at < groupOf.length; at++) last[groupOf[at] as number] = at;
  return last;
}

function listed(
  values: SeriesValues<unknown>,
  { groupOf, firstRows }: Groups,
  reduce: (values: readonly unknown[]) => unknown,
): ListValues<unknown> {
  const groups: unknown[][] = Array.from(firstRows, () => []);
  for (let at = 0; at < groupOf.length; at++) groups[groupOf[at] as number]?.push(values.at(at));
  return new ListValues(groups.map(reduce));
}

function concatenate(values: readonly unknown[]): unknown {
  if (values.length > 0 && values.every(isTensor)) return concatTensors(values);
  return values.flat();
}
