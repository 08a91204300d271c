/**
 * The least value of a function of one number.
 *
 * @module
 */

/** The smaller part of the golden section: 2 − φ. */
const GOLDEN = 0.3819660112501051;

/**
 * Finds where a function of one valley is least, by Brent's method ("Algorithms for Minimization
 * without Derivatives", 1973, chapter 5): parabolas where they fit, the golden section elsewhere.
 *
 * @param value the function
 * @param options two points from which to walk downhill, and the relative accuracy wanted
 * @returns the place of the least value
 * @example
 * ```ts
 * import { minimize } from "./minimize.ts";
 * console.log(minimize((x) => (x - 3) ** 2, { from: [-2, 2] })); // about 3
 * ```
 */
export function minimize(
  value: (at: number) => number,
  { from, tolerance = 1.48e-8 }: { from: readonly [number, number]; tolerance?: number },
): number {
  let [low, high] = bracket(value, from);
  let best = { at: low + GOLDEN * (high - low), value: NaN };
  best.value = value(best.at);
  let [second, third] = [best, best];
  let [step, before] = [0, 0];
  for (let round = 0; round < 500; round++) {
    const middle = (low + high) / 2;
    const accuracy = tolerance * Math.abs(best.at) + 1e-11;
    if (Math.abs(best.at - middle) <= 2 * accuracy - (high - low) / 2) break;
    const parabola = vertex(best, second, third);
    const fits = Math.abs(before) > accuracy && Math.abs(parabola) < Math.abs(before) / 2 &&
      best.at + parabola > low && best.at + parabola < high;
    before = fits ? step : (best.at < middle ? high : low) - best.at;
    step = fits ? parabola : GOLDEN * before;
    if (fits && (best.at + step - low < 2 * accuracy || high - best.at - step < 2 * accuracy)) {
      step = Math.sign(middle - best.at) * accuracy;
    }
    const at = best.at + (Math.abs(step) >= accuracy ? step : (Math.sign(step) || 1) * accuracy);
    const tried = { at, value: value(at) };
    if (tried.value <= best.value) {
      if (at < best.at) high = best.at;
      else low = best.at;
      [third, second, best] = [second, best, tried];
    } else {
      if (at < best.at) low = at;
      else high = at;
      if (tried.value <= second.value || second === best) [third, second] = [second, tried];
      else if (tried.value <= third.value || third === best || third === second) third = tried;
    }
  }
  return best.at;
}

interface Point {
  readonly at: number;
  readonly value: number;
}

/** How far the lowest point of the parabola through three points is from the first of them. */
function vertex(x: Point, w: Point, v: Point): number {
  const r = (x.at - w.at) * (x.value - v.value);
  const q = (x.at - v.at) * (x.value - w.value);
  return ((x.at - v.at) * q - (x.at - w.at) * r) / (2 * (r - q));
}

/** Walks downhill with growing steps until the function rises again. */
function bracket(
  value: (at: number) => number,
  [a, b]: readonly [number, number],
): [low: number, high: number] {
  let [back, here] = value(a) < value(b) ? [b, a] : [a, b];
  let least = value(here);
  for (let round = 0; round < 60; round++) {
    const next = here + 1.618034 * (here - back);
    const reached = value(next);
    if (!(reached < least)) return back < next ? [back, next] : [next, back];
    [back, here, least] = [here, next, reached];
  }
  return back < here ? [back, here] : [here, back];
}
