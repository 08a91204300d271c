/**
 * Where Jupyter looks for kernelspecs, on every system, found without Python.
 *
 * Source: jupyter_core, `paths.py` (`jupyter_data_dir`, `ENV_JUPYTER_PATH`).
 *
 * @module
 */

import * as path from "node:path";
import { pythonPrefix } from "./python_prefix.ts";

/** Who shall see the kernel: this user, the active environment, or whatever lives in a folder. */
export type Target =
  | { readonly kind: "user" }
  | { readonly kind: "sys-prefix" }
  | { readonly kind: "prefix"; readonly folder: string };

/** What the answer depends on besides the target. */
export interface Surroundings {
  readonly os: typeof Deno.build.os;
  /** Looks an environment variable up. */
  env(name: string): string | undefined;
}

/** Where a kernelspec should go cannot be told. */
export class KernelsFolderError extends Error {
  override readonly name = "KernelsFolderError";
}

/**
 * Finds the folder whose subfolders are kernelspecs.
 *
 * @param target who shall see the kernel
 * @param surroundings operating system and environment variables
 * @returns an absolute path that need not exist yet
 * @throws {KernelsFolderError} when no home folder or no Python environment is known
 * @example
 * ```ts
 * import { kernelsFolder } from "./kernels_folder.ts";
 * const folder = kernelsFolder({ kind: "user" }, {
 *   os: "linux",
 *   env: (name) => name === "HOME" ? "/home/ada" : undefined,
 * });
 * console.assert(folder === "/home/ada/.local/share/jupyter/kernels");
 * ```
 */
export function kernelsFolder(target: Target, surroundings: Surroundings): string {
  if (target.kind === "user") return path.join(userDataFolder(surroundings), "kernels");
  const prefix = target.kind === "prefix" ? path.resolve(target.folder) : environment(surroundings);
  return path.join(prefix, "share", "jupyter", "kernels");
}

function userDataFolder({ os, env }: Surroundings): string {
  const explicit = env("JUPYTER_DATA_DIR");
  if (explicit) return explicit;
  if (os === "windows") {
    const appData = env("APPDATA");
    if (appData) return path.join(appData, "jupyter");
    return path.join(home(env), ".jupyter", "data");
  }
  if (os === "darwin") return path.join(home(env), "Library", "Jupyter");
  return path.join(env("XDG_DATA_HOME") || path.join(home(env), ".local", "share"), "jupyter");
}

function home(env: Surroundings["env"]): string {
  const folder = env("HOME") ?? env("USERPROFILE");
  if (folder) return folder;
  throw new KernelsFolderError(
    "Cannot find the user's folder as HOME is not set: set JUPYTER_DATA_DIR or use --prefix DIR",
  );
}

function environment({ env }: Surroundings): string {
  const prefix = env("VIRTUAL_ENV") || env("CONDA_PREFIX") || pythonPrefix();
  if (prefix) return prefix;
  throw new KernelsFolderError(
    "Cannot find a Python environment: activate one (VIRTUAL_ENV or CONDA_PREFIX), or use --prefix DIR",
  );
}
