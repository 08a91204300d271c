/**
 * The command line: `deno task modulab <command>`, or `modulab <command>` after `deno task setup`.
 *
 * @module
 */

import { dispatch } from "./cli/dispatch.ts";

if (import.meta.main) {
  const terminal = {
    out: (text: string): void => console.log(text),
    err: (text: string): void => console.error(text),
  };
  Deno.exit(await dispatch(Deno.args, { terminal }));
}
