/**
 * How strongly weights are pulled towards zero, and which of them are not.
 *
 * @module
 */

import { written } from "./options.ts";
import { isMeant, type NamedParameter } from "./parameter_patterns.ts";

/** A pull that spares some parameters. */
export interface WeightDecay {
  /** How strong it is, from 0. */
  readonly rate: number;
  /** Names or patterns of parameters that are left alone, such as `*.bias`. */
  readonly except: readonly string[];
}

/** How weights are pulled: all alike, or all but some. */
export type WeightDecayChoice = number | WeightDecay;

/**
 * Brings both ways to say it into one form.
 *
 * @param choice a number, or a rate and what is left alone
 * @returns the rate and what is left alone
 * @throws RangeError for a rate that is no number from 0
 * @throws TypeError when what is left alone is no list of names
 * @example
 * ```ts
 * import { weightDecayOf } from "./weight_decay.ts";
 * weightDecayOf(0.01); // { rate: 0.01, except: [] }
 * ```
 */
export function weightDecayOf(choice: WeightDecayChoice): WeightDecay {
  const { rate, except } = typeof choice === "object" && choice !== null
    ? choice
    : { rate: choice, except: [] };
  if (!Number.isFinite(rate) || rate < 0) {
    throw new RangeError(`Cannot train with weightDecay = ${written(rate)}: give a number from 0`);
  }
  if (!Array.isArray(except) || except.some((pattern) => typeof pattern !== "string")) {
    throw new TypeError('Cannot spare weights: except is a list of names, such as ["*.bias"]');
  }
  return { rate, except };
}

/**
 * Whether a parameter is pulled.
 *
 * @param parameter node and name
 * @param decay what is left alone
 * @returns false when it is left alone
 * @example
 * ```ts
 * import { isDecayed } from "./weight_decay.ts";
 * isDecayed({ node: "Head", name: "output.bias" }, { rate: 0.01, except: ["*.bias"] }); // false
 * ```
 */
export function isDecayed(parameter: NamedParameter, { except }: WeightDecay): boolean {
  return !isMeant(parameter, except);
}
