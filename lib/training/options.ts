/**
 * Options of losses and schedules, read and checked when one is made.
 *
 * @module
 */

import type { Json, JsonObject } from "../core/json.ts";
import { quote } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";

/** A number that is taken. */
export interface NumberOption {
  /** What it is when it is left out. */
  readonly otherwise: number;
  /** The least it may be; default 0. */
  readonly least?: number;
  /** The greatest it may be; default any. */
  readonly most?: number;
  /** Whether the least itself is refused; default false. */
  readonly above?: boolean;
}

/** What is taken, by name: numbers, a switch with its default, or the texts to choose from. */
export type OptionPlans = Readonly<Record<string, NumberOption | boolean | readonly string[]>>;

/** What was given, complete. */
export type ReadOptions<P extends OptionPlans> = {
  readonly [K in keyof P]: P[K] extends boolean ? boolean
    : P[K] extends readonly string[] ? P[K][number]
    : number;
};

/**
 * Reads options.
 *
 * @param of the name of what takes them, for errors
 * @param options what was given; what there is, where the first of several texts is the default; and
 *   the kind of what takes them
 * @returns a value for each
 * @throws TypeError when nothing with names was given; UnknownNameError for an option that it does not have
 * @throws RangeError for a value that it cannot take
 * @example
 * ```ts
 * import { readOptions } from "./options.ts";
 * readOptions("huber", { given: {}, plans: { delta: { otherwise: 1 } } }).delta; // 1
 * ```
 */
export function readOptions<const P extends OptionPlans>(
  of: string,
  { given, plans, kind = "loss" }: {
    readonly given: JsonObject;
    readonly plans: P;
    readonly kind?: string;
  },
): ReadOptions<P> {
  const what = `the ${kind} ${quote(of)}`;
  const known = Object.keys(plans);
  checkOptions(given, { of: what, known });
  const entries = Object.entries(plans).map(([name, plan]) => {
    const value = given[name];
    return [name, value === undefined ? defaultOf(plan) : checked(value, { name, what, plan })];
  });
  return Object.fromEntries(entries);
}

/**
 * Writes what was given for a number, so that a text is told from a number.
 *
 * @param given anything
 * @returns such as `NaN`, or `"0.1"` in quotes
 * @example
 * ```ts
 * import { written } from "./options.ts";
 * written("0.1"); // "0.1" in quotes
 * ```
 */
export function written(given: unknown): string {
  return typeof given === "number" ? String(given) : JSON.stringify(given) ?? String(given);
}

type Plan = OptionPlans[string];

function defaultOf(plan: Plan): Json {
  if (typeof plan === "boolean") return plan;
  return isTexts(plan) ? plan[0] ?? "" : plan.otherwise;
}

function checked(
  value: Json,
  { name, what, plan }: { readonly name: string; readonly what: string; readonly plan: Plan },
): Json {
  const wanted = accepts(plan, value);
  if (wanted === undefined) return value;
  throw new RangeError(
    `Cannot make ${what} with ${name} = ${written(value)}: give ${wanted}`,
  );
}

/** What is wanted, where the value is not that. */
function accepts(plan: Plan, value: Json): string | undefined {
  if (typeof plan === "boolean") return typeof value === "boolean" ? undefined : "true or false";
  if (isTexts(plan)) {
    return plan.some((text) => text === value) ? undefined : plan.map(quote).join(" or ");
  }
  const { least = 0, most = Infinity, above = false } = plan;
  const fits = typeof value === "number" && value <= most &&
    (above ? value > least : value >= least) && Number.isFinite(value);
  if (fits) return undefined;
  const upTo = most === Infinity ? "" : ` to ${most}`;
  return `a number ${above ? "above" : "from"} ${least}${upTo}`;
}

function isTexts(plan: Plan): plan is readonly string[] {
  return Array.isArray(plan);
}
