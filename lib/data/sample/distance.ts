/**
 * How far apart two samples are.
 *
 * @module
 */

import { Registry } from "../../core/registry.ts";

/** The entries of a sample: one for a scalar, more for a signal. */
export type Entries = ArrayLike<number> & Iterable<number>;

/** The distance of two samples. */
export type Distance = (a: Entries, b: Entries) => number;

/** Distances by name; register yours here so that samplers that use it can be saved. */
export const distances: Registry<Distance> = new Registry("distance", {
  euclidean,
  manhattan,
  chebyshev,
  cosine,
});

/** The length of the difference. */
function euclidean(a: Entries, b: Entries): number {
  return Math.sqrt(sum(a, (at) => (entry(a, at) - entry(b, at)) ** 2));
}

/** The sum of the differences of entries. */
function manhattan(a: Entries, b: Entries): number {
  return sum(a, (at) => Math.abs(entry(a, at) - entry(b, at)));
}

/** The greatest difference of an entry. */
function chebyshev(a: Entries, b: Entries): number {
  let greatest = 0;
  for (let at = 0; at < a.length; at++) {
    greatest = Math.max(greatest, Math.abs(entry(a, at) - entry(b, at)));
  }
  return greatest;
}

/** One less the cosine of the angle between them: 0 for one direction, 2 for opposite ones. */
function cosine(a: Entries, b: Entries): number {
  const product = sum(a, (at) => entry(a, at) * entry(b, at));
  const lengths = Math.sqrt(sum(a, (at) => entry(a, at) ** 2) * sum(b, (at) => entry(b, at) ** 2));
  return 1 - product / lengths;
}

function sum(of: Entries, term: (at: number) => number): number {
  let total = 0;
  for (let at = 0; at < of.length; at++) total += term(at);
  return total;
}

function entry(of: Entries, at: number): number {
  return of[at] as number;
}
