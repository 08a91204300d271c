/**
 * Partners of an anchor: the samples that go with it in one role.
 *
 * @module
 */

import type { SeedStream } from "../../core/seed.ts";
import type { Column } from "../column.ts";
import type { ColumnTable } from "../column_table.ts";
import { selectColumns } from "../select_columns.ts";
import { type MatchTier, TIERS } from "./partner_statistics.ts";
import { type Similarity, similarity, type SimilarityCondition } from "./similarity.ts";

/** Conditions of a role, by column; `N` are the names of columns. */
export type RoleConditions<N extends string = string> = {
  readonly [key in N]?: SimilarityCondition;
};

/** How partners are chosen. */
export interface PartnerOptions {
  /** The most partners of an anchor; `null` for all. */
  readonly most: number | null;
  /** Whether the best scores come first, instead of chance. */
  readonly best: boolean;
}

/** Partners of an anchor, and how well each goes with it. */
export interface Partners {
  readonly rows: readonly number[];
  readonly weights: readonly number[];
  /** How well each matches. */
  readonly tiers: readonly MatchTier[];
}

/** Finds partners of anchors among the samples of a view. */
export class PartnerFinder {
  readonly #conditions: readonly Similarity[];
  readonly #pool: (anchor: number) => Int32Array;
  readonly #options: PartnerOptions;

  /**
   * @param source where the samples are
   * @param conditions of the role
   * @param options how many, and which first
   */
  constructor(
    { table, rows }: { table: ColumnTable; rows: Int32Array },
    conditions: RoleConditions,
    options: PartnerOptions,
  ) {
    const named = Object.entries(conditions).map(([key, condition = {}]) => {
      const [name = key] = selectColumns(table, { columns: key as never });
      return { column: table.column(name), condition };
    });
    this.#conditions = named.map(({ column, condition }) => similarity(column, condition));
    this.#pool = poolOf(rows, named);
    this.#options = options;
  }

  /**
   * Finds partners.
   *
   * @param anchor its row
   * @param chance decides between partners that match as well
   * @returns the partners: those that match all conditions, then some, then none
   */
  find(anchor: number, chance: SeedStream): Partners {
    const { most, best } = this.#options;
    const wanted = most ?? Infinity;
    const soft = this.#conditions.some(({ hard }) => !hard);
    const found: { row: number; rank: number; score: number }[] = [];
    for (const row of shuffledWalk(this.#pool(anchor), chance)) {
      // Without fallback and scores, the first that match are as good as any.
      if (found.length >= wanted && !soft && !best) break;
      const rank = row === anchor ? -1 : this.#rank(anchor, row);
      if (rank >= 0) found.push({ row, rank, score: this.#score(anchor, row) });
    }
    const ranked = found.sort((a, b) => a.rank - b.rank || (best ? b.score - a.score : 0));
    const chosen = ranked.slice(0, most ?? undefined);
    return {
      rows: chosen.map(({ row }) => row),
      weights: chosen.map(({ score }) => score),
      tiers: chosen.map(({ rank }) => TIERS[rank] as MatchTier),
    };
  }

  /** The place of its tier among all; −1 where a condition that has to be met is not. */
  #rank(a: number, b: number): number {
    let matched = 0;
    for (const condition of this.#conditions) {
      if (condition.matches(a, b)) matched++;
      else if (condition.hard) return -1;
    }
    if (matched === this.#conditions.length) return TIERS.indexOf("full");
    return TIERS.indexOf(matched > 0 ? "partial" : "fallback");
  }

  /** The mean over all conditions; 1 where there is none, as all samples match. */
  #score(a: number, b: number): number {
    if (this.#conditions.length === 0) return 1;
    const scores = this.#conditions.map((condition) => condition.score(a, b));
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  }
}

interface NamedCondition {
  readonly column: Column;
  readonly condition: SimilarityCondition;
}

/** A sorted index on the first condition that asks for near values; all rows where there is none. */
function poolOf(
  rows: Int32Array,
  named: readonly NamedCondition[],
): (anchor: number) => Int32Array {
  const index = named.find(({ condition }) =>
    condition.mode !== "dissimilar" && condition.allowFallback !== true &&
    condition.metric === undefined
  );
  if (index === undefined) return () => rows;
  const { values, valid, isNumeric } = index.column;
  const tolerance = isNumeric ? index.condition.tolerance ?? 0 : 0;
  // What is missing, or is no number, is near nothing, and has no place in an order.
  const sorted = rows.filter((row) => valid?.[row] !== 0 && values[row] === values[row])
    .sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
  return (anchor) => {
    const value = values[anchor] as number;
    // A little wider than the tolerance: rounding must not decide, `matches` does.
    const slack = tolerance + Math.abs(value) * 1e-12 + 1e-12;
    const start = firstAtLeast(sorted, values, value - slack);
    return sorted.subarray(start, firstAtLeast(sorted, values, value + slack + 1e-12));
  };
}

function firstAtLeast(rows: Int32Array, values: ArrayLike<number>, bound: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[rows[middle] as number] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every row once, in a random order drawn as far as it is walked: Fisher and Yates, on demand. */
function* shuffledWalk(pool: Int32Array, chance: SeedStream): Generator<number> {
  const moved = new Map<number, number>();
  for (let left = pool.length; left > 0; left--) {
    const at = chance.below(left);
    yield pool[moved.get(at) ?? at] as number;
    moved.set(at, moved.get(left - 1) ?? left - 1);
  }
}
