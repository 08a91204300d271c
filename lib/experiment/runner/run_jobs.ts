/**
 * The walk of a run: jobs to workers, outcomes to whoever reads them.
 *
 * @module
 */

import { cellSignal } from "../../core/cell_signal.ts";
import type { Job, JobOutcome } from "./job.ts";
import type { JobRunOptions } from "./runner.ts";
import { settleJob } from "./settle_job.ts";
import type { PlainTree } from "./tree.ts";
import type { Workers, WorkersOptions } from "./workers.ts";

/** How to run jobs, and on what. */
export interface RunJobsOptions extends JobRunOptions {
  readonly concurrency: number;
  /** Opens the workers of this run. */
  readonly openWorkers: (options: WorkersOptions) => Workers;
}

/**
 * Runs jobs on workers of any kind.
 *
 * @param jobs each with an id of its own; taken as places become free
 * @param options the workers, and as for every runner
 * @returns the outcomes, as they come
 * @throws {RangeError} when `concurrency` or `retries` is no such number
 * @throws {TypeError} when two jobs have one id
 * @throws the reason of `signal`, when it is aborted
 * @example
 * ```ts
 * import type { Job } from "./job.ts";
 * import { runJobs } from "./run_jobs.ts";
 * import type { Workers } from "./workers.ts";
 * async function run(jobs: Job[], workers: Workers): Promise<void> {
 *   const options = { concurrency: 2, openWorkers: () => workers };
 *   for await (const outcome of runJobs(jobs, options)) console.log(outcome.id);
 * }
 * ```
 */
export async function* runJobs<Output = PlainTree>(
  jobs: Iterable<Job<Output>>,
  options: RunJobsOptions,
): AsyncGenerator<JobOutcome<Output>> {
  const { concurrency, signal = cellSignal(), onLog, onProgress } = options;
  checkCount("concurrency", concurrency, 1);
  checkCount("retries", options.retries ?? 0, 0);
  signal.throwIfAborted();
  const over = new AbortController();
  const stop = (): void => over.abort(signal.reason);
  signal.addEventListener("abort", stop);
  const workers = options.openWorkers({
    concurrency,
    signal: over.signal,
    onLog: stopping(over, onLog),
  });
  let finished = false;
  try {
    const context = {
      ...options,
      workers,
      signal: over.signal,
      onProgress: stopping(over, onProgress),
    };
    const settle = (job: Job<unknown>): Promise<JobOutcome> => settleJob(job, context);
    yield* settleAll(uniqueJobs(jobs), { concurrency, over, settle }) as AsyncGenerator<
      JobOutcome<Output>
    >;
    finished = true;
  } finally {
    signal.removeEventListener("abort", stop);
    over.abort(new Error("The run is over"));
    await (finished ? workers.end() : workers.stop());
  }
}

/** A listener that throws stops the run, which throws what it threw. */
function stopping<Event>(
  over: AbortController,
  listener: ((event: Event) => void) | undefined,
): (event: Event) => void {
  return (event) => {
    try {
      listener?.(event);
    } catch (error) {
      over.abort(error);
    }
  };
}

interface SettleOptions {
  readonly concurrency: number;
  readonly over: AbortController;
  readonly settle: (job: Job<unknown>) => Promise<JobOutcome>;
}

/** Keeps as many jobs open as there are places, and no more than that many outcomes unread. */
async function* settleAll(
  jobs: Generator<Job<unknown>>,
  { concurrency, over, settle }: SettleOptions,
): AsyncGenerator<JobOutcome> {
  const bell = new Bell();
  const outcomes: JobOutcome[] = [];
  let [open, exhausted] = [0, false];
  over.signal.addEventListener("abort", () => bell.ring());
  try {
    for (;;) {
      over.signal.throwIfAborted();
      while (!exhausted && open < concurrency && outcomes.length < concurrency) {
        const { done, value: job } = jobs.next();
        if (done) exhausted = true;
        else start(job);
      }
      const outcome = outcomes.shift();
      if (outcome) yield outcome;
      else if (open === 0 && exhausted) return;
      else await bell.rung;
    }
  } finally {
    jobs.return(undefined);
  }

  function start(job: Job<unknown>): void {
    open++;
    settle(job)
      .then((outcome) => outcomes.push(outcome), (error) => over.abort(error))
      .finally(() => (open--, bell.ring()));
  }
}

/** Wakes one who waits; a ring that nobody waited for is not lost. */
class Bell {
  #next = Promise.withResolvers<void>();

  get rung(): Promise<void> {
    return this.#next.promise.then(() => void (this.#next = Promise.withResolvers<void>()));
  }

  ring(): void {
    this.#next.resolve();
  }
}

function* uniqueJobs(jobs: Iterable<Job<unknown>>): Generator<Job<unknown>> {
  const seen = new Set<string>();
  for (const job of jobs) {
    if (seen.has(job.id)) {
      throw new TypeError(`Cannot run two jobs with the id "${job.id}": give each one of its own`);
    }
    seen.add(job.id);
    yield job;
  }
}

function checkCount(name: string, count: number, least: number): void {
  if (Number.isInteger(count) && count >= least) return;
  throw new RangeError(
    `Cannot run jobs as \`${name}\` must be an integer from ${least}: got ${count}`,
  );
}
