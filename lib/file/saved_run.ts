/**
 * A run of an experiment as plain data and typed arrays.
 *
 * @module
 */

import type { PhaseGroupResults } from "../experiment/results/phase_group_results.ts";
import {
  type ResultContext,
  resultsOfState,
  stateOfResults,
} from "../experiment/results/phase_state.ts";
import { ExperimentRun } from "../experiment/run/experiment_run.ts";
import type { RunStatus } from "../experiment/run/status.ts";

/** A run of an experiment as plain data and typed arrays. */
export interface SavedRun {
  readonly label: string;
  readonly index: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: RunStatus;
  /** What was thrown, in words. */
  readonly error: string | null;
  readonly reason: string | null;
  readonly durations: Readonly<Record<string, number>>;
  readonly notices: readonly string[];
  readonly resumed: boolean;
  readonly results: ReturnType<typeof stateOfResults>;
}

/**
 * Writes a run down.
 *
 * @param run that has ended
 * @returns plain data; an error is kept in words
 */
export function writeRun(run: ExperimentRun): SavedRun {
  const { label, index, startedAt, endedAt, status, durations, notices, resumed } = run;
  return {
    ...{ label, index, startedAt, endedAt, status, durations, notices, resumed },
    error: run.error === undefined ? null : String(run.error),
    reason: run.reason ?? null,
    results: stateOfResults(run.results),
  };
}

/**
 * Makes a run again.
 *
 * @param saved what `writeRun` gave
 * @param context FeatureSets and graph, for results that ask for samples
 * @returns an equal run
 */
export function readRun(
  { error, reason, results, ...same }: SavedRun,
  context: ResultContext,
): ExperimentRun {
  return new ExperimentRun({
    ...same,
    ...(error !== null && { error }),
    ...(reason !== null && { reason }),
    results: resultsOfState(results, context) as PhaseGroupResults,
  });
}
