/**
 * Where clusters begin.
 *
 * @module
 */

import type { SeedStream } from "../../core/seed.ts";
import { squaredDistance } from "./distance.ts";
import type { Rows, Table } from "./table.ts";

/**
 * Draws samples as the first centres of clusters: each next one by its squared distance to those there
 * are.
 *
 * Source: Arthur and Vassilvitskii, k-means++: the advantages of careful seeding, 2007.
 *
 * @param table samples and how much they count
 * @param options how many centres, and what draws them
 * @returns one row per centre
 * @throws RangeError when there are fewer samples than that
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { firstGuesses } from "./first_guesses.ts";
 * const x = { rows: 2, columns: 1, data: new Float64Array([1, 4]) };
 * const table = { x, y: x, weights: new Float64Array([1, 1]) };
 * firstGuesses(table, { clusters: 2, seeds: SeedStream.from(0) }).rows; // 2
 * ```
 */
export function firstGuesses(
  { x, weights }: Table,
  { clusters, seeds }: { readonly clusters: number; readonly seeds: SeedStream },
): Rows {
  if (x.rows < clusters) {
    throw new RangeError(
      `KMeans cannot find ${clusters} clusters among ${x.rows} samples: give more samples, or ` +
        "fewer clusters",
    );
  }
  const { columns } = x;
  const data = new Float64Array(clusters * columns);
  const nearest = new Float64Array(x.rows).fill(Infinity);
  const chances = weights.slice();
  for (let centre = 0; centre < clusters; centre++) {
    const chosen = draw(chances, seeds);
    data.set(x.data.subarray(chosen * columns, (chosen + 1) * columns), centre * columns);
    for (let row = 0; row < x.rows; row++) {
      const square = squaredDistance({ of: x, row }, { of: x, row: chosen });
      nearest[row] = Math.min(nearest[row] as number, square);
      chances[row] = (nearest[row] as number) * (weights[row] as number);
    }
  }
  return { rows: clusters, columns, data };
}

/** When all chances are zero, any row will do. */
function draw(chances: Float64Array, seeds: SeedStream): number {
  const sum = chances.reduce((total, chance) => total + chance, 0);
  if (sum === 0) return seeds.below(chances.length);
  let left = seeds.uniform() * sum;
  for (const [row, chance] of chances.entries()) {
    left -= chance;
    if (left < 0 && chance > 0) return row;
  }
  return chances.findLastIndex((chance) => chance > 0);
}
