/**
 * Which samples of which FeatureSet each fold learns from and is judged by, so that FeatureSets agree.
 *
 * @module
 */

import { list, quote, UnknownNameError } from "../../core/names.ts";
import { FeatureSet } from "../../data/feature_set.ts";
import type { OneOrMore } from "../../data/select_columns.ts";
import type { Fold } from "../../data/split/folds.ts";
import { groupCodes } from "../../data/split/groups.ts";
import type { SplitSource } from "../../data/split/splitter.ts";
import type { CVBinding } from "./cv_binding.ts";
import { type FoldMethod, type FoldOptions, foldRows } from "./fold_rows.ts";

/**
 * How folds of several FeatureSets go together. `ids`: samples follow the one of the first binding that
 * has their identifier; `{ on }`: those that have their values of these columns. `groups`: all bindings
 * name groups, which are dealt out once for all. `none`: each FeatureSet has folds of its own.
 */
export type FoldAlignment = "ids" | "groups" | "none" | { readonly on: OneOrMore<string> };

/** Rows of each FeatureSet of one fold, by its label. */
export type FoldAssignment = Readonly<Record<string, Fold<Int32Array>>>;

/** What folds are made of. */
export interface AssignOptions {
  readonly data: readonly FeatureSet[];
  readonly bindings: readonly CVBinding[];
  readonly method: FoldMethod;
  readonly align: FoldAlignment | undefined;
}

/** The samples of a binding. */
interface Pool extends SplitSource {
  readonly label: string;
  readonly binding: CVBinding;
}

/**
 * Makes folds of the samples of all bindings.
 *
 * @param options FeatureSets, bindings, how folds are made and go together
 * @returns a fold after the other
 * @throws {UnknownNameError} for a FeatureSet, split or column that there is not
 * @throws {RangeError} when there are fewer than two folds, too few samples, or folds cannot agree
 * @example
 * ```ts
 * import type { FeatureSet } from "../../data/feature_set.ts";
 * import { assignFolds } from "./assign_folds.ts";
 * import { CVBinding } from "./cv_binding.ts";
 * const folds = (volts: FeatureSet, temps: FeatureSet) =>
 *   assignFolds({
 *     data: [volts, temps],
 *     bindings: [volts, temps].map((featureSet) =>
 *       new CVBinding({ featureSet, sourceSplits: ["train"], groupBy: "cell" })
 *     ),
 *     method: 5,
 *     align: "groups",
 *   });
 * ```
 */
export function assignFolds(options: AssignOptions): readonly FoldAssignment[] {
  const { data, bindings, method, align } = options;
  const pools = bindings.map((binding) => poolOf(binding, data));
  checkBindings(pools, align);
  const [lead, ...others] = pools;
  if (lead === undefined) throw new RangeError("Cannot make folds without a binding: give one");
  if (align === "groups") return byGroups(pools, method);
  const folds = foldRows(lead, { method, ...columnsOf(lead) });
  if (align === undefined || align === "none") {
    return zipped(pools, [
      folds,
      ...others.map((other) => foldRows(other, { method, ...columnsOf(other) })),
    ]);
  }
  const following = others.map((other) => followed(folds, { lead, other, align }));
  return zipped(pools, [folds, ...following]);
}

function poolOf(binding: CVBinding, data: readonly FeatureSet[]): Pool {
  const { featureSet: label, sourceSplits } = binding;
  const set = data.find((one) => one.label === label);
  if (set === undefined) {
    throw new UnknownNameError("FeatureSet", label, { known: data.map((one) => one.label) });
  }
  const rows = new Set(sourceSplits.flatMap((name) => [...set.getSplit(name).rows]));
  return { label, binding, table: set.table, rows: Int32Array.from(rows).sort() };
}

function columnsOf({ binding: { groupBy, stratifyBy } }: Pool): Omit<FoldOptions, "method"> {
  return { groupBy, stratifyBy };
}

function checkBindings(pools: readonly Pool[], align: FoldAlignment | undefined): void {
  const labels = pools.map(({ label }) => label);
  const twice = labels.filter((label, at) => labels.indexOf(label) !== at);
  if (twice.length > 0) {
    throw new RangeError(
      `Cannot make folds: ${list(twice)} is bound twice; name all of its splits in one binding`,
    );
  }
  if (pools.length > 1 && align === undefined) {
    throw new TypeError(
      `Cannot tell how folds of ${list(labels)} go together: give align: "ids", { on: "cell" } ` +
        '(samples follow those of the first), "groups" (all have groupBy), or "none"',
    );
  }
}

