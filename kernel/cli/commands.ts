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
  run: {
    summary: "run a notebook without Jupyter",
    load: async () => (await import("./run.ts")).runNotebook,
  },
  export: {
    summary: "write a notebook as HTML or TypeScript",
    load: async () => (await import("./export.ts")).exportNotebook,
  },
  repl: {
    summary: "work in the terminal",
    load: async () => (await import("./repl.ts")).repl,
  },
  install: {
    summary: "make the kernel known to Jupyter",
    load: async () => (await import("./install.ts")).install,
  },
  uninstall: {
    summary: "take the kernel out of Jupyter",
    load: async () => (await import("./uninstall.ts")).uninstall,
  },
  kernel: {
    summary: "be a Jupyter kernel (Jupyter calls this)",
    load: async () => (await import("./kernel.ts")).kernel,
  },
};
