/**
 * `modulab repl`: cells in a terminal, or from a pipe.
 *
 * @module
 */

import { openKernel } from "../embed.ts";
import { historyFile } from "../record/history_file.ts";
import { startRepl } from "../repl/repl.ts";
import { type Command, parseOptions } from "./command.ts";

const HELP = `modulab repl: work in the terminal

Usage: modulab repl [--plain]

  --plain   no line editor and no colours (also where input or output is no terminal)

Ctrl-C interrupts the cell, Ctrl-D leaves, %help lists the commands. Input from a pipe runs cell by cell.`;

/** The command `repl`. */
export const command: Command = { help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions(args, {
    options: { plain: { type: "boolean", default: false } },
  });
  // What a program feeds in is nothing that anybody wants to find with Up.
  const history = Deno.stdin.isTerminal() ? historyFile((name) => Deno.env.get(name)) : undefined;
  await using kernel = await openKernel({ folder: Deno.cwd(), historyFile: history });
  return await startRepl({ client: kernel.client, plain: values.plain });
}
