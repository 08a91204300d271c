/**
 * The table of commands. A command's module is loaded only when it is called, because `kernel` must
 * start at once.
 *
 * @module
 */

import type { Command } from "./command.ts";

/** One line of the table: what the overview says, and where the command lives. */
export interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}

/** Every command by name, in the order of the overview. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  run: entry("./run.ts", "run a notebook without Jupyter"),
  export: entry("./export.ts", "write a notebook as HTML or TypeScript"),
  repl: entry("./repl.ts", "work in the terminal"),
  install: entry("./install.ts", "make the kernel known to Jupyter"),
  uninstall: entry("./uninstall.ts", "take the kernel out of Jupyter"),
  kernel: entry("./kernel.ts", "be a Jupyter kernel (Jupyter calls this)"),
};

/**
 * Deno follows a literal import before it runs anything, which takes 25 ms for all commands.
 *
 * @param file the module that exports the command, as `command`
 * @param summary what the overview says of it
 */
function entry(file: string, summary: string): CommandEntry {
  return { summary, load: async () => (await import(file) as { command: Command }).command };
}
