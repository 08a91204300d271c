/**
 * Minimising smooth functions of many numbers.
 *
 * @module
 */

/** A function and its slope somewhere. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** When to stop. */
export interface MinimizeOptions {
  /** Stops when no slope is steeper; default 1e-8. */
  readonly tolerance?: number;
  /** Default 1000. */
  readonly maxSteps?: number;
}

/** How many steps back the curvature is remembered. */
const MEMORY = 12;

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly inverse: number;
}

interface Point extends Slope {
  readonly at: Float64Array;
}

/**
 * Minimises a smooth function by L-BFGS, with weak Wolfe steps found by bisection. It also stops when
 * a step lowers the value by no more than its last bit.
 *
 * Sources: Liu and Nocedal, On the limited memory BFGS method, 1989; Lewis and Overton, Nonsmooth
 * optimization via quasi-Newton methods, 2013 (the search along a line).
 *
 * @param of gives the value and the slope at a point
 * @param start where to begin
 * @param options when to stop
 * @returns the lowest point that was found
 * @example
 * ```ts
 * import { minimize } from "./lbfgs.ts";
 * const of = ([x = 0]: Float64Array) => ({
 *   value: (x - 3) ** 2,
 *   gradient: new Float64Array([2 * (x - 3)]),
 * });
 * console.log(minimize(of, new Float64Array([0]))[0]); // 3
 * ```
 */
export function minimize(
  of: (at: Float64Array) => Slope,
  start: Float64Array,
  { tolerance = 1e-8, maxSteps = 1000 }: MinimizeOptions = {},
): Float64Array {
  let point: Point = { at: start, ...of(start) };
  let steps: readonly Step[] = [];
  for (let count = 0; count < maxSteps; count++) {
    if (point.gradient.every((slope) => Math.abs(slope) <= tolerance)) break;
    const direction = descent(point.gradient, steps);
    const first = steps.length > 0 ? 1 : 1 / Math.max(1, norm(point.gradient));
    const next = search(of, { from: point, direction, first });
    if (next === undefined) break;
    const moved = next.at.map((value, at) => value - (point.at[at] as number));
    const turned = next.gradient.map((value, at) => value - (point.gradient[at] as number));
    const curvature = dot(moved, turned);
    // A step without curvature would tell the next ones nothing.
    if (curvature > 1e-14 * norm(moved) * norm(turned)) {
      steps = [...steps, { moved, turned, inverse: 1 / curvature }].slice(-MEMORY);
    }
    const fallen = point.value - next.value;
    point = next;
    if (fallen <= 2 * Number.EPSILON * Math.abs(next.value)) break;
  }
  return point.at;
}

/** The two loops of L-BFGS. */
function descent(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  let direction: Float64Array = gradient.map((slope) => -slope);
  const shares: number[] = [];
  for (const { moved, turned, inverse } of steps.toReversed()) {
    const share = inverse * dot(moved, direction);
    shares.unshift(share);
    direction = plus(direction, turned, -share);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.inverse * dot(last.turned, last.turned));
    direction = direction.map((value) => scale * value);
  }
  for (const [at, { moved, turned, inverse }] of steps.entries()) {
    const share = (shares[at] as number) - inverse * dot(turned, direction);
    direction = plus(direction, moved, share);
  }
  return direction;
}

/** Halves and doubles until the value has fallen enough and the slope has become flatter. */
function search(
  of: (at: Float64Array) => Slope,
  { from, direction, first }: {
    readonly from: Point;
    readonly direction: Float64Array;
    readonly first: number;
  },
): Point | undefined {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return undefined;
  let [least, most, length] = [0, Infinity, first];
  let best: Point | undefined;
  for (let attempt = 0; attempt < 30; attempt++) {
    const at = plus(from.at, direction, length);
    const found: Point = { at, ...of(at) };
    if (!(found.value <= from.value + 1e-4 * length * slope)) {
      most = length;
    } else {
      best = found;
      if (dot(found.gradient, direction) >= 0.9 * slope) return found;
      least = length;
    }
    length = most === Infinity ? 2 * least : (least + most) / 2;
  }
  return best;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] as number) * (other[at] as number);
  return sum;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function plus(one: Float64Array, other: Float64Array, share: number): Float64Array {
  return one.map((value, at) => value + share * (other[at] as number));
}
