/**
 * `%load`: a file or an earlier cell in the place of this one.
 *
 * @module
 */

import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError, reasonOf } from "./command_error.ts";
import { unquote } from "./words.ts";

/** Puts a text into the next input. */
export const load: CommandRule = {
  run: loadText,
  help: "  %load analysis.ts\n  %load cell 3      the text of an earlier cell",
};

async function loadText(call: CommandCall, context: CommandContext): Promise<void> {
  const cell = /^cell\s+(\d+)$/.exec(call.args)?.[1];
  if (cell !== undefined) return loadCell(Number(cell), context);
  const file = unquote(call.args);
  if (file === "") {
    throw new CommandError("Cannot load nothing: name a file, or a cell as in %load cell 3");
  }
  const text = await readText(file, context);
  context.screen.nextInput(`// %load ${call.args}\n${text}`);
}

function loadCell(line: number, { history, screen }: CommandContext): void {
  const [entry] = history.range({ session: 0, start: line, stop: line + 1 });
  if (entry) return screen.nextInput(entry.source);
  throw new CommandError(`Cannot load cell ${line}: no cell of this number ran; see %history`);
}

/**
 * Reads a file with the permissions and in the folder of the session.
 *
 * @param file its path
 * @param context has the session
 * @returns its text
 * @throws {CommandError} if it cannot be read
 * @example
 * ```ts
 * import type { CommandContext } from "./command.ts";
 * import { readText } from "./load.ts";
 * function readNotes(context: CommandContext): Promise<string> {
 *   return readText("notes.md", context);
 * }
 * ```
 */
export async function readText(file: string, { session }: CommandContext): Promise<string> {
  try {
    return await session.host.call<string>("readText", file);
  } catch (error) {
    throw new CommandError(`Cannot read ${file}: ${reasonOf(error)}`);
  }
}
