/**
 * THE WALK of several experiments: each runs here or in a worker process, and comes to one outcome.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { cellSignal } from "../../core/cell_signal.ts";
import { fingerprint } from "../../core/json.ts";
import { quote } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import type { Experiment } from "../experiment.ts";
import type { Progress } from "../progress/progress.ts";
import { shownHere } from "../progress/shown_here.ts";
import type { ResultContext } from "../results/phase_state.ts";
import type { ExperimentRun } from "../run/experiment_run.ts";
import type { LiveState } from "../run/live.ts";
import { InProcessRunner } from "../runner/in_process_runner.ts";
import type { Job, Work } from "../runner/job.ts";
import type { JobStore } from "../runner/job_store.ts";
import type { Runner } from "../runner/runner.ts";
import type { PlainTree } from "../runner/tree.ts";
import type { SentRun } from "./experiment_job.ts";
import { experimentToTree } from "./experiment_tree.ts";
import { ManyProgress } from "./many_progress.ts";
import { ownCode } from "./own_code.ts";
import { runFromTree } from "./run_tree.ts";

/** How several experiments are run. */
export interface RunManyOptions {
  /** Who runs them; this process, one after the other, when left out. */
  readonly runner?: Runner | undefined;
  /** How many run at once, which needs a runner; what that one says when left out. */
  readonly concurrency?: number | undefined;
  /**
   * Keeps what is done, so that a run that starts again does not do it again. What is done goes by data,
   * weights, plan, seed, the code of modulab and the text of `modules`; use another folder when something
   * changes that `modules` import.
   */
  readonly store?: JobStore | undefined;
  /** How often an experiment whose worker died is given to another one; default 2. */
  readonly retries?: number | undefined;
  /** URLs of modules that register losses, callbacks, models, …; workers load them first. */
  readonly modules?: readonly (string | URL)[] | undefined;
  /** Stops all; default that of the running cell. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how far it is; `false` for nobody. Default: what shows it here. */
  readonly progress?: Progress | false | undefined;
}

/** The names of these options. */
const RUN_OPTIONS = [
  "runner",
  "concurrency",
  "store",
  "retries",
  "modules",
  "signal",
  "progress",
] as const;

/**
 * Refuses options that there are not, as a typing error would let all run here without a word.
 *
 * @param options as people write them
 * @param rules what takes them, and which it takes besides
 * @returns the same
 * @throws {UnknownNameError} for an option that there is not
 * @throws {TypeError} when runner or store are something else, or several should run at once here
 * @example
 * ```ts
 * import { checkRunOptions } from "./run_experiments.ts";
 * checkRunOptions({ retries: 1 }, { of: "CrossValidation.run()" });
 * ```
 */
export function checkRunOptions<O extends RunManyOptions>(
  options: O,
  { of, besides = [] }: {
    readonly of: string;
    readonly besides?: readonly (keyof O & string)[];
  },
): O {
  checkOptions<O>(options, { of, known: [...RUN_OPTIONS, ...besides] });
  const { runner, store, concurrency = 1 } = options;
  if (runner !== undefined && typeof runner?.run !== "function") {
    throw new TypeError(`Cannot let ${JSON.stringify(runner)} run jobs: ${GIVE_RUNNER}`);
  }
  if (store !== undefined && typeof store?.get !== "function") {
    throw new TypeError(
      `Cannot keep what is done in ${JSON.stringify(store)}: give store: new JobStore("folder")`,
    );
  }
  if (concurrency > 1 && runner === undefined) {
    throw new TypeError(`Cannot run ${concurrency} at once in this process: ${GIVE_RUNNER}`);
  }
  return options;
}

const GIVE_RUNNER =
  "give runner: new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS }), or another";

/** One of several experiments. */
export interface ExperimentTask {
  /** Unlike that of every other one. */
  readonly id: string;
  /** Makes the experiment when its turn comes; it is freed when it has run. */
  readonly make: () => Experiment;
}

/** What came of an experiment. */
export type ExperimentOutcome =
  | {
    readonly id: string;
    readonly status: "completed";
    readonly run: ExperimentRun;
    readonly live: LiveState;
  }
  | { readonly id: string; readonly status: "failed"; readonly error: Error };

/**
 * Runs the plans of several experiments.
 *
 * @param tasks each with an id of its own
 * @param options who runs them, and what all of them are called in progress
 * @returns an outcome of each, as they come
 * @throws the reason of `signal`, when it is aborted; experiments that run then have no outcome
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { apartFrom } from "./apart.ts";
 * import { runExperiments } from "./run_experiments.ts";
 * async function seeds(experiment: Experiment): Promise<void> {
 *   const tasks = [1, 2, 3].map((seed) => ({
 *     id: `seed_${seed}`,
 *     make: () => apartFrom(experiment, { seed, start: "fresh" }),
 *   }));
 *   for await (const one of runExperiments(tasks, { title: "seed" })) console.log(one.id, one.status);
 * }
 * ```
 */
