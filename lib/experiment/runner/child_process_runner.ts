/**
 * Runs jobs in processes of their own.
 *
 * @module
 */

import { availableParallelism } from "node:os";
import { checkOptions } from "../../core/options.ts";
import { ChildProcesses } from "./child_processes.ts";
import { machineTimer, type Timer } from "./timer.ts";
import type { Job, JobOutcome } from "./job.ts";
import { runJobs } from "./run_jobs.ts";
import type { JobRunOptions, Runner } from "./runner.ts";
import type { PlainTree } from "./tree.ts";
import type { WorkerPermissions } from "./worker_permissions.ts";
import { ownConfig, type WorkerSettings } from "./worker_process.ts";

/** How to start workers. */
export interface ChildProcessOptions {
  /** What a worker may do; default nothing but load the modules of its jobs. */
  readonly permissions?: WorkerPermissions;
  /** Path of the `deno.json` that names the packages of the jobs; default modulab's own. */
  readonly config?: string;
  /** Folder that workers work in; default the parent's. */
  readonly folder?: string;
  /** Limit of a worker's JavaScript heap in MB; default V8's own. */
  readonly heapMegabytes?: number;
  /** How long a worker may take to start; default 120. */
  readonly startSeconds?: number;
  /**
   * How long a job may keep its worker from its event loop before the worker is taken for dead;
   * default 60.
   */
  readonly leaseSeconds?: number;
  /** Default the timer of this machine. */
  readonly timer?: Timer;
}

const OPTIONS = [
  "permissions",
  "config",
  "folder",
  "heapMegabytes",
  "startSeconds",
  "leaseSeconds",
  "timer",
] as const;

/**
 * Runs jobs in worker processes, which are started when work needs them and used again within a run.
 * A worker that dies or falls silent is replaced, and its job tried again.
 *
 * @example
 * ```ts
 * import { ChildProcessRunner } from "./child_process_runner.ts";
 * import { TRAINING_PERMISSIONS } from "./worker_permissions.ts";
 * const runner = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });
 * const work = { module: new URL("./fold.ts", import.meta.url).href, name: "trainFold" };
 * async function main(): Promise<void> {
 *   const jobs = [0, 1, 2, 3].map((fold) => ({ id: `fold_${fold}`, work, input: { fold } }));
 *   for await (const outcome of runner.run(jobs, { concurrency: 2 })) console.log(outcome.id);
 * }
 * ```
 */
export class ChildProcessRunner implements Runner {
  readonly #settings: WorkerSettings;

  /**
   * @param options how to start workers
   * @throws {TypeError} when a permission cannot be written
   * @throws {UnknownNameError} for an option that there is not
   * @throws {RangeError} for a time or a limit that is not above 0
   */
  constructor(options: ChildProcessOptions = {}) {
    checkOptions(options, { of: "ChildProcessRunner", known: OPTIONS });
    for (const name of ["heapMegabytes", "startSeconds", "leaseSeconds"] as const) {
      const given = options[name];
      if (given === undefined || given > 0) continue;
      throw new RangeError(`Cannot start workers with ${name} = ${given}: give a number above 0`);
    }
    this.#settings = Object.freeze({
      permissions: options.permissions ?? {},
      config: options.config ?? ownConfig(),
      folder: options.folder,
      heapMegabytes: options.heapMegabytes,
      startSeconds: options.startSeconds ?? 120,
      leaseSeconds: options.leaseSeconds ?? 60,
      timer: options.timer ?? machineTimer,
    });
  }

  /** @inheritdoc */
  run<Output = PlainTree>(
    jobs: Iterable<Job<Output>>,
    options: JobRunOptions = {},
  ): AsyncIterable<JobOutcome<Output>> {
    return runJobs(jobs, {
      ...options,
      concurrency: options.concurrency ?? availableParallelism(),
      openWorkers: (told) => new ChildProcesses(this.#settings, told),
    });
  }
}
