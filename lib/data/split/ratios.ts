/**
 * Shares of a whole, in whole samples.
 *
 * @module
 */

/** Names and the share that each gets; shares add up to 1. */
export type Ratios<N extends string = string> = Readonly<Record<N, number>>;

/**
 * Refuses shares that are no shares.
 *
 * @param ratios names and shares
 * @returns the ratios
 * @throws {TypeError} when there are no names
 * @throws {RangeError} when a share is outside [0, 1] or they do not add up to 1
 * @example
 * ```ts
 * import { checkRatios } from "./ratios.ts";
 * checkRatios({ train: 0.8, test: 0.2 });
 * ```
 */
export function checkRatios<R extends Ratios>(ratios: R): R {
  if (typeof ratios !== "object" || ratios === null || Array.isArray(ratios)) {
    throw new TypeError(
      `Cannot split by the ratios ${JSON.stringify(ratios)}: give a name for each share, ` +
        `such as { train: 0.8, test: 0.2 }`,
    );
  }
  const shares = Object.entries(ratios);
  if (shares.length === 0) {
    throw new RangeError(
      "Cannot split into nothing: give ratios such as { train: 0.8, test: 0.2 }",
    );
  }
  for (const [name, share] of shares) {
    if (typeof share === "number" && share >= 0 && share <= 1) continue;
    throw new RangeError(
      `Ratio of "${name}" is ${
        typeof share === "string" ? JSON.stringify(share) : share
      }: give a share between 0 and 1`,
    );
  }
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  if (Math.abs(sum - 1) > 1e-6) {
    const given = shares.map(([name, share]) => `${name} ${share}`).join(", ");
    throw new RangeError(`Ratios add up to ${sum} instead of 1: ${given}`);
  }
  return ratios;
}

/**
 * Shares out a number of things by the method of the largest remainder.
 *
 * @param total how many things
 * @param ratios names and shares, which may add up to a little more or less than 1
 * @returns a whole number for each name; they add up to `total`
 * @example
 * ```ts
 * import { largestRemainder } from "./ratios.ts";
 * console.log(largestRemainder(508, { train: 0.6, val: 0.2, test: 0.2 })); // 305, 102, 101
 * ```
 */
export function largestRemainder<N extends string>(
  total: number,
  ratios: Ratios<N>,
): Record<N, number> {
  const sum = Object.values<number>(ratios).reduce((all, share) => all + share, 0);
  const shares = Object.entries<number>(ratios).map(([name, share], place) => {
    // 0.6 × 505 is 302.99999999999994: such noise must not decide who gets a sample.
    const exact = Number((share * total / sum).toPrecision(12));
    return { name, place, whole: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  const left = total - shares.reduce((sum, { whole }) => sum + whole, 0);
  const order = [...shares].sort((a, b) => b.rest - a.rest || a.place - b.place);
  const lucky = new Set(order.slice(0, left).map(({ name }) => name));
  return Object.fromEntries(
    shares.map(({ name, whole }) => [name, whole + (lucky.has(name) ? 1 : 0)]),
  ) as Record<N, number>;
}
