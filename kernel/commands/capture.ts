/**
 * `%%capture NAME`: the two commands that the compiler puts around the cell.
 *
 * @module
 */

import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError, reasonOf } from "./command_error.ts";

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Begins to keep what the cell puts out. */
export const captureBegin: CommandRule = {
  run: begin,
  help: "  %%capture out\n" +
    "Afterwards out.stdout and out.stderr are texts, out.outputs the displays, and out.show()\n" +
    "puts out everything again.",
};

/** Puts what was kept into the variable, also if the cell failed. */
export const captureEnd: CommandRule = { run: end };

function begin({ args }: CommandCall, { captures }: CommandContext): void {
  if (!NAME.test(args)) {
    throw new CommandError(`Cannot keep output in "${args}": it is no name of a variable`);
  }
  captures.begin(args);
}

async function end({ args }: CommandCall, { captures }: CommandContext): Promise<void> {
  if (!NAME.test(args)) return; // the beginning has said so
  try {
    await captures.end();
  } catch (error) {
    throw new CommandError(`Cannot keep output in ${args}: ${reasonOf(error)}`);
  }
}
