/**
 * `modulab run`: notebook in, executed notebook and page out.
 *
 * @module
 */

import { basename, dirname, join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { prepareTarget, writeAtomically } from "./atomic.ts";
import { Autosave } from "./autosave.ts";
import { EXIT, reportMisuse } from "./exit.ts";
import { exportHtml } from "./export_html.ts";
import { InterruptSignal } from "./interrupt_signal.ts";
import type { Notebook } from "./nbformat.ts";
import type { RunClient } from "./limit.ts";
import { injectParameters, parseParameter } from "./parameters.ts";
import { RunProgress } from "./progress.ts";
import { readNotebook } from "./read.ts";
import { type NotebookRun, runNotebook } from "./run.ts";
import { explainFailure, summarise, type WrittenFile } from "./summary.ts";
import { type CommandTerminal, processTerminal } from "./terminal.ts";
import { writeNotebook } from "./write.ts";

/** What the command needs of a kernel in this process. */
export interface RunKernel extends AsyncDisposable {
  readonly client: RunClient;
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
interface Plan {
  readonly notebook: Notebook;
  /** Where the executed notebook goes. */
  readonly output: string;
  /** Where the page goes. */
  readonly html: string | undefined;
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
 * function run(openKernel: (folder: string) => Promise<RunKernel>): Promise<number> {
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
  await writeNotebook(plan.output, run.notebook);
  if (plan.html) await writeAtomically(plan.html, await exportHtml(run.notebook, options.notebook));
  terminal.out(summarise(run, writtenFiles(plan)));
  if (run.outcome === "ok") return EXIT.ok;
  const why = run.failed ? explainFailure(run.failed) : "The run was interrupted";
  terminal.err(terminal.progress.color ? why : stripVTControlCharacters(why));
  return EXIT.failed;
}

async function planRun(options: RunCommandOptions): Promise<Plan> {
  const source = await readNotebook(options.notebook);
  const parameters = Object.fromEntries((options.parameters ?? []).map(parseParameter));
  const output = options.output ?? defaultOutput(options.notebook);
  await prepareTarget(output);
  if (options.html !== undefined) await prepareTarget(options.html);
  return { ...injectParameters(source, parameters), output, html: options.html };
}

async function execute(
  { notebook, output }: Plan,
  options: RunCommandOptions & { readonly terminal: CommandTerminal },
): Promise<NotebookRun> {
  await using kernel = await options.openKernel(dirname(resolve(options.notebook)));
  using progress = new RunProgress(options.terminal.progress);
  using interrupt = new InterruptSignal();
  const autosave = new Autosave(output);
  return await runNotebook(notebook, kernel.client, {
    timeoutSeconds: options.timeoutSeconds,
    signal: options.signal ?? interrupt.signal,
    observer: {
      begin: (cell) => progress.begin(cell),
      end: async (cell, current) => {
        progress.end(cell);
        await autosave.save(current);
      },
    },
  });
}

/** Beside the notebook, where everything of ours lies; the notebook itself is never touched. */
function defaultOutput(notebook: string): string {
  return join(dirname(notebook), ".modulab", "out", basename(notebook));
}

function writtenFiles({ output, html }: Plan): readonly WrittenFile[] {
  const files = [{ kind: "Notebook", file: output }];
  if (html !== undefined) files.push({ kind: "Page", file: html });
  return files;
}
