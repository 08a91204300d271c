/**
 * Options of losses, read and checked when a loss is made.
 *
 * @module
 */

import type { Json, JsonObject } from "../../core/json.ts";
import { quote, UnknownNameError } from "../../core/names.ts";

/** A number that a loss takes. */
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

/** What a loss takes, by name: numbers, a switch with its default, or the texts to choose from. */
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
 * @param loss its name, for errors
 * @param given what was given
 * @param plans what there is; the first of several texts is the default
 * @returns a value for each
 * @throws UnknownNameError for an option that the loss does not have
 * @throws RangeError for a value that it cannot take
 * @example
 * ```ts
 * import { readOptions } from "./loss_options.ts";
 * readOptions("huber", { given: {}, plans: { delta: { otherwise: 1 } } }).delta; // 1
 * ```
 */
export function readOptions<const P extends OptionPlans>(
  loss: string,
  { given, plans }: { readonly given: JsonObject; readonly plans: P },
): ReadOptions<P> {
  const known = Object.keys(plans);
  const strange = Object.keys(given).find((name) => !known.includes(name));
  if (strange !== undefined) {
    throw new UnknownNameError("option", strange, {
      known,
      hint: `it was given to the loss ${quote(loss)}`,
    });
  }
  const entries = Object.entries(plans).map(([name, plan]) => {
    const value = given[name];
    return [name, value === undefined ? defaultOf(plan) : checked(value, { name, loss, plan })];
  });
  return Object.fromEntries(entries);
}

type Plan = OptionPlans[string];

function defaultOf(plan: Plan): Json {
  if (typeof plan === "boolean") return plan;
  return isTexts(plan) ? plan[0] ?? "" : plan.otherwise;
}

function checked(
  value: Json,
  { name, loss, plan }: { readonly name: string; readonly loss: string; readonly plan: Plan },
): Json {
  const wanted = accepts(plan, value);
  if (wanted === undefined) return value;
  throw new RangeError(
    `Cannot make the loss ${quote(loss)} with ${name} = ${JSON.stringify(value)}: give ${wanted}`,
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
