/**
 * `%check`: what type errors do.
 *
 * @module
 */

import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError } from "./command_error.ts";

const MEANINGS: Readonly<Record<string, string>> = {
  error: "a cell with type errors does not run",
  warn: "a cell with type errors runs, and the errors are shown below it",
  off: "cells are not checked",
};

/** Shows or sets the policy. */
export const check: CommandRule = {
  run: checkBy,
  help:
    "  %check          shows the policy\n  %check error    sets it, for its own cell too where it stands first",
};

function checkBy({ args }: CommandCall, { check: setting, screen }: CommandContext): void {
  if (args !== "" && !setting.policies.includes(args)) {
    const known = setting.policies.join(", ");
    throw new CommandError(`Cannot check types by "${args}": choose one of ${known}`);
  }
  if (args !== "") setting.policy = args;
  screen.print(`%check ${setting.policy}: ${MEANINGS[setting.policy] ?? ""}\n`);
}
