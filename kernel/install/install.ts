/**
 * The walk of `modulab install` and `modulab uninstall`.
 *
 * @module
 */

import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { isOurs, isWhole, type KernelSpec } from "./kernelspec.ts";
import { checkKernelName } from "./kernel_name.ts";

const LOGOS = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

/** A kernelspec of that name exists and is another program's, or none exists. */
export class KernelSpecError extends Error {
  override readonly name = "KernelSpecError";
}

/** Where a kernelspec goes. */
export interface InstallOptions {
  /** The folder of kernelspecs, from `kernelsFolder()`. */
  readonly kernels: string;
  /** The kernel's name; default `modulab`. */
  readonly name?: string;
}

/**
 * Writes `kernel.json` and the logos; an older kernelspec of ours, or half of one, is replaced.
 *
 * @param spec what to write
 * @param options folder and name
 * @returns the folder that was written
 * @throws {KernelNameError} for a name that Jupyter would not list
 * @throws {KernelSpecError} when the folder holds another program's kernelspec
 * @example
 * ```ts
 * import { installKernelSpec } from "./install.ts";
 * import { kernelSpec } from "./kernelspec.ts";
 * const kernels = await Deno.makeTempDir();
 * const spec = kernelSpec({ deno: ["deno"], entry: "main.ts", config: "deno.json" });
 * console.assert(await installKernelSpec(spec, { kernels }) === `${kernels}/modulab`);
 * await Deno.remove(kernels, { recursive: true });
 * ```
 */
export async function installKernelSpec(
  spec: KernelSpec,
  { kernels, name = "modulab" }: InstallOptions,
): Promise<string> {
  const folder = path.join(kernels, checkKernelName(name));
  const present = await readSpec(folder);
  if (present !== undefined && isWhole(present) && !isOurs(present)) {
    throw new KernelSpecError(
      `Cannot install to ${folder}: it holds another program's kernel; choose another --name`,
    );
  }
  await mkdir(folder, { recursive: true });
  for (const logo of LOGOS) {
    await copyFile(new URL(`./logos/${logo}`, import.meta.url), path.join(folder, logo));
  }
  const file = path.join(folder, "kernel.json");
  // A full disk leaves half of a file, but renames none.
  await writeFile(`${file}.new`, JSON.stringify(spec, null, 2) + "\n");
  await rename(`${file}.new`, file);
  return folder;
}

/**
 * Removes a kernelspec of ours.
 *
 * @param options folder and name
 * @returns the folder that was removed
 * @throws {KernelNameError} for a name that Jupyter would not list
 * @throws {KernelSpecError} when there is none, or it is another program's
 * @example
 * ```ts
 * import { KernelSpecError, uninstallKernelSpec } from "./install.ts";
 * try {
 *   await uninstallKernelSpec({ kernels: "/nowhere" });
 * } catch (error) {
 *   console.assert(error instanceof KernelSpecError);
 * }
 * ```
 */
export async function uninstallKernelSpec(
  { kernels, name = "modulab" }: InstallOptions,
): Promise<string> {
  const folder = path.join(kernels, checkKernelName(name));
  const present = await readSpec(folder);
  if (present === undefined) {
    throw new KernelSpecError(`Cannot uninstall ${folder}: there is no kernel of that name`);
  }
  if (!isWhole(present)) {
    throw new KernelSpecError(
      `Cannot uninstall ${folder}: its kernel.json is broken, and whose it was cannot be told; ` +
        `install writes it anew, then uninstall removes it`,
    );
  }
  if (!isOurs(present)) {
    throw new KernelSpecError(`Cannot uninstall ${folder}: it is another program's kernel`);
  }
  await rm(folder, { recursive: true });
  return folder;
}

async function readSpec(folder: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(folder, "kernel.json"), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
