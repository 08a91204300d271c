/**
 * The table of commands.
 *
 * @module
 */

import { bash } from "./bash.ts";
import { captureBegin, captureEnd } from "./capture.ts";
import { check } from "./check.ts";
import type { CommandRule } from "./command.ts";
import { env } from "./environment.ts";
import { cd } from "./folder.ts";
import { helpFor } from "./help.ts";
import { history } from "./history.ts";
import { inspect, inspectSource, type } from "./inspect.ts";
import { load } from "./load.ts";
import { html, md, mermaid, svg } from "./markup.ts";
import { permissions } from "./permissions.ts";
import { reload, restart } from "./restart.ts";
import { run } from "./run.ts";
import { vars, who } from "./variables.ts";

const RULES: Readonly<Record<string, CommandRule>> = {
  vars,
  who,
  type,
  inspect,
  inspect_source: inspectSource,
  check,
  reload,
  restart,
  cd,
  env,
  load,
  run,
  history,
  permissions,
  html,
  md,
  svg,
  mermaid,
  bash,
  capture: captureBegin,
  // The compiler puts these two around a captured cell.
  capture_begin: captureBegin,
  capture_end: captureEnd,
};

/** Every command that the kernel runs; `%time`, `%timeit` and `%%silent` are the compiler's. */
export const COMMAND_RULES: Readonly<Record<string, CommandRule>> = {
  help: helpFor(RULES),
  ...RULES,
};
