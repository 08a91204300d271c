/**
 * Where the history lies.
 *
 * @module
 */

import { join } from "node:path";

/**
 * Finds the file that keeps the history of all kernels of a user.
 *
 * @param env reads environment variables: `MODULAB_HISTORY` names the file itself
 * @returns its path, or undefined if the user has no folder to keep it in
 * @example
 * ```ts
 * import { historyFile } from "./history_file.ts";
 * console.assert(historyFile((name) => name === "MODULAB_HISTORY" ? "h.sqlite" : undefined) === "h.sqlite");
 * ```
 */
export function historyFile(env: (name: string) => string | undefined): string | undefined {
  const named = env("MODULAB_HISTORY");
  if (named) return named;
  const data = env("XDG_DATA_HOME") || env("LOCALAPPDATA");
  if (data) return join(data, "modulab", "history.sqlite");
  const home = env("HOME");
  return home ? join(home, ".local", "share", "modulab", "history.sqlite") : undefined;
}
