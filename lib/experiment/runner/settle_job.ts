/**
 * The walk of one job, from its input to its outcome.
 *
 * @module
 */

import type { CompletedJob, FailedJob, Job, JobOutcome } from "./job.ts";
import { JobError } from "./job_error.ts";
import { identifyJob } from "./job_identity.ts";
import type { JobRunOptions } from "./runner.ts";
import { type PackedTree, packTree, unpackTree } from "./tree.ts";
import type { Workers } from "./workers.ts";

/** What a job is settled with. */
export interface SettleContext extends JobRunOptions {
  readonly workers: Workers;
  readonly signal: AbortSignal;
}

/** How often a job whose worker died is given to another one, unless said. */
const RETRIES = 2;

/**
 * Takes a job to its outcome: from the store, or by as many attempts as it takes and may have.
 *
 * @param job data
 * @param context workers, store, and how often to try
 * @returns the one outcome of the job
 * @throws when the store cannot be written, or the run is over
 * @example
 * ```ts
 * import type { Job } from "./job.ts";
 * import { settleJob } from "./settle_job.ts";
 * import type { Workers } from "./workers.ts";
 * async function settle(job: Job, workers: Workers): Promise<void> {
 *   const { signal } = new AbortController();
 *   console.log(await settleJob(job, { workers, signal, retries: 0 }));
 * }
 * ```
 */
export async function settleJob(job: Job<unknown>, context: SettleContext): Promise<JobOutcome> {
  const { id } = job;
  let input: PackedTree;
  try {
    input = packTree(job.input, "input");
  } catch (error) {
    return { id, status: "failed", error: error as Error, attempts: 0 };
  }
  const { store } = context;
  const key = store && await identifyJob(job.work, input);
  const kept = key && await store.get(key);
  if (kept) return { id, status: "completed", output: unpackTree(kept), attempts: 0 };
  const settled = await tryJob(job, input, context);
  if (settled.status === "failed") return settled;
  if (key) await store.put(key, settled.packed);
  const { attempts, packed } = settled;
  return { id, status: "completed", output: unpackTree(packed), attempts };
}

interface Done extends Omit<CompletedJob, "output"> {
  readonly packed: PackedTree;
}

async function tryJob(
  { id, work }: Job<unknown>,
  input: PackedTree,
  { workers, signal, onProgress, ...options }: SettleContext,
): Promise<Done | FailedJob> {
  const { retries = RETRIES, retryThrown = false } = options;
  for (let attempt = 1;; attempt++) {
    signal.throwIfAborted();
    let open = true;
    const answer = await workers.execute({
      id,
      work,
      input,
      attempt,
      onProgress: (progress) => {
        if (open) onProgress?.({ id, attempt, progress: unpackTree(progress) });
      },
    });
    open = false;
    signal.throwIfAborted();
    if (answer.status === "completed") {
      return { id, status: "completed", packed: answer.output, attempts: attempt };
    }
    if (attempt <= retries && (answer.status === "lost" || retryThrown)) continue;
    const error = answer.status === "lost" ? answer.error : new JobError(answer.error);
    return { id, status: "failed", error, attempts: attempt };
  }
}
