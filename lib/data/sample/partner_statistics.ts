/**
 * How well the partners of an epoch match, counted.
 *
 * @module
 */

/** How well a partner matches: all conditions, some of them, or none and taken all the same. */
export type MatchTier = "full" | "partial" | "fallback";

/** From the best to the least. */
export const TIERS: readonly MatchTier[] = ["full", "partial", "fallback"];

/** What became of the samples of an epoch. */
export interface PartnerStatistics<R extends string = string> {
  /** Samples that partners were looked for. */
  readonly anchors: number;
  /** Those that were left out, as some role has no partner for them. */
  readonly dropped: number;
  /** What is dealt out: an anchor with a partner in each role. */
  readonly tuples: number;
  /** How many partners of each role match all conditions, some, or none. */
  readonly roles: Readonly<Record<R, Readonly<Record<MatchTier, number>>>>;
}

/**
 * Counts partners by how well they match.
 *
 * @param roles names of the roles
 * @param tuples for each the tiers of its partners, in the order of the roles
 * @returns counts by role and tier
 * @example
 * ```ts
 * import { countTiers } from "./partner_statistics.ts";
 * console.log(countTiers(["pair"], [["full"], ["fallback"]]).pair.fallback); // 1
 * ```
 */
export function countTiers<R extends string>(
  roles: readonly R[],
  tuples: readonly (readonly MatchTier[])[],
): PartnerStatistics<R>["roles"] {
  const counted = roles.map((role, at) => {
    const counts = { full: 0, partial: 0, fallback: 0 };
    for (const tiers of tuples) {
      const tier = tiers[at];
      if (tier !== undefined) counts[tier]++;
    }
    return [role, Object.freeze(counts)] as const;
  });
  return Object.freeze(Object.fromEntries(counted)) as PartnerStatistics<R>["roles"];
}
