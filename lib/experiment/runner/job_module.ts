/**
 * Jobs whose names, inputs and outputs an editor knows.
 *
 * @module
 */

import type { Job, JobContext, JobFunction, Work } from "./job.ts";
import type { PlainTree } from "./tree.ts";

/** Names under which a module exports job functions. */
export type JobName<Module> = {
  [Name in keyof Module]: Module[Name] extends JobFunction<never, PlainTree | void> ? Name : never;
}[keyof Module & string];

/** What a job function takes. */
export type JobInput<Function> = Function extends
  (input: infer Input, context: JobContext) => unknown ? Input : never;

/** What comes of a job function: `null` for one that returns nothing. */
export type JobOutput<Function> = Function extends (...taken: never) => infer Returned
  ? Awaited<Returned> extends void ? null : Awaited<Returned>
  : never;

/** What a job needs beside its function. */
export interface JobParts<Input> {
  /** Unlike that of every other job of the run. */
  readonly id: string;
  readonly input: Input;
  /** As in `Work`. */
  readonly version?: string;
}

/**
 * A module with job functions. Its type is all that is imported here: the module itself is loaded
 * where its jobs run.
 *
 * @example
 * ```ts
 * import { InProcessRunner } from "./in_process_runner.ts";
 * import { JobModule } from "./job_module.ts";
 * const names = new JobModule<typeof import("../../core/names.ts")>(
 *   new URL("../../core/names.ts", import.meta.url),
 * );
 * const jobs = ["a", "b"].map((name) => names.job("quote", { id: name, input: name }));
 * async function main(): Promise<void> {
 *   for await (const outcome of new InProcessRunner().run(jobs)) {
 *     if (outcome.status === "completed") console.log(outcome.output.length);
 *   }
 * }
 * ```
 */
export class JobModule<Module> {
  /** URL of the module. */
  readonly url: string;

  /** @param url of the module, absolute */
  constructor(url: string | URL) {
    this.url = new URL(url).href;
  }

  /**
   * Makes a job.
   *
   * @param name of one of the module's job functions
   * @param options the job's id, and its input
   * @returns the job, as data
   */
  job<const Name extends JobName<Module>>(
    name: Name,
    options: JobParts<JobInput<Module[Name]>>,
  ): Job<JobOutput<Module[Name]>> {
    const { id, input, version } = options;
    const work: Work = { module: this.url, name, ...(version !== undefined && { version }) };
    return { id, work, input: input as PlainTree };
  }
}
