/**
 * `%help`: what there is, from the same list that the compiler reads.
 *
 * @module
 */

import type { CommandEntry } from "../compile/catalogue.ts";
import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError } from "./command_error.ts";

/** What commands tell of themselves, by name. */
export type HelpTexts = Readonly<Record<string, Pick<CommandRule, "help">>>;

/**
 * Makes the command that explains the others.
 *
 * @param texts what each command tells of itself
 * @returns `%help`
 * @example
 * ```ts
 * import { helpFor } from "./help.ts";
 * console.assert(helpFor({}).help === undefined);
 * ```
 */
export function helpFor(texts: HelpTexts): CommandRule {
  return { run: (call, context) => showHelp(call, context, texts) };
}

function showHelp(
  { args }: CommandCall,
  { catalogue: { entries, nearest }, screen }: CommandContext,
  texts: HelpTexts,
): void {
  const name = args.replace(/^[%?]+/, "");
  if (args === "") return screen.print(listAll(entries));
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry) return screen.print(explain(entry, texts[name]?.help));
  const near = nearest(name);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  throw new CommandError(`Cannot explain ${args}: there is no such command${hint}`);
}

function listAll(entries: readonly CommandEntry[]): string {
  const width = Math.max(...entries.map(({ usage }) => usage.length));
  const lines = entries.map(({ usage, summary }) => `${usage.padEnd(width)}  ${summary}`);
  return `${lines.join("\n")}\n\n%help COMMAND tells more of one. Commands stand at line starts.\n`;
}

function explain({ usage, summary }: CommandEntry, more: string | undefined): string {
  return [usage, summary, ...(more === undefined ? [] : [more])].join("\n\n") + "\n";
}
