/**
 * Fewer points that look the same: largest triangle three buckets.
 *
 * Source: Sveinn Steinarsson, "Downsampling Time Series for Visual Representation", 2013, §4.2.
 *
 * @module
 */

/** Points of a line: as many places as values. */
export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * Chooses the points that a line's shape depends on.
 *
 * @param points a line, its places ascending
 * @param most how many to keep, at least 3
 * @returns the first, the last, and of each bucket in between the point that spans the largest
 *   triangle with its neighbours; the points themselves if there are no more than `most`
 * @throws {RangeError} if `most` is below 3
 * @example
 * ```ts
 * import { downsample } from "./downsample.ts";
 * const points = { x: [0, 1, 2, 3, 4], y: [0, 0, 9, 0, 0] };
 * console.assert(downsample(points, 3).y.join() === "0,9,0");
 * ```
 */
export function downsample(points: Points, most: number): Points {
  if (most < 3) throw new RangeError(`Cannot keep ${most} points: at least 3 are needed`);
  const { x, y } = points;
  if (x.length <= most) return points;
  const kept = [0];
  const width = (x.length - 2) / (most - 2);
  for (let bucket = 0; bucket < most - 2; bucket++) {
    const range = [1 + Math.floor(bucket * width), 1 + Math.floor((bucket + 1) * width)] as const;
    const next = [range[1], Math.min(x.length, 1 + Math.floor((bucket + 2) * width))] as const;
    kept.push(largest(points, { from: kept.at(-1) ?? 0, range, to: mean(points, next) }));
  }
  kept.push(x.length - 1);
  return { x: kept.map((at) => x[at] ?? NaN), y: kept.map((at) => y[at] ?? NaN) };
}

type Range = readonly [from: number, to: number];

/** The middle of the next bucket; the last one holds the last point only. */
function mean({ x, y }: Points, [from, to]: Range): readonly [number, number] {
  const end = Math.max(to, from + 1);
  const count = end - from;
  const sum = (values: readonly number[]): number =>
    values.slice(from, end).reduce((total, value) => total + value, 0);
  return [sum(x) / count, sum(y) / count];
}

function largest(
  { x, y }: Points,
  { from, range, to: [toX, toY] }: {
    readonly from: number;
    readonly range: Range;
    readonly to: readonly [number, number];
  },
): number {
  const [fromX = 0, fromY = 0] = [x[from], y[from]];
  let best = range[0];
  let most = -1;
  for (let at = range[0]; at < range[1]; at++) {
    const [atX = 0, atY = 0] = [x[at], y[at]];
    const area = Math.abs((fromX - toX) * (atY - fromY) - (fromX - atX) * (toY - fromY));
    // What is not a number is a gap, and a gap is worth seeing.
    if (Number.isNaN(area)) return at;
    if (area > most) [best, most] = [at, area];
  }
  return best;
}
