/**
 * THE WALK of a collection: its experiments run here one after the other, or where a runner takes them.
 *
 * @module
 */

import { join } from "node:path";
import { cellSignal } from "../../core/cell_signal.ts";
import { quote } from "../../core/names.ts";
import type { Experiment, RunOptions } from "../experiment.ts";
import { shownHere } from "../progress/shown_here.ts";
import { folderName } from "../results/store/folder_name.ts";
import type { ExperimentRun } from "../run/experiment_run.ts";
import { apartFrom } from "../travel/apart.ts";
import { ManyProgress } from "../travel/many_progress.ts";
import { checkRunOptions, runExperiments, type RunManyOptions } from "../travel/run_experiments.ts";

/** How the experiments of a collection are run. */
export interface RunCollectionOptions extends RunManyOptions {
  /** `false` takes no checkpoints here although experiments say so; elsewhere none are taken. */
  readonly checkpointing?: false | undefined;
  /**
   * A folder in which each experiment that runs here has one of its own, into which its results are
   * written while it runs.
   */
  readonly resultsDirectory?: string | undefined;
}

/** Runs by label. */
export type RunsByLabel = Readonly<Record<string, ExperimentRun>>;

/**
 * Some experiments of a collection have failed; all others have run.
 *
 * @example
 * ```ts
 * import type { ExperimentCollection } from "./experiment_collection.ts";
 * import { CollectionRunError } from "./run_collection.ts";
 * async function failed(all: ExperimentCollection): Promise<readonly string[]> {
 *   try {
 *     await all.run();
 *     return [];
 *   } catch (error) {
 *     if (!(error instanceof CollectionRunError)) throw error;
 *     return Object.keys(error.failures);
 *   }
 * }
 * ```
 */
export class CollectionRunError extends AggregateError {
  override readonly name = "CollectionRunError";
  /** What was thrown, by label. */
  readonly failures: Readonly<Record<string, Error>>;
  /** The runs that ended otherwise, by label. */
  readonly runs: RunsByLabel;

  /**
   * @param failures what was thrown, by label
   * @param runs that ended otherwise
   */
  constructor(failures: Readonly<Record<string, Error>>, runs: RunsByLabel) {
    const said = Object.entries(failures).map(([label, { message }]) =>
      `${quote(label)}: ${message}`
    );
    super(Object.values(failures), `Cannot complete ${said.join("; ")}`);
    this.failures = Object.freeze({ ...failures });
    this.runs = Object.freeze({ ...runs });
  }
}

/**
 * Runs experiments; each keeps its run in its log, and what it has learned.
 *
 * @param experiments by label; no two share weights
 * @param options who runs them, how many at once, signal, progress
 * @returns the runs, by label, as far as the signal has let them
 * @throws {CollectionRunError} when some fail; the others have run to their end
 * @example
 * ```ts
 * import type { Experiment, RunOptions } from "../experiment.ts";
 * import { ChildProcessRunner } from "../runner/child_process_runner.ts";
 * import { TRAINING_PERMISSIONS } from "../runner/worker_permissions.ts";
 * import { runCollection } from "./run_collection.ts";
 * async function both(small: Experiment, large: Experiment): Promise<void> {
 *   const runner = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });
 *   await runCollection({ small, large }, { runner, concurrency: 2 });
 * }
 * ```
 */
export async function runCollection(
  experiments: Readonly<Record<string, Experiment>>,
  options: RunCollectionOptions = {},
): Promise<RunsByLabel> {
  checkRunOptions(options, {
    of: "ExperimentCollection.run()",
    besides: ["checkpointing", "resultsDirectory"],
  });
  const { runner, store, resultsDirectory } = options;
  const isElsewhere = runner !== undefined || store !== undefined;
  if (isElsewhere && resultsDirectory !== undefined) {
    throw new TypeError(
      "Cannot write results into resultsDirectory while experiments run elsewhere: leave it out, " +
        "or leave out runner and store",
    );
  }
  const ended = await (isElsewhere ? runElsewhere : runHere)(experiments, options);
  const inOrder = Object.keys(experiments).flatMap((label) => {
    const what = ended.get(label);
    return what === undefined ? [] : [[label, what] as const];
  });
  const runs = inOrder.flatMap(([label, one]) => one instanceof Error ? [] : [[label, one]]);
  const failures = inOrder.flatMap(([label, one]) => one instanceof Error ? [[label, one]] : []);
  if (failures.length === 0) return Object.fromEntries(runs);
  throw new CollectionRunError(Object.fromEntries(failures), Object.fromEntries(runs));
}

/** What came of each experiment that has ended. */
type Ended = Map<string, ExperimentRun | Error>;

async function runHere(
  experiments: Readonly<Record<string, Experiment>>,
  { signal = cellSignal(), progress = shownHere(), ...options }: RunCollectionOptions,
): Promise<Ended> {
  const all = Object.entries(experiments);
  const shown = new ManyProgress(progress === false ? undefined : progress, {
    title: "experiment",
    count: all.length,
  });
  const ended: Ended = new Map();
  for (const [at, [label, experiment]] of all.entries()) {
    if (signal.aborted) break;
    const own = { ...settings(options, folderName(at, label)), progress: shown.begin(label) };
    const result = await experiment.run({ ...own, signal }).catch(asError);
    ended.set(label, result);
    if (!signal.aborted) shown.done(label, result instanceof Error ? result : undefined);
  }
  shown.end(signal.aborted ? "interrupted" : "completed");
  return ended;
}

function settings(
  { checkpointing, resultsDirectory }: RunCollectionOptions,
  folder: string,
): RunOptions {
  return {
    ...(checkpointing === false && { checkpointing }),
    ...(resultsDirectory !== undefined && { resultsDirectory: join(resultsDirectory, folder) }),
  };
}

/** Copies run, so that nothing here is half changed when a worker dies or the signal aborts. */
async function runElsewhere(
  experiments: Readonly<Record<string, Experiment>>,
  { checkpointing: _, signal = cellSignal(), ...options }: RunCollectionOptions,
): Promise<Ended> {
  const all = Object.entries(experiments);
  const tasks = all.map(([id, experiment]) => ({ id, make: () => apartFrom(experiment) }));
  const ended: Ended = new Map();
  try {
    const outcomes = runExperiments(tasks, { ...options, signal, title: "experiment" });
    for await (const one of outcomes) {
      const experiment = experiments[one.id];
      if (one.status === "failed") ended.set(one.id, one.error);
      else if (experiment) ended.set(one.id, experiment.takeOver(one.run, one.live));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return ended;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
