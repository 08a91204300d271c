/**
 * Options of estimators, checked when a plan is made.
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";

/** What a number must be. */
export interface NumberRule {
  readonly least: number;
  /** Left out: none. */
  readonly most?: number;
  /** Whether it must be whole; left out: no. */
  readonly whole?: boolean;
}

/** How many there are of something. */
export const COUNT: NumberRule = { least: 1, whole: true };

/** More than nothing. */
export const POSITIVE: NumberRule = { least: Number.MIN_VALUE };

/** A share of something. */
export const SHARE: NumberRule = { ...POSITIVE, most: 1 };

/** What each option must be: a number, some numbers, or what its type says. */
export type EstimatorRules<O> = { readonly [N in keyof O]-?: NumberRule | "any" };

/**
 * Refuses options that are not there, and numbers that make no sense.
 *
 * @param options what was given
 * @param of whose options they are, and what each must be
 * @returns the options
 * @throws UnknownNameError for an option that is not there
 * @throws RangeError that names the option and what it must be
 * @example
 * ```ts
 * import { checkEstimatorOptions, COUNT } from "./options.ts";
 * const options: { readonly clusters?: number } = { clusters: 3 };
 * checkEstimatorOptions(options, { who: "KMeans", rules: { clusters: COUNT } });
 * ```
 */
export function checkEstimatorOptions<O extends object>(
  options: O,
  { who, rules }: { readonly who: string; readonly rules: EstimatorRules<O> },
): O {
  const known = Object.keys(rules) as (keyof O & string)[];
  checkOptions(options, { of: who, known });
  for (const option of known) {
    const rule = rules[option];
    if (rule === "any") continue;
    for (const value of [options[option] ?? []].flat()) {
      checkNumber(value, { who, option, ...rule });
    }
  }
  return options;
}

function checkNumber(
  value: unknown,
  { who, option, least, most = Infinity, whole = false }: NumberRule & {
    readonly who: string;
    readonly option: string;
  },
): void {
  const isKind = typeof value === "number" && (!whole || Number.isInteger(value));
  if (isKind && value >= least && value <= most && value < Infinity) return;
  const noun = whole ? "a whole number" : "a number";
  const to = most === Infinity ? "" : ` to ${most}`;
  throw new RangeError(`${who} cannot take ${option}: ${value}; give ${noun} from ${least}${to}`);
}
