/**
 * A run that has ended as plain data and typed arrays: what comes back from another process, and what
 * files hold.
 *
 * @module
 */

import type { PhaseGroupResults } from "../results/phase_group_results.ts";
import {
  type GroupState,
  type PhaseState,
  type ResultContext,
  resultsOfState,
  stateOfResults,
} from "../results/phase_state.ts";
import { ExperimentRun, type ExperimentRunParts } from "../run/experiment_run.ts";

/** A run that has ended, as plain data and typed arrays. */
export interface RunTree extends Omit<ExperimentRunParts, "results" | "reason" | "error"> {
  readonly version: 1;
  readonly reason: string | null;
  /** What was thrown, in words. */
  readonly error: string | null;
  readonly results: PhaseState | GroupState;
}

/**
 * Writes a run down.
 *
 * @param run that has ended
 * @returns plain data and typed arrays; an error is kept in words
 * @example
 * ```ts
 * import type { ExperimentRun } from "../run/experiment_run.ts";
 * import { runFromTree, runToTree } from "./run_tree.ts";
 * const copy = (run: ExperimentRun) => runFromTree(runToTree(run));
 * ```
 */
export function runToTree(run: ExperimentRun): RunTree {
  const { results, reason, error, ...plain } = run;
  return {
    version: 1,
    ...plain,
    reason: reason ?? null,
    error: error === undefined ? null : String(error),
    results: stateOfResults(results),
  };
}

/**
 * Makes a run again.
 *
 * @param tree what `runToTree` gave
 * @param context FeatureSets and graph, for what asks for samples
 * @returns a run whose results answer as those that were written down
 * @throws {RangeError} for a tree of another version
 * @example
 * ```ts
 * import type { ResultContext } from "../results/phase_state.ts";
 * import { runFromTree, type RunTree } from "./run_tree.ts";
 * const losses = (tree: RunTree, context: ResultContext) =>
 *   runFromTree(tree, context).results.train().totals;
 * ```
 */
export function runFromTree(tree: RunTree, context: ResultContext = {}): ExperimentRun {
  const { version, reason, error, results, ...plain } = tree;
  if (version !== 1) {
    throw new RangeError(`Cannot read a run of version ${version}: this is for version 1`);
  }
  return new ExperimentRun({
    ...plain,
    ...(reason !== null && { reason }),
    ...(error !== null && { error }),
    results: resultsOfState(results, context) as PhaseGroupResults,
  });
}
