/**
 * The command line: `deno task modulab <command>`, or `modulab <command>` after `deno task setup`.
 *
 * @module
 */

import { dispatch } from "./cli/dispatch.ts";
import { tellLostOutput } from "./lost_output.ts";

if (import.meta.main) {
  tellLostOutput(console, () => Deno.exitCode = 1);
  const terminal = {
    out: (text: string): void => console.log(text),
    err: (text: string): void => console.error(text),
  };
  const code = await dispatch(Deno.args, { terminal });
  Deno.exit(code === 0 ? Deno.exitCode : code);
}
