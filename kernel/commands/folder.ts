/**
 * `%cd`: where files are looked up.
 *
 * @module
 */

import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError, reasonOf } from "./command_error.ts";
import { unquote } from "./words.ts";

/** Shows or changes the working folder of the session. */
export const cd: CommandRule = {
  run: changeFolder,
  help: "Files are looked up in the working folder, imports beside the notebook whatever it is.\n" +
    "%cd - goes back to the folder before.",
};

async function changeFolder(
  { args }: CommandCall,
  context: CommandContext,
): Promise<void> {
  if (args === "-") return await changeBack(context);
  const { session, screen } = context;
  const folder = unquote(args).replace(/^~(?=$|\/)/, Deno.env.get("HOME") ?? "~");
  try {
    screen.print(`${await session.host.call<string>("chdir", folder || ".")}\n`);
  } catch (error) {
    const wanted = folder === "" ? "tell the working folder" : `change to ${folder}`;
    throw new CommandError(`Cannot ${wanted}: ${reasonOf(error)}`);
  }
}

async function changeBack({ session, screen }: CommandContext): Promise<void> {
  let folder: string | null;
  try {
    folder = await session.host.call<string | null>("chdirBack");
  } catch (error) {
    throw new CommandError(`Cannot change to the folder before: ${reasonOf(error)}`);
  }
  if (folder === null) throw new CommandError("Cannot change back: %cd has changed nothing yet");
  screen.print(`${folder}\n`);
}
