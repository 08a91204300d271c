/**
 * The options that say where a kernelspec goes, shared by `install` and `uninstall`.
 *
 * @module
 */

import { DependencyError } from "../install/fetch_dependencies.ts";
import { KernelSpecError } from "../install/install.ts";
import { KernelNameError } from "../install/kernel_name.ts";
import { KernelsFolderError, type Surroundings, type Target } from "../install/kernels_folder.ts";
import { UsageError } from "./command.ts";

/** This process's system and environment. */
export const SURROUNDINGS: Surroundings = {
  os: Deno.build.os,
  env: (name) => Deno.env.get(name),
};

/** For `parseOptions`. */
export const TARGET_OPTIONS = {
  user: { type: "boolean", default: false },
  "sys-prefix": { type: "boolean", default: false },
  prefix: { type: "string" },
  name: { type: "string", default: "modulab" },
} as const;

/**
 * Reads the place from parsed options.
 *
 * @param values what `parseOptions` found
 * @returns the place; this user when nothing was said
 * @throws {UsageError} when two places were named
 * @example
 * ```ts
 * import { target } from "./target.ts";
 * console.assert(target({ user: false, "sys-prefix": true }).kind === "sys-prefix");
 * ```
 */
export function target(
  values: {
    readonly user: boolean;
    readonly "sys-prefix": boolean;
    readonly prefix?: string | undefined;
  },
): Target {
  const { user, "sys-prefix": sysPrefix, prefix } = values;
  if (Number(user) + Number(sysPrefix) + Number(prefix !== undefined) > 1) {
    throw new UsageError("--user, --sys-prefix and --prefix exclude each other: give one of them");
  }
  if (prefix === "") throw new UsageError("--prefix wants a folder: got an empty text");
  if (prefix !== undefined) return { kind: "prefix", folder: prefix };
  return { kind: sysPrefix ? "sys-prefix" : "user" };
}

/**
 * What to tell the user of an expected failure; any other error is thrown again.
 *
 * @param error what was caught
 * @returns the message
 * @example
 * ```ts
 * import { KernelNameError } from "../install/kernel_name.ts";
 * import { installErrorMessage } from "./target.ts";
 * console.assert(installErrorMessage(new KernelNameError("no")) === "no");
 * ```
 */
export function installErrorMessage(error: unknown): string {
  const expected = error instanceof KernelNameError || error instanceof KernelSpecError ||
    error instanceof KernelsFolderError || error instanceof DependencyError ||
    error instanceof Deno.errors.PermissionDenied || isAccessError(error);
  if (!expected) throw error;
  return (error as Error).message;
}

function isAccessError(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    ["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "ENOSPC"].includes(String(error.code));
}
