/**
 * `%run`: a file or a notebook in this session, as if its text stood in cells.
 *
 * @module
 */

import { basename, dirname, extname, resolve } from "node:path";
import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError } from "./command_error.ts";
import { readText } from "./load.ts";
import { unquote } from "./words.ts";

const CODE = [".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs"];

/** Runs a file; what it declares is there afterwards. */
export const run: CommandRule = {
  run: runFile,
  help: [
    "  %run prepare.ts   imports start beside the file",
    "  %run setup.ipynb  runs the code cells; results are not shown",
    "What it declares is there afterwards.",
  ].join("\n"),
};

async function runFile({ args }: CommandCall, context: CommandContext): Promise<void> {
  const file = unquote(args);
  if (file === "") {
    throw new CommandError("Cannot run nothing: name a TypeScript file or a notebook");
  }
  const cells = await readCells(file, context);
  const folder = dirname(resolve(await context.session.host.call<string>("chdir", "."), file));
  for (const [index, source] of cells.entries()) {
    const label = cells.length === 1 ? basename(file) : `${basename(file)} [${index + 1}]`;
    await context.runCode({ source, label, folder });
  }
}

async function readCells(file: string, context: CommandContext): Promise<readonly string[]> {
  const kind = extname(file).toLowerCase();
  if (kind === ".ipynb") return await context.notebookCells(await readText(file, context), file);
  if (CODE.includes(kind)) return [await readText(file, context)];
  throw new CommandError(
    `Cannot run ${file}: it is neither a notebook (.ipynb) nor code (${CODE.join(", ")})`,
  );
}
