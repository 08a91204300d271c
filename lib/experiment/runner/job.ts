/**
 * A job is data: what to run, and on what.
 *
 * @module
 */

import type { PlainTree } from "./tree.ts";

/** A function in a module: what a job runs. */
export interface Work {
  /** URL of the module, e.g. `new URL("./fold.ts", import.meta.url).href`. */
  readonly module: string;
  /** Name under which the module exports the function. */
  readonly name: string;
  /**
   * Say another one when the module does something else than it did though its text is the same, as when
   * a module that it imports has changed: a store would take earlier outputs for those of this one.
   */
  readonly version?: string;
}

/** Where a job keeps the type of its output, which no value has. */
declare const OUTPUT: unique symbol;

/** Work on an input, under a name of its own. */
export interface Job<Output = PlainTree> {
  /** Unlike that of every other job of the run. */
  readonly id: string;
  readonly work: Work;
  /** Plain data with typed arrays, which must not change while the job is open. */
  readonly input: PlainTree;
  readonly [OUTPUT]?: Output;
}

/** What a job function is given beside its input. */
export interface JobContext {
  /** Aborts when nobody waits for the output any more. */
  readonly signal: AbortSignal;
  /** Tells those who wait how far the job is. */
  readonly report: (progress: PlainTree) => void;
  /** 1 the first time that the job is tried, and so on. */
  readonly attempt: number;
}

/**
 * What the module of a job exports. It may run more than once: a worker can die after the work is
 * done and before the output has arrived.
 */
export type JobFunction<
  Input extends PlainTree = PlainTree,
  Output extends PlainTree | void = PlainTree,
> = (
  input: Input,
  context: JobContext,
) => Output | Promise<Output>;

/** What came of a job; each job of a run has exactly one. */
export type JobOutcome<Output = PlainTree> = CompletedJob<Output> | FailedJob;

/** The job function returned. */
export interface CompletedJob<Output = PlainTree> {
  readonly id: string;
  readonly status: "completed";
  readonly output: Output;
  /** How often the job was tried; 0 when the output lay in the store. */
  readonly attempts: number;
}

/** The job function threw, or its workers died. */
export interface FailedJob {
  readonly id: string;
  readonly status: "failed";
  readonly error: Error;
  /** How often the job was tried; 0 when its input could not be sent. */
  readonly attempts: number;
}
