/**
 * THE JOB: an experiment arrives as data, runs, and its results go back as data.
 *
 * @module
 */

import { type Clock, machineClock } from "../../core/clock.ts";
import type { Progress } from "../progress/progress.ts";
import type { LiveState } from "../run/live.ts";
import type { JobContext } from "../runner/job.ts";
import type { PlainTree } from "../runner/tree.ts";
import { experimentFromTree, type ExperimentTree } from "./experiment_tree.ts";
import { runToTree, type RunTree } from "./run_tree.ts";

/** What came of an experiment in another process. */
export interface SentRun {
  readonly run: RunTree;
  /** Weights, and what training has gathered; `null` before any training. */
  readonly live: Omit<LiveState, "training"> & { readonly training: LiveState["training"] | null };
}

/** Milliseconds between two reports of steps. */
const INTERVAL = 200;

/**
 * Runs the plan of an experiment that was sent.
 *
 * @param input what `experimentToTree` gave
 * @param context signal, and where reports go
 * @returns what `ExperimentRun` and the state of the experiment are as data
 * @throws whatever a phase or a callback threw
 * @example
 * ```ts
 * import type { ExperimentTree } from "./experiment_tree.ts";
 * import { JobModule } from "../runner/job_module.ts";
 * const work = new JobModule<typeof import("./experiment_job.ts")>(
 *   new URL("./experiment_job.ts", import.meta.url),
 * );
 * const job = (input: ExperimentTree) => work.job("runSent", { id: "only", input: input as never });
 * ```
 */
export async function runSent(input: PlainTree, context: JobContext): Promise<PlainTree> {
  const { signal, report } = context;
  const experiment = experimentFromTree(input as unknown as ExperimentTree);
  try {
    const run = await experiment.run({ signal, progress: reporting(report), checkpointing: false });
    signal.throwIfAborted();
    const live = experiment.getState();
    const sent: SentRun = {
      run: runToTree(run),
      live: { ...live, training: live.training ?? null },
    };
    return sent as unknown as PlainTree;
  } finally {
    experiment.graph[Symbol.dispose]();
  }
}

/** Steps are told five times a second at most. */
function reporting(report: (progress: PlainTree) => void, clock: Clock = machineClock): Progress {
  let told = -Infinity;
  return {
    phase: (phase) => report({ phase: { ...phase } }),
    step: (step) => {
      const now = clock.now();
      if (now - told < INTERVAL) return;
      told = now;
      report({ step });
    },
    metric: (name, value) => report({ metric: [name, value] }),
  };
}
