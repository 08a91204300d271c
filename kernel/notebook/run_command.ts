/**
 * `modulab run`: notebook in, executed notebook and page out.
 *
 * @module
 */

import { basename, dirname, join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { prepareTarget } from "./atomic.ts";
import { Autosave } from "./autosave.ts";
import { EXIT, reportMisuse } from "./exit.ts";
import { InterruptSignal } from "./interrupt_signal.ts";
import type { Notebook } from "./nbformat.ts";
import type { RunClient } from "./limit.ts";
import { injectParameters, parseParameter } from "./parameters.ts";
import { RunProgress } from "./progress.ts";
import { readNotebook } from "./read.ts";
import { type NotebookRun, type RunChecks, runNotebook } from "./run.ts";
import { explainFailure, summarise } from "./summary.ts";
import { type CommandTerminal, processTerminal } from "./terminal.ts";
import { type RunTargets, writeRun } from "./write_run.ts";

/** What the command needs of a kernel in this process. */
export interface RunKernel extends AsyncDisposable {
  readonly client: RunClient;
  /** The type checks of its cells; absent where there are none. */
  readonly checks?: RunChecks;
}

/** The command line of `modulab run`, already split into words. */
export interface RunCommandOptions {
  readonly notebook: string;
  /** Where the executed notebook goes; default `.modulab/out/NAME.ipynb` beside the notebook. */
  readonly output?: string | undefined;
  /** Where a page goes; absent writes none. */
  readonly html?: string | undefined;
  /** Each `NAME=VALUE`. */
  readonly parameters?: readonly string[] | undefined;
  /** Seconds each cell may run. */
  readonly timeoutSeconds?: number | undefined;
  /** Starts a kernel for the notebook's folder. */
  readonly openKernel: (folder: string) => Promise<RunKernel>;
  /** Stops the run like Ctrl-C; default Ctrl-C itself. */
  readonly signal?: AbortSignal;
  /** Where to print; default this process. */
  readonly terminal?: CommandTerminal;
}

/** A run that is fit to start. */
interface Plan extends RunTargets {
  readonly notebook: Notebook;
  readonly warnings: readonly string[];
}

/**
 * Runs a notebook, shows its progress, and writes what it computed whatever happens.
 *
 * @param options what to run and where to write
 * @returns 0 when all cells ran, 1 when one failed or was interrupted, 2 for bad input
 * @example
 * ```ts
 * import { runCommand, type RunKernel } from "./run_command.ts";
 * function run(openKernel: () => Promise<RunKernel>): Promise<number> {
 *   return runCommand({ notebook: "notebooks/01_quickstart.ipynb", openKernel });
 * }
 * ```
 */
export async function runCommand(options: RunCommandOptions): Promise<number> {
  const terminal = options.terminal ?? processTerminal();
  const plan = await reportMisuse(terminal, () => planRun(options));
  if (plan === undefined) return EXIT.misused;
  for (const warning of plan.warnings) terminal.err(`Warning: ${warning}`);
  const run = await execute(plan, { ...options, terminal });
  if (run === undefined) return EXIT.failed;
  const { written, problems } = await writeRun(run.notebook, plan);
  const warn = (text: string): void =>
    terminal.err(terminal.progress.color ? text : stripVTControlCharacters(text));
  run.typeErrors.forEach(warn);
  terminal.out(summarise(run, written));
  [...problems, ...explainRun(run)].forEach(warn);
  return run.outcome === "ok" && problems.length === 0 ? EXIT.ok : EXIT.failed;
}

async function planRun(options: RunCommandOptions): Promise<Plan> {
  const source = await readNotebook(options.notebook);
  const parameters = Object.fromEntries((options.parameters ?? []).map(parseParameter));
  const output = options.output ?? defaultOutput(options.notebook);
  await prepareTarget(output);
  if (options.html !== undefined) {
    const keep = { "the notebook": options.notebook, "the executed notebook": output };
    await prepareTarget(options.html, { keep });
  }
  const targets = { source: options.notebook, output, html: options.html };
  return { ...injectParameters(source, parameters), ...targets };
}

/** Runs on a kernel of its own; undefined, and told, when the kernel does not get ready. */
async function execute(
  plan: Plan,
  options: RunCommandOptions & { readonly terminal: CommandTerminal },
): Promise<NotebookRun | undefined> {
  let kernel: RunKernel | undefined;
  try {
    kernel = await options.openKernel(dirname(resolve(options.notebook)));
    return await follow(plan, { ...options, kernel });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    options.terminal.err(`Cannot start the kernel: ${reason}`);
    return undefined;
  } finally {
    // A kernel that does not close must not take the results with it.
    await Promise.resolve(kernel?.[Symbol.asyncDispose]()).catch(() => {});
  }
}

/** Runs, shows progress, saves meanwhile, and hears Ctrl-C. */
async function follow(
  { notebook, output }: Plan,
  { kernel: { client, checks }, terminal, signal, timeoutSeconds }: RunCommandOptions & {
    readonly terminal: CommandTerminal;
    readonly kernel: RunKernel;
  },
): Promise<NotebookRun> {
  using progress = new RunProgress(terminal.progress);
  using interrupt = new InterruptSignal();
  await using autosave = new Autosave(output);
  return await runNotebook(notebook, client, {
    timeoutSeconds,
    checks,
    signal: signal ?? interrupt.signal,
    observer: {
      begin: (cell) => progress.begin(cell),
      end: (cell, current) => {
        progress.end(cell);
        autosave.save(current);
      },
      checking: () => progress.checking(),
    },
  });
}

/** Beside the notebook, where everything of ours lies; the notebook itself is never touched. */
function defaultOutput(notebook: string): string {
  return join(dirname(notebook), ".modulab", "out", basename(notebook));
}

function explainRun({ outcome, failed }: NotebookRun): readonly string[] {
  if (outcome === "ok") return [];
  return [failed ? explainFailure(failed) : "The run was interrupted"];
}
