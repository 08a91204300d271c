/**
 * Downloads of packages by a process of their own, which may fail without harm.
 *
 * @module
 */

import { spawn } from "node:child_process";

/** Where and how to download. */
export interface DownloadOptions {
  /** Path of the program `deno`. */
  readonly deno: string;
  /** The notebook's folder, whose settings name the registry. */
  readonly folder: string;
  /** Ends the download. */
  readonly signal: AbortSignal;
}

/**
 * Brings a package into Deno's cache; 20 ms if it is there already.
 *
 * @param specifier such as `npm:d3-array`
 * @param options where and how
 * @returns whether it is there now
 * @example
 * ```ts
 * import { download } from "./download.ts";
 * const { signal } = new AbortController();
 * const isThere = (): Promise<boolean> =>
 *   download("npm:d3-array", { deno: "deno", folder: ".", signal });
 * ```
 */
export function download(
  specifier: string,
  { deno, folder, signal }: DownloadOptions,
): Promise<boolean> {
  const args = ["cache", "--quiet", "--no-lock", "--node-modules-dir=none", specifier];
  const ended = Promise.withResolvers<boolean>();
  // In a group of its own, so that Ctrl-C in a terminal does not reach it.
  const child = spawn(deno, args, { cwd: folder, stdio: "ignore", detached: true, signal });
  child.once("exit", (code) => ended.resolve(code === 0));
  child.once("error", () => child.pid === undefined && ended.resolve(false));
  return ended.promise;
}
