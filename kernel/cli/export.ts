/**
 * `modulab export`: a notebook as a page or a script.
 *
 * @module
 */

import { eraseCommands } from "../compile/commands.ts";
import { EXPORT_FORMATS, exportCommand, type ExportFormat } from "../notebook/export_command.ts";
import { type Command, parseOptions, UsageError } from "./command.ts";

const HELP = `modulab export: write a notebook as HTML or TypeScript, without running it

Usage: modulab export NOTEBOOK --to html|ts [--output FILE]

  --to FORMAT       html: one self-contained page; ts: a script with a comment for each cell, for
                    editors: what cells have in scope (tf, FeatureSet, display) it does not import
  -o, --output FILE where to write, '-' for standard output (default: beside the notebook)`;

/** The command `export`. */
export const command: Command = { help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, {
    allowPositionals: true,
    options: { to: { type: "string" }, output: { type: "string", short: "o" } },
  });
  const [notebook, ...surplus] = positionals;
  if (notebook === undefined) throw new UsageError("name the notebook to export");
  if (surplus.length > 0) throw new UsageError(`export takes one notebook: got ${surplus} as well`);
  const to = EXPORT_FORMATS.find((format): format is ExportFormat => format === values.to);
  if (to === undefined) {
    throw new UsageError(
      `--to wants ${EXPORT_FORMATS.join(" or ")}: got ${values.to ?? "nothing"}`,
    );
  }
  return await exportCommand({ notebook, to, output: values.output, eraseCommands });
}
