/**
 * Runs jobs in the process that asks.
 *
 * @module
 */

import type { Job, JobOutcome } from "./job.ts";
import { recordError } from "./job_error.ts";
import { runJobs } from "./run_jobs.ts";
import { runWork } from "./run_work.ts";
import type { JobRunOptions, Runner } from "./runner.ts";
import { copyPacked, type PlainTree } from "./tree.ts";
import type { Answer, Attempt } from "./worker_link.ts";
import type { Workers } from "./workers.ts";

/**
 * Runs jobs one after another, or several interleaved at their awaits. Inputs and outputs are packed
 * and copied as if they travelled, so that jobs share nothing here either.
 *
 * @example
 * ```ts
 * import { InProcessRunner } from "./in_process_runner.ts";
 * const work = { module: new URL("./fold.ts", import.meta.url).href, name: "trainFold" };
 * async function main(): Promise<void> {
 *   for await (const outcome of new InProcessRunner().run([{ id: "first", work, input: 1 }])) {
 *     console.log(outcome.id, outcome.status);
 *   }
 * }
 * ```
 */
export class InProcessRunner implements Runner {
  /** @inheritdoc */
  run<Output = PlainTree>(
    jobs: Iterable<Job<Output>>,
    options: JobRunOptions = {},
  ): AsyncIterable<JobOutcome<Output>> {
    return runJobs(jobs, {
      ...options,
      concurrency: options.concurrency ?? 1,
      openWorkers: ({ signal }) => new ThisProcess(signal),
    });
  }
}

/** The process itself as its only worker. */
class ThisProcess implements Workers {
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  async execute({ work, input, attempt, onProgress }: Attempt): Promise<Answer> {
    const signal = this.#signal;
    const report = (progress: Attempt["input"]): void => onProgress(copyPacked(progress));
    try {
      const output = await runWork(work, copyPacked(input), { signal, attempt, report });
      return { status: "completed", output: copyPacked(output) };
    } catch (error) {
      return { status: "thrown", error: recordError(error) };
    }
  }

  async end(): Promise<void> {}

  async stop(): Promise<void> {}
}
