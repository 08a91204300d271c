/**
 * The standard normal distribution: its quantiles and its distribution function.
 *
 * @module
 */

/** Coefficients of a rational function, the highest power first. */
type Rational = readonly [numerator: readonly number[], denominator: readonly number[]];

/** Near the middle: |p − ½| ≤ 0.425. */
const MIDDLE: Rational = [
  [
    2509.0809287301226727,
    33430.575583588128105,
    67265.770927008700853,
    45921.953931549871457,
    13731.693765509461125,
    1971.5909503065514427,
    133.14166789178437745,
    3.387132872796366608,
  ],
  [
    5226.495278852545925,
    28729.085735721942674,
    39307.89580009271061,
    21213.794301586595867,
    5394.1960214247511077,
    687.1870074920579083,
    42.313330701600911252,
    1,
  ],
];

/** Towards the ends: r = √(−ln min(p, 1 − p)) ≤ 5. */
const SHOULDER: Rational = [
  [
    7.7454501427834140764e-4,
    0.0227238449892691845833,
    0.24178072517745061177,
    1.27045825245236838258,
    3.64784832476320460504,
    5.7694972214606914055,
    4.6303378461565452959,
    1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9,
    5.475938084995344946e-4,
    0.0151986665636164571966,
    0.14810397642748007459,
    0.68976733498510000455,
    1.6763848301838038494,
    2.05319162663775882187,
    1,
  ],
];

/** At the ends: r > 5. */
const TAIL: Rational = [
  [
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    0.0012426609473880784386,
    0.026532189526576123093,
    0.29656057182850489123,
    1.7848265399172913358,
    5.4637849111641143699,
    6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15,
    1.4215117583164458887e-7,
    1.8463183175100546818e-5,
    7.868691311456132591e-4,
    0.0148753612908506148525,
    0.13692988092273580531,
    0.59983220655588793769,
    1,
  ],
];

/**
 * The number below which a share of the standard normal distribution lies (Wichura's algorithm
 * AS 241, Applied Statistics 37 (1988), correct to 16 digits).
 *
 * @param share from 0 to 1
 * @returns the quantile; ±∞ at the ends, NaN outside of them
 * @example
 * ```ts
 * import { normalQuantile } from "./normal_distribution.ts";
 * console.log(normalQuantile(0.975)); // 1.9599639845400543
 * ```
 */
export function normalQuantile(share: number): number {
  const away = share - 0.5;
  if (Math.abs(away) <= 0.425) return away * ratio(MIDDLE, 0.180625 - away * away);
  const end = Math.min(share, 1 - share);
  if (!(end > 0)) return end === 0 ? Math.sign(away) * Infinity : NaN;
  const r = Math.sqrt(-Math.log(end));
  return Math.sign(away) * (r <= 5 ? ratio(SHOULDER, r - 1.6) : ratio(TAIL, r - 5));
}

/**
 * The share of the standard normal distribution that lies below a number (Marsaglia's series,
 * Journal of Statistical Software 11 (2004); absolute error below 10⁻¹⁵).
 *
 * @param value any number
 * @returns the share, from 0 to 1
 * @example
 * ```ts
 * import { normalShare } from "./normal_distribution.ts";
 * console.log(normalShare(0)); // 0.5
 * ```
 */
export function normalShare(value: number): number {
  if (Number.isNaN(value)) return NaN;
  if (Math.abs(value) > 8.3) return value < 0 ? 0 : 1;
  const square = value * value;
  let [sum, term, before] = [value, value, 0];
  for (let odd = 3; sum !== before; odd += 2) {
    before = sum;
    term *= square / odd;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * square - 0.91893853320467274178);
}

function ratio([numerator, denominator]: Rational, at: number): number {
  return horner(numerator, at) / horner(denominator, at);
}

function horner(coefficients: readonly number[], at: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * at + coefficient;
  return value;
}
