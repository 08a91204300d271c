/**
 * Splits by chance: shares of samples, of groups, or of each stratum.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { list } from "../../core/names.ts";
import { checkOptions, type OptionRules } from "../../core/options.ts";
import { SeedStream } from "../../core/seed.ts";
import { joinRows } from "../rows.ts";
import type { OneOrMore } from "../select_columns.ts";
import { type Group, groupColumns, groupsOf } from "./groups.ts";
import { checkRatios, largestRemainder, type Ratios } from "./ratios.ts";
import { type SplitColumns, type SplitSource, type Splitter, splitters } from "./splitter.ts";

/** How to split by chance; `N` are the names of splits, `C` those of columns. */
export interface RandomSplitOptions<N extends string = string, C extends string = string> {
  /** Names of splits, and the share that each gets. */
  readonly ratios: Ratios<N>;
  /** Columns whose equal values stay together; shares are then shares of the groups. */
  readonly groupBy?: OneOrMore<C> | undefined;
  /** Columns whose values every split has in the same shares. */
  readonly stratifyBy?: OneOrMore<C> | undefined;
  /** Whether every stratum is cut to the size of the smallest first; `false` when left out. */
  readonly strict?: boolean | undefined;
  /** Where chance starts; 13 when left out. */
  readonly seed?: number | string | undefined;
}

/** Names of those options. */
export const RANDOM_OPTIONS: readonly (keyof RandomSplitOptions)[] = [
  "ratios",
  "groupBy",
  "stratifyBy",
  "strict",
  "seed",
];

const RULES: OptionRules<RandomSplitOptions> = {
  of: "RandomSplitter",
  known: RANDOM_OPTIONS,
  required: ["ratios"],
};

/**
 * Splits by chance. Counts come from the largest remainder; every split gets at least one.
 *
 * @example
 * ```ts
 * import { RandomSplitter } from "./random_splitter.ts";
 * const splitter = new RandomSplitter({ ratios: { train: 0.8, test: 0.2 }, seed: 1 });
 * ```
 */
export class RandomSplitter<N extends string = string, C extends string = string>
  extends Configured<RandomSplitOptions<N, C>>
  implements Splitter<N, C> {
  readonly name = "random";

  /**
   * @param options shares, groups or strata, seed
   * @throws {RangeError} when shares do not add up to 1, or groups and strata are both wanted
   */
  constructor(options: RandomSplitOptions<N, C>) {
    super({ ...checkOptions<typeof options>(options, RULES), seed: options.seed ?? 13 });
    checkRatios(options.ratios);
    if (options.groupBy !== undefined && options.stratifyBy !== undefined) {
      throw new RangeError("Cannot both group and stratify a split: choose groupBy or stratifyBy");
    }
  }

  /** The columns whose values decide. */
  get reads(): SplitColumns<C> | undefined {
    return groupColumns(this.config.groupBy ?? this.config.stratifyBy);
  }

  split(source: SplitSource): Readonly<Record<N, Int32Array>> {
    const { ratios, groupBy, stratifyBy, strict = false, seed = 13 } = this.config;
    const stream = SeedStream.from(seed).split("random split");
    if (groupBy !== undefined) return splitGroups(source, { ratios, groupBy, stream });
    if (stratifyBy !== undefined) {
      return splitStrata(source, { ratios, stratifyBy, strict, stream });
    }
    const shuffled = source.isWhole === true
      ? stream.permutation(source.table.length)
      : stream.shuffledRows(source.rows);
    return cut(shuffled, ratios, "samples");
  }
}

splitters.register("random", (config) => RandomSplitter.fromConfig(config));

interface Draw<N extends string> {
  readonly ratios: Ratios<N>;
  readonly stream: SeedStream;
}

function splitGroups<N extends string>(
  source: SplitSource,
  { ratios, groupBy, stream }: Draw<N> & { groupBy: OneOrMore<string> },
): Record<N, Int32Array> {
  const groups = groupsOf(source, groupBy);
  const places = cut(stream.permutation(groups.length), ratios, "groups");
  return mapValues(
    places,
    (chosen) => joinRows(Array.from(chosen, (at) => (groups[at] as Group).rows)),
  );
}

function splitStrata<N extends string>(
  source: SplitSource,
  { ratios, stratifyBy, strict, stream }: Draw<N> & {
    stratifyBy: OneOrMore<string>;
    strict: boolean;
  },
): Record<N, Int32Array> {
  const strata = groupsOf(source, stratifyBy);
  const smallest = strata.reduce((least, { rows }) => Math.min(least, rows.length), Infinity);
  const parts = strata.map(({ rows, value }) => {
    // Each stratum has a stream of its own, so that another stratum changes nothing in it.
    const order = stream.split(value).shuffleRows(rows);
    const kept = strict ? order.subarray(0, smallest) : order;
    return cut(kept, ratios, `samples with ${value}`);
  });
  return mapValues(ratios, (_, name) => joinRows(parts.map((part) => part[name])));
}

/** Cuts a list into consecutive parts. */
function cut<N extends string>(
  items: Int32Array,
  ratios: Ratios<N>,
  what: string,
): Record<N, Int32Array> {
  const counts = largestRemainder(items.length, ratios);
  const empty = Object.entries<number>(counts).filter(([, count]) => count === 0);
  if (empty.length > 0) {
    throw new RangeError(
      `Cannot split ${items.length} ${what} by these ratios: nothing is left for ` +
        `${list(empty.map(([name]) => name))}; give larger shares or more ${what}`,
    );
  }
  let start = 0;
  return mapValues(counts, (count) => items.subarray(start, start += count));
}

function mapValues<N extends string, T, U>(
  values: Readonly<Record<N, T>>,
  change: (value: T, name: N) => U,
): Record<N, U> {
  const entries = Object.entries<T>(values);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, change(value, name as N)]),
  ) as Record<N, U>;
}
