/**
 * Options of estimators, checked when a plan is made.
 *
 * @module
 */

/** What a number must be. */
export interface NumberRule {
  /** Whose option it is. */
  readonly who: string;
  readonly option: string;
  readonly least: number;
  /** Left out: none. */
  readonly most?: number;
  /** Whether it must be whole; left out: no. */
  readonly whole?: boolean;
}

/**
 * Refuses a number that makes no sense.
 *
 * @param value what was given; nothing is fine
 * @param rule what it must be
 * @throws RangeError that names the option
 * @example
 * ```ts
 * import { checkNumber } from "./options.ts";
 * checkNumber(3, { who: "KMeans", option: "clusters", least: 1, whole: true });
 * ```
 */
export function checkNumber(
  value: number | undefined,
  { who, option, least, most = Infinity, whole = false }: NumberRule,
): void {
  if (value === undefined) return;
  const kind = !whole || Number.isInteger(value);
  if (kind && value >= least && value <= most && value < Infinity) return;
  const noun = whole ? "a whole number" : "a number";
  const to = most === Infinity ? "" : ` to ${most}`;
  throw new RangeError(`${who} cannot take ${option}: ${value}; give ${noun} from ${least}${to}`);
}
