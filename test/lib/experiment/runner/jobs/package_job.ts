/** A job that needs a package by the name that modulab's configuration gives it. */
import { distance } from "fastest-levenshtein";
import { SeedStream } from "../../../../../lib/core/seed.ts";

/** Uses the package, and a file of the library. */
export function measure([from, to]: readonly [string, string]): number[] {
  return [distance(from, to), SeedStream.from(from).uint32()];
}
