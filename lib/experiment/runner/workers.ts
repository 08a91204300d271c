/**
 * The seam under every runner: something that takes attempts and answers each.
 *
 * @module
 */

import type { Answer, Attempt } from "./worker_link.ts";
import type { JobLog } from "./runner.ts";

/** Workers of one run. */
export interface Workers {
  /**
   * Runs one try of a job on a worker that is free; never more at once than the run's concurrency.
   *
   * @param attempt one try of a job
   * @returns what came of it; never rejects
   */
  execute(attempt: Attempt): Promise<Answer>;
  /** The run is over: ends all workers, and waits until they are gone. */
  end(): Promise<void>;
  /** The run was stopped: as `end`, but at once. */
  stop(): Promise<void>;
}

/** What the workers of a run are told. */
export interface WorkersOptions {
  readonly concurrency: number;
  /** Aborts when the run is over or stopped. */
  readonly signal: AbortSignal;
  readonly onLog: (event: JobLog) => void;
}
