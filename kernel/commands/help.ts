/**
 * `%help`: what there is, from the same list that the compiler reads.
 *
 * @module
 */

import type { CommandEntry } from "../compile/catalogue.ts";
import type { Command, CommandRule } from "./command.ts";
import { CommandError } from "./command_error.ts";

/**
 * Makes the command that explains the others.
 *
 * @param rules what each command tells of itself
 * @returns the command
 * @example
 * ```ts
 * import { help } from "./help.ts";
 * console.assert(typeof help(() => ({})) === "function");
 * ```
 */
export function help(rules: () => Readonly<Record<string, CommandRule>>): Command {
  return ({ args }, { catalogue: { entries, nearest }, screen }) => {
    const name = args.replace(/^%+/, "");
    if (name === "") return screen.print(listAll(entries));
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry) return screen.print(explain(entry, rules()[name]?.help));
    const near = nearest(name);
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    throw new CommandError(`Cannot explain ${args}: there is no such command${hint}`);
  };
}

function listAll(entries: readonly CommandEntry[]): string {
  const width = Math.max(...entries.map(({ usage }) => usage.length));
  const lines = entries.map(({ usage, summary }) => `${usage.padEnd(width)}  ${summary}`);
  return `${lines.join("\n")}\n\n%help COMMAND tells more of one. Commands stand at line starts.\n`;
}

function explain({ usage, summary }: CommandEntry, more: string | undefined): string {
  return [usage, summary, ...(more === undefined ? [] : [more])].join("\n\n") + "\n";
}