export async function* runExperiments(
  tasks: readonly ExperimentTask[],
  { title, ...options }: RunManyOptions & { readonly title: string },
): AsyncGenerator<ExperimentOutcome> {
  const { signal = cellSignal(), progress = shownHere() } = options;
  const shown = new ManyProgress(progress === false ? undefined : progress, {
    title,
    count: tasks.length,
    together: options.runner !== undefined && options.concurrency !== 1 && tasks.length > 1,
  });
  const runner = options.runner ?? (options.store ? new InProcessRunner() : undefined);
  let isDone = false;
  try {
    yield* runner
      ? runElsewhere(tasks, { ...options, runner, signal, shown })
      : runHere(tasks, { signal, shown });
    isDone = true;
  } finally {
    shown.end(isDone ? "completed" : signal.aborted ? "interrupted" : "failed");
  }
}

interface Shown {
  readonly signal: AbortSignal;
  readonly shown: ManyProgress;
}

async function* runHere(
  tasks: readonly ExperimentTask[],
  { signal, shown }: Shown,
): AsyncGenerator<ExperimentOutcome> {
  for (const { id, make } of tasks) {
    signal.throwIfAborted();
    const progress = shown.begin(id);
    const outcome = await attempt(id, make, { signal, progress });
    signal.throwIfAborted();
    shown.done(id, errorOf(outcome));
    yield outcome;
  }
}

async function attempt(
  id: string,
  make: () => Experiment,
  options: { readonly signal: AbortSignal; readonly progress: Progress | false },
): Promise<ExperimentOutcome> {
  let experiment: Experiment | undefined;
  try {
    experiment = make();
    const run = await experiment.run({ ...options, checkpointing: false });
    return { id, status: "completed", run, live: experiment.getState() };
  } catch (error) {
    return failed(id, error);
  } finally {
    experiment?.graph[Symbol.dispose]();
  }
}

async function* runElsewhere(
  tasks: readonly ExperimentTask[],
  { runner, modules = [], shown, ...options }: RunManyOptions & Shown & {
    readonly runner: Runner;
  },
): AsyncGenerator<ExperimentOutcome> {
  const work = await workFor(modules, { isKept: options.store !== undefined });
  const contexts = new Map<string, ResultContext>();
  const unmade: ExperimentOutcome[] = [];
  const jobs = function* (): Generator<Job<SentRun>> {
    for (const { id, make } of tasks) {
      try {
        const experiment = make();
        const input = experimentToTree(experiment) as unknown as PlainTree;
        contexts.set(id, { data: experiment.data, graph: experiment.graph.graph as never });
        experiment.graph[Symbol.dispose]();
        yield { id, work, input };
      } catch (error) {
        unmade.push(failed(id, error));
      }
    }
  };
  const { concurrency, store, retries, signal } = options;
  const outcomes = runner.run(jobs(), {
    signal,
    ...(concurrency !== undefined && { concurrency }),
    ...(store !== undefined && { store }),
    ...(retries !== undefined && { retries }),
    onProgress: ({ id, progress }) => shown.report(id, progress),
  });
  for await (const outcome of outcomes) {
    const made = outcome.status === "failed"
      ? outcome
      : received(outcome.id, outcome.output, contexts.get(outcome.id));
    shown.done(outcome.id, errorOf(made));
    yield made;
  }
  yield* unmade;
}

function received(id: string, { run, live }: SentRun, context?: ResultContext): ExperimentOutcome {
  return {
    id,
    status: "completed",
    run: runFromTree(run, context),
    live: { ...live, training: live.training ?? undefined },
  };
}

function errorOf(outcome: ExperimentOutcome): Error | undefined {
  return outcome.status === "failed" ? outcome.error : undefined;
}

function failed(id: string, error: unknown): ExperimentOutcome {
  return {
    id,
    status: "failed",
    error: error instanceof Error ? error : new Error(String(error)),
  };
}

const JOB = new URL("./experiment_job.ts", import.meta.url);

/**
 * What workers load: the job, and before it the modules that register what experiments name. A worker
 * may load what its first module imports, and nothing later: so that module is one that imports all.
 * What is kept is found again only by the same code.
 */
async function workFor(
  modules: readonly (string | URL)[],
  { isKept }: { readonly isKept: boolean },
): Promise<Work> {
  const urls = modules.map(absolute);
  const code = isKept ? [await ownCode(), ...await Promise.all(urls.map(readModule))] : [];
  const lines = [
    ...urls.map((url) => `import ${JSON.stringify(url)};`),
    `export * from ${JSON.stringify(JOB.href)};`,
  ];
  const all = `data:text/javascript,${encodeURIComponent(lines.join("\n"))}`;
  const module = urls.length === 0 ? JOB.href : all;
  return { module, name: "runSent", ...(isKept && { version: fingerprint(...code) }) };
}

function absolute(url: string | URL): string {
  if (URL.canParse(url)) return new URL(url).href;
  throw new TypeError(
    `Cannot load the module ${quote(String(url))}: give its whole URL, as in ` +
      'modules: [new URL("./own.ts", import.meta.url)]',
  );
}

async function readModule(url: string): Promise<string> {
  return url.startsWith("file:") ? await readFile(new URL(url), "utf8") : url;
}
