/**
 * `modulab export`: notebook in, page or script out.
 *
 * @module
 */

import { extname } from "node:path";
import { prepareTarget, writeAtomically } from "./atomic.ts";
import { EXIT, reportMisuse } from "./exit.ts";
import { exportHtml } from "./export_html.ts";
import { exportTs, type ScriptOptions } from "./export_ts.ts";
import { readNotebook } from "./read.ts";
import { type CommandTerminal, processTerminal } from "./terminal.ts";

/** What a notebook can be exported to. */
export type ExportFormat = "html" | "ts";

/** The formats `modulab export --to` takes. */
export const EXPORT_FORMATS: readonly ExportFormat[] = ["html", "ts"];

/** The command line of `modulab export`, already split into words. */
export interface ExportCommandOptions extends ScriptOptions {
  readonly notebook: string;
  readonly to: ExportFormat;
  /** Where to write, `-` for stdout; default beside the notebook, under its name. */
  readonly output?: string | undefined;
  /** Where to print; default this process. */
  readonly terminal?: CommandTerminal;
}

/**
 * Exports a notebook as it is, without running it.
 *
 * @param options what to export and where to write
 * @returns 0 when it is written, 2 for bad input
 * @example
 * ```ts
 * import { exportCommand } from "./export_command.ts";
 * const eraseCommands = (source: string) => source;
 * const code = await exportCommand({ notebook: "none.ipynb", to: "html", eraseCommands });
 * console.assert(code === 2);
 * ```
 */
export async function exportCommand(options: ExportCommandOptions): Promise<number> {
  const terminal = options.terminal ?? processTerminal();
  const done = await reportMisuse(terminal, async () => {
    const text = await exportText(options);
    const { output = defaultOutput(options) } = options;
    if (output === "-") {
      terminal.out(text.trimEnd());
      return true;
    }
    await prepareTarget(output, { keep: { "the notebook": options.notebook } });
    await writeAtomically(output, text);
    terminal.out(`Wrote ${output}`);
    return true;
  });
  return done ? EXIT.ok : EXIT.misused;
}

async function exportText(
  { notebook: file, to, ...script }: ExportCommandOptions,
): Promise<string> {
  const notebook = await readNotebook(file);
  return to === "html" ? await exportHtml(notebook, file) : exportTs(notebook, script);
}

function defaultOutput({ notebook, to }: ExportCommandOptions): string {
  return `${notebook.slice(0, notebook.length - extname(notebook).length)}.${to}`;
}
