/**
 * Splits by conditions on columns.
 *
 * @module
 */

import { freeze, type JsonObject } from "../../core/json.ts";
import { checkOptions, type OptionRules } from "../../core/options.ts";
import { type Condition, conditionsToJson, rowTest } from "../predicate.ts";
import { filterRows } from "../rows.ts";
import { selectColumns } from "../select_columns.ts";
import { type SplitColumns, type SplitSource, type Splitter, splitters } from "./splitter.ts";

/** Conditions by column; a sample must meet all of them. */
export type SplitConditions<C extends string = string> = { readonly [key in C]?: Condition };

/** How to split by conditions. */
export interface ConditionSplitOptions<N extends string = string, C extends string = string> {
  /** The conditions of each split. Samples that meet none are in no split. */
  readonly conditions: Readonly<Record<N, SplitConditions<C>>>;
  /** Whether a sample in two splits is refused; it is when left out. */
  readonly overlap?: "refuse" | "allow" | undefined;
}

type ByColumn = Readonly<Record<string, Condition>>;

const RULES: OptionRules<ConditionSplitOptions> = {
  of: "ConditionSplitter",
  known: ["conditions", "overlap"],
  required: ["conditions"],
  choices: { overlap: ["refuse", "allow"] },
};

/**
 * Splits by conditions.
 *
 * @example
 * ```ts
 * import { gt, lte } from "../predicate.ts";
 * import { ConditionSplitter } from "./condition_splitter.ts";
 * const splitter = new ConditionSplitter({
 *   conditions: { fresh: { soh: gt(90) }, aged: { soh: lte(90) } },
 * });
 * ```
 */
export class ConditionSplitter<N extends string = string, C extends string = string>
  implements Splitter<N, C> {
  readonly name = "condition";
  readonly mayOverlap: boolean;
  readonly #conditions: Readonly<Record<N, ByColumn>>;

  /**
   * @param options conditions of each split, and whether splits may share samples
   * @throws {TypeError} when a split has no conditions by column
   */
  constructor(options: ConditionSplitOptions<N, C>) {
    const { conditions, overlap = "refuse" } = checkOptions(options, RULES);
    checkConditions(conditions);
    this.#conditions = conditions as Readonly<Record<N, ByColumn>>;
    this.mayOverlap = overlap === "allow";
  }

  /**
   * Makes one again.
   *
   * @param config what `getConfig()` of an equal one gave
   * @returns an equal one; where a condition was a function it splits only after that is registered
   */
  static fromConfig(config: JsonObject): ConditionSplitter {
    return new ConditionSplitter(config as unknown as ConditionSplitOptions);
  }

  /** The columns whose values decide. */
  get reads(): SplitColumns<C> {
    const keys = Object.values<object>(this.#conditions).flatMap((of) => Object.keys(of) as C[]);
    return { columns: [...new Set(keys)] };
  }

  split({ table, rows }: SplitSource): Readonly<Record<N, Int32Array>> {
    const parts = Object.entries<ByColumn>(this.#conditions).map(([name, conditions]) => {
      const tests = Object.entries(conditions).map(([key, condition]) => {
        const [found = key] = selectColumns(table, { columns: key as never });
        return rowTest(table.column(found), condition);
      });
      return [name, filterRows(rows, (row) => tests.every((test) => test(row)))];
    });
    return Object.fromEntries(parts) as Record<N, Int32Array>;
  }

  getConfig(): JsonObject {
    const conditions = Object.entries<ByColumn>(this.#conditions)
      .map(([name, of]) => [name, conditionsToJson(of)] as const);
    return freeze({
      conditions: Object.fromEntries(conditions),
      overlap: this.mayOverlap ? "allow" : "refuse",
    });
  }
}

function checkConditions(conditions: unknown): void {
  const all = [["the splits", conditions] as const, ...Object.entries(conditions ?? {})];
  for (const [of, given] of all) {
    if (typeof given === "object" && given !== null && !Array.isArray(given)) continue;
    throw new TypeError(
      `Cannot split by the conditions ${JSON.stringify(given)} of ${of}: give them by split and ` +
        `column, such as { fresh: { soh: gt(90) }, aged: { soh: lte(90) } }`,
    );
  }
}

splitters.register("condition", (config) => ConditionSplitter.fromConfig(config));