/** As many folds of each FeatureSet, side by side. */
function zipped(
  pools: readonly Pool[],
  folds: readonly (readonly Fold<Int32Array>[])[],
): readonly FoldAssignment[] {
  const counts = folds.map(({ length }) => length);
  if (new Set(counts).size > 1) {
    const made = pools.map(({ label }, at) => `${counts[at]} of ${quote(label)}`);
    throw new RangeError(
      `Cannot put folds together: there are ${
        made.join(", ")
      }; align them, or make as many of each`,
    );
  }
  return (folds[0] ?? []).map((_, fold) => {
    const entries = pools.map(({ label }, at) => [label, folds[at]?.[fold]]);
    return Object.freeze(Object.fromEntries(entries)) as FoldAssignment;
  });
}

/** Samples go where the samples of the first FeatureSet are that they belong to, else they train. */
function followed(
  folds: readonly Fold<Int32Array>[],
  { lead, other, align }: {
    readonly lead: Pool;
    readonly other: Pool;
    readonly align: FoldAlignment;
  },
): readonly Fold<Int32Array>[] {
  const keys = keysOf(lead, align);
  const placeOf = new Map(Array.from(lead.rows, (row, at) => [row, keys[at] ?? ""]));
  const foldOf = new Map<string, number>();
  for (const [fold, { val }] of folds.entries()) {
    for (const row of val) {
      const key = placeOf.get(row) ?? "";
      if ((foldOf.get(key) ?? fold) !== fold) throw tornApart(key, { lead, align });
      foldOf.set(key, fold);
    }
  }
  const theirs = keysOf(other, align);
  const made = folds.map((_, fold) => {
    const val = other.rows.filter((_, at) => foldOf.get(theirs[at] ?? "") === fold);
    const isVal = new Set(val);
    return { train: other.rows.filter((row) => !isVal.has(row)), val };
  });
  const empty = made.findIndex(({ val, train }) => val.length === 0 || train.length === 0);
  if (empty < 0) return made;
  throw new RangeError(
    `Cannot make fold ${empty} of ${quote(other.label)}: none of its samples belongs to one of ` +
      `${quote(lead.label)} there; align by what both have`,
  );
}

function keysOf(pool: Pool, align: FoldAlignment): readonly string[] {
  if (typeof align === "string") return pool.table.ids.take(pool.rows);
  const { codes, values } = groupCodes(pool, align.on);
  return Array.from(codes, (code) => values[code] ?? "");
}

function tornApart(
  key: string,
  { lead, align }: { readonly lead: Pool; readonly align: FoldAlignment },
): RangeError {
  const on = typeof align === "object" ? [align.on].flat() : ["id"];
  return new RangeError(
    `Cannot align folds by ${list(on)}: samples of ${quote(lead.label)} with ${
      quote(key)
    } are in ` +
      `several folds; keep them together with groupBy: ${JSON.stringify(on)}`,
  );
}

/** Groups of all FeatureSets are dealt out once, weighed by the samples that they have in all. */
function byGroups(pools: readonly Pool[], method: FoldMethod): readonly FoldAssignment[] {
  const keys = pools.map((pool) => {
    const { groupBy } = pool.binding;
    if (groupBy !== undefined) return keysOf(pool, { on: groupBy });
    throw new TypeError(
      `Cannot deal groups of ${quote(pool.label)} out: give its binding groupBy, as all others`,
    );
  });
  const all = FeatureSet.fromColumns("all", {
    group: keys.flat(),
    place: keys.flat().map((_, at) => at),
  }, { features: ["place"], tags: ["group"] });
  const starts = keys.map((_, at) =>
    keys.slice(0, at).reduce((sum, before) => sum + before.length, 0)
  );
  const rowsIn = (rows: Int32Array, pool: number): Int32Array => {
    const start = starts[pool] ?? 0;
    const own = pools[pool]?.rows ?? new Int32Array(0);
    return rows.filter((place) => place >= start && place < start + own.length)
      .map((place) => own[place - start] as number);
  };
  const folds = foldRows(all, { method, groupBy: "group" });
  return zipped(
    pools,
    pools.map((_, at) =>
      folds.map(({ train, val }) => ({ train: rowsIn(train, at), val: rowsIn(val, at) }))
    ),
  );
}
