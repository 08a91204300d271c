/**
 * The folder into which a run writes its results while it goes on.
 *
 * @module
 */

import { readdir } from "node:fs/promises";
import type { Clock } from "../../core/clock.ts";
import { quote } from "../../core/names.ts";
import { ResultsStore, type StoreState } from "../results/store/results_store.ts";

/** Whose results they are. */
export interface ResultsFolderOptions {
  /** What was run. */
  readonly label: string;
  /** A short name for the run: only an equal one can go on in its folder. */
  readonly run: string;
  readonly clock: Clock;
  /** How far the results had come where the run goes on; nothing for a new run. */
  readonly resume: { readonly results: StoreState | undefined } | undefined;
}

/**
 * Opens the folder of a run.
 *
 * @param directory a path; it is made when it is not there
 * @param options whose results they are, and whether the run goes on
 * @returns a store for the phases of the run
 * @throws RangeError when the folder of a new run is not empty, or holds results of another run
 */
export async function openResults(
  directory: string,
  { label, run, clock, resume }: ResultsFolderOptions,
): Promise<ResultsStore> {
  if (resume === undefined) await checkEmpty(directory);
  const store = await ResultsStore.open(directory, { label, run, clock });
  if (resume?.results) store.setState(resume.results);
  return store;
}

async function checkEmpty(directory: string): Promise<void> {
  const there = await readdir(directory).catch((error: { readonly code?: string }) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (there.length === 0) return;
  throw new RangeError(
    `Cannot write results into ${
      quote(directory)
    }: it is not empty; give another folder, or resume ` +
      "the run that wrote there",
  );
}
