/**
 * `modulab run`: a notebook from its first cell to its last, without Jupyter.
 *
 * @module
 */

import { openKernel } from "../embed.ts";
import { runCommand, type RunKernel } from "../notebook/run_command.ts";
import { LateChecks } from "../requests/late_checks.ts";
import { type Command, parseOptions, UsageError } from "./command.ts";

const HELP = `modulab run: run a notebook without Jupyter

Usage: modulab run NOTEBOOK [options]

  -o, --output FILE      where the executed notebook goes (default: .modulab/out/ beside the notebook)
  --html FILE            also write one self-contained page
  -p, --param NAME=VALUE set a parameter; VALUE is JSON or else text; may be repeated
  --timeout SECONDS      how long each cell may run (default: as long as it takes)
  --no-check             do not look for type errors, whatever the cells' %check says

Exit code: 0 all cells ran, 1 a cell failed, 2 bad input.`;

/** The command `run`. */
export const command: Command = { help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, {
    allowPositionals: true,
    options: {
      output: { type: "string", short: "o" },
      html: { type: "string" },
      param: { type: "string", short: "p", multiple: true },
      timeout: { type: "string" },
      "no-check": { type: "boolean" },
    },
  });
  const [notebook, ...surplus] = positionals;
  if (notebook === undefined) throw new UsageError("name the notebook to run");
  if (surplus.length > 0) throw new UsageError(`run takes one notebook: got ${surplus} as well`);
  for (const name of ["output", "html"] as const) {
    if (values[name] === "-") {
      throw new UsageError(`--${name} wants a file: standard output is for what the run says`);
    }
  }
  return await runCommand({
    notebook,
    output: values.output,
    html: values.html,
    parameters: values.param,
    timeoutSeconds: seconds(values.timeout),
    openKernel: values["no-check"] ? openUnchecked : openChecked,
  });
}

async function openChecked(folder: string): Promise<RunKernel> {
  const checks = new LateChecks();
  return { ...await openKernel({ folder, lateChecks: checks }), checks };
}

function openUnchecked(folder: string): Promise<RunKernel> {
  return openKernel({ folder, languageServer: false });
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--timeout wants a positive number of seconds: got ${JSON.stringify(text)}`);
}
