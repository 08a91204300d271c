/**
 * `%permissions`: what the session may do on this machine.
 *
 * @module
 */

import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError } from "./command_error.ts";
import { splitWords } from "./words.ts";
import { noteOnRest, requireWritten } from "./written.ts";

const KINDS = "read, write, net, env, sys, run, ffi, import, all";
const FLAG = /^--(?:allow|deny)-(?:all|read|write|net|env|sys|run|ffi|import)(?:=.+)?$/;

/** Lists the flags, or starts a fresh session with others. */
export const permissions: CommandRule = {
  run: showOrChange,
  help: [
    "  %permissions                                lists the flags",
    "  %permissions --allow-read=data --deny-net   starts a fresh session with others; all",
    "                                              variables are lost, and the rest of the cell",
    "                                              does not run",
    "  %permissions none                           no permission at all",
  ].join("\n"),
};

async function showOrChange(call: CommandCall, context: CommandContext): Promise<void> {
  const { screen } = context;
  const flags = call.args === "" ? undefined : readFlags(call.args);
  if (flags === undefined) {
    screen.print(`${describe(context.permissions)}\n`);
    return;
  }
  requireWritten(call, context);
  const note = `This is a fresh session; earlier variables are gone.${noteOnRest(call, context)}`;
  await context.restart({ permissions: flags, note: `${note} ${describe(flags)}\n` });
}

function readFlags(text: string): readonly string[] {
  if (text === "none") return [];
  return splitWords(text).map((word) => {
    const flag = word === "-A" ? "--allow-all" : word;
    if (FLAG.test(flag)) return flag;
    throw new CommandError(
      `Cannot use ${word}: write flags such as --allow-read=data --deny-net (kinds: ${KINDS}), ` +
        "or none for no permission at all",
    );
  });
}

function describe(flags: readonly string[]): string {
  if (flags.length === 0) return "It has no permissions.";
  return `Its permissions: ${flags.join(" ")}`;
}
