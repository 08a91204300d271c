/**
 * Which Deno a kernelspec should name: one that is still there next month.
 *
 * @module
 */

import * as path from "node:path";

/** The Deno that Jupyter will start, and what the user should know of it. */
export interface DenoCommand {
  readonly path: string;
  /** Said after installing, when the path may vanish. */
  readonly caution?: string;
}

/** What the search looks at. */
export interface DenoSearch {
  /** The value of PATH. */
  readonly searchPath: string;
  /** The Deno that runs now. */
  readonly running: string;
  readonly os: typeof Deno.build.os;
  /** Tells whether a path is a file that can be run. */
  exists(file: string): boolean;
}

/**
 * Chooses the `deno` on PATH rather than the file it leads to, which an upgrade would move, and
 * passes over folders that npx and npm fill for one call.
 *
 * @param search PATH, the running Deno, and a look at the disk
 * @returns the path to write into `kernel.json`
 * @example
 * ```ts
 * import { findDeno } from "./deno_command.ts";
 * const found = findDeno({
 *   searchPath: "/tmp/_npx/1/node_modules/.bin:/usr/bin",
 *   running: "/tmp/_npx/1/node_modules/deno/deno",
 *   os: "linux",
 *   exists: () => true,
 * });
 * console.assert(found.path === "/usr/bin/deno");
 * ```
 */
export function findDeno({ searchPath, running, os, exists }: DenoSearch): DenoCommand {
  const windows = os === "windows";
  const { join, delimiter } = windows ? path.win32 : path.posix;
  const lasting = searchPath.split(delimiter)
    .filter((folder) => folder !== "" && !isPassing(folder))
    .map((folder) => join(folder, windows ? "deno.exe" : "deno"))
    .find(exists);
  if (lasting !== undefined) return { path: lasting };
  if (!isPassing(running)) return { path: running };
  return {
    path: running,
    caution: `The kernel will run ${running}, which belongs to npm's cache and goes when that is ` +
      `cleaned. For a lasting Deno: npm install --global deno@${Deno.version.deno}, then install again.`,
  };
}

function isPassing(folder: string): boolean {
  return /[\\/]_npx[\\/]|[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder);
}
