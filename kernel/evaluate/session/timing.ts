/**
 * How long something takes: `%time` and `%timeit`.
 *
 * @module
 */

import type { TimeitOptions } from "../../compile/hooks.ts";

const TARGET_MS = 200;
const RUNS = 7;

/**
 * Writes a duration with a fitting unit.
 *
 * @param ms milliseconds
 * @returns such as `1.23 ms`
 * @example
 * ```ts
 * import { writeDuration } from "./timing.ts";
 * console.assert(writeDuration(0.00125) === "1.25 µs");
 * ```
 */
export function writeDuration(ms: number): string {
  const units = [["s", 1e3], ["ms", 1], ["µs", 1e-3], ["ns", 1e-6]] as const;
  const [unit, size] = units.find(([, size]) => ms >= size) ?? ["ns", 1e-6];
  return `${Number((ms / size).toPrecision(3))} ${unit}`;
}

/**
 * Runs a function often enough to say how long one run takes.
 *
 * @param run what to time; a promise it returns is awaited
 * @param check called between runs, throws if the cell was interrupted
 * @param options how often; default seven rounds that take a while
 * @returns mean and standard deviation of the rounds, as text
 * @throws whatever `run` or `check` throws
 */
export async function measure(
  run: () => unknown,
  check: () => void,
  { loops: wanted, runs = RUNS }: TimeitOptions = {},
): Promise<string> {
  let loops = wanted ?? 1;
  while (wanted === undefined && await round(run, loops) < TARGET_MS / 10 && loops < 1e7) {
    check();
    loops *= 10;
  }
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    check();
    times.push(await round(run, loops) / loops);
  }
  const mean = times.reduce((sum, time) => sum + time, 0) / runs;
  const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / runs);
  const each = `${writeDuration(mean)} ± ${writeDuration(deviation)} per loop`;
  return `${each} (mean ± std. dev. of ${count(runs, "run")}, ${count(loops, "loop")} each)`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}

async function round(run: () => unknown, loops: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < loops; i++) {
    const value = run();
    if (value instanceof Promise) await value;
  }
  return performance.now() - start;
}
