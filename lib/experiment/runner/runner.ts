/**
 * The seam between work and where it is done.
 *
 * @module
 */

import type { Job, JobOutcome } from "./job.ts";
import type { JobStore } from "./job_store.ts";
import type { PlainTree } from "./tree.ts";

/** What a job told while it ran. */
export interface JobProgress {
  readonly id: string;
  readonly attempt: number;
  readonly progress: PlainTree;
}

/** What a job printed while it ran in a worker of its own. */
export interface JobLog {
  /** The job that the worker had last; none when it had none yet. */
  readonly id: string | undefined;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** How to run jobs. */
export interface JobRunOptions {
  /** Stops the run; jobs that are open then have no outcome. Default the signal of the cell. */
  readonly signal?: AbortSignal | undefined;
  /** How many jobs are open at once. */
  readonly concurrency?: number | undefined;
  /** How often a job whose worker died is given to another one; default 2. */
  readonly retries?: number | undefined;
  /** Whether a job that throws is tried again too; default no, as it would throw again. */
  readonly retryThrown?: boolean | undefined;
  readonly onProgress?: ((event: JobProgress) => void) | undefined;
  /** Hears what workers print; a runner without workers leaves the output where it goes. */
  readonly onLog?: ((event: JobLog) => void) | undefined;
  /** Where outputs are kept, so that a run that starts again does not do finished work again. */
  readonly store?: JobStore | undefined;
}

/** Runs jobs somewhere; wherever that is, the same jobs have the same outcomes. */
export interface Runner {
  /**
   * Runs jobs. They are taken from the iterable as places become free, and no further while more
   * outcomes than places wait to be read.
   *
   * @param jobs each with an id of its own
   * @param options when to stop, how many at once, how often to try
   * @returns the outcomes, as they come
   * @throws {TypeError} when two jobs have one id
   * @throws the reason of `signal`, when it is aborted
   */
  run<Output = PlainTree>(
    jobs: Iterable<Job<Output>>,
    options?: JobRunOptions,
  ): AsyncIterable<JobOutcome<Output>>;
}

/**
 * Brings outcomes into the order of their jobs, holding back those that come too early.
 *
 * @param outcomes what `run()` gave
 * @param ids of the jobs, in the order wanted
 * @returns the outcome of each id, as soon as all before it are there
 * @throws {RangeError} when an id has no outcome
 * @example
 * ```ts
 * import { InProcessRunner } from "./in_process_runner.ts";
 * import { inOrder } from "./runner.ts";
 * const work = { module: new URL("./fold.ts", import.meta.url).href, name: "trainFold" };
 * const jobs = [0, 1, 2].map((fold) => ({ id: `fold_${fold}`, work, input: { fold } }));
 * async function main(): Promise<void> {
 *   const outcomes = new InProcessRunner().run(jobs);
 *   for await (const { id, status } of inOrder(outcomes, jobs.map(({ id }) => id))) {
 *     console.log(id, status);
 *   }
 * }
 * ```
 */
export async function* inOrder<Output = PlainTree>(
  outcomes: AsyncIterable<JobOutcome<Output>>,
  ids: Iterable<string>,
): AsyncGenerator<JobOutcome<Output>> {
  const order = [...ids];
  const early = new Map<string, JobOutcome<Output>>();
  let next = 0;
  for await (const outcome of outcomes) {
    early.set(outcome.id, outcome);
    for (;;) {
      const id = order[next];
      const held = id === undefined ? undefined : early.get(id);
      if (held === undefined) break;
      early.delete(held.id);
      next++;
      yield held;
    }
  }
  const missing = order[next];
  if (missing !== undefined) {
    throw new RangeError(`Cannot bring outcomes into order: job "${missing}" has none`);
  }
}
