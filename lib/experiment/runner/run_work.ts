/**
 * Runs a job function where it is: in a worker, or in the process that asked.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { JobContext, JobFunction, Work } from "./job.ts";
import { type PackedTree, packTree, unpackTree } from "./tree.ts";

/** The module of a job cannot be loaded. */
export class JobModuleError extends Error {
  override readonly name = "JobModuleError";
}

/** What a job function needs beside its input, with progress already packed. */
export interface WorkContext extends Omit<JobContext, "report"> {
  readonly report: (progress: PackedTree) => void;
}

/**
 * Runs a job function on packed input.
 *
 * @param work module and name
 * @param input packed, and the receiver's own
 * @param options the signal, where progress goes, and how often the job was tried
 * @returns the packed output; `null` for a function that returns nothing
 * @throws {JobModuleError} when the module cannot be loaded
 * @throws {UnknownNameError} when it exports no such name
 * @throws {TypeError} when what it exports is no function
 * @throws {UnserialisableError} when the output is no plain data
 * @throws whatever the job function throws
 * @example
 * ```ts
 * import { runWork } from "./run_work.ts";
 * import { packTree } from "./tree.ts";
 * const work = { module: new URL("./fold.ts", import.meta.url).href, name: "trainFold" };
 * const { signal } = new AbortController();
 * async function main(): Promise<void> {
 *   await runWork(work, packTree({ fold: 0 }), { signal, report: () => {}, attempt: 1 });
 * }
 * ```
 */
export async function runWork(
  work: Work,
  input: PackedTree,
  options: WorkContext,
): Promise<PackedTree> {
  const run = await findFunction(work);
  const { signal, report, attempt } = options;
  const output = await run(unpackTree(input), {
    // One of its own: what a job leaves on it goes with it.
    signal: AbortSignal.any([signal]),
    attempt,
    report: (progress) => report(packTree(progress, "progress")),
  });
  return packTree(output ?? null, "output");
}

async function findFunction({ module, name }: Work): Promise<JobFunction> {
  const exports = await load(module);
  const found = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (found === undefined) {
    const known = Object.keys(exports).filter((key) => typeof exports[key] === "function");
    throw new UnknownNameError("job function", name, {
      known,
      hint: `or export it from ${module}`,
    });
  }
  if (typeof found !== "function") {
    throw new TypeError(
      `Cannot run ${name} of ${module}: wanted a function, got a ${typeof found}`,
    );
  }
  return found as JobFunction;
}

async function load(module: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(module);
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : String(cause);
    throw new JobModuleError(`Cannot load the module of a job, ${module}: ${told}`, { cause });
  }
}
