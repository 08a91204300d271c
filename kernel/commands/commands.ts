/**
 * The table of commands: what each does, and what `%help` adds to the catalogue's sentence.
 *
 * @module
 */

import { bash } from "./bash.ts";
import { check } from "./check.ts";
import type { CommandRule } from "./command.ts";
import { help } from "./help.ts";
import { markup, mermaid } from "./markup.ts";
import { vars, who } from "./variables.ts";

/** Every command that the kernel runs; `%time`, `%timeit` and `%%silent` are the compiler's. */
export const COMMAND_RULES: Readonly<Record<string, CommandRule>> = {
  help: { run: help(() => COMMAND_RULES) },
  vars: {
    run: vars,
    help: "No getter and no method of a value is called. Arrow tables show rows and columns,\n" +
      "tensors shape and type.",
  },
  who: { run: who, help: "  %who\n  %who function\n  %who Table" },
  check: { run: check, help: "  %check          shows the policy\n  %check error    sets it" },
  html: { run: markup("html") },
  md: { run: markup("md") },
  svg: { run: markup("svg") },
  mermaid: { run: mermaid },
  bash: {
    run: bash,
    help:
      "Runs with the folder, the environment and the permissions of the session; sh takes the\n" +
      "place of a missing bash. A script that fails makes the cell fail.",
  },
};
