/**
 * The repository as the house tests see it: the files that git would keep, and their imports.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";

/** The top folder. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** One import of a file by a file, both as paths from the top folder. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Whether it vanishes when types are stripped. */
  readonly typeOnly: boolean;
  /** Whether it is an `import(…)` that runs only when reached. */
  readonly lazy: boolean;
}

/**
 * Lists the files that are tracked, or new and not ignored.
 *
 * @param endings what names must end with; all files when left out
 * @returns paths from the top folder with forward slashes, sorted
 */
export async function listFiles(...endings: readonly string[]): Promise<readonly string[]> {
  const { stdout, success } = await new Deno.Command("git", {
    args: ["ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    cwd: ROOT,
  }).output();
  if (!success) throw new Error("Cannot list files: is this a clone with git installed?");
  const files = new TextDecoder().decode(stdout).split("\0").filter((file) => file !== "");
  const wanted = files.filter((file) =>
    endings.length === 0 || endings.some((ending) => file.endsWith(ending))
  );
  const present = await Promise.all(wanted.map(async (file) => await isFile(file) ? file : ""));
  return present.filter((file) => file !== "").sort();
}

/**
 * Reads a file of the repository.
 *
 * @param file path from the top folder
 * @returns its text
 */
export function readText(file: string): Promise<string> {
  return readFile(path.join(ROOT, file), "utf8");
}

/**
 * Reads the imports of files by files of this repository; packages are left out.
 *
 * @param files paths from the top folder
 * @returns every import, in order
 */
export async function readImports(files: readonly string[]): Promise<readonly Import[]> {
  const found = await Promise.all(files.map(async (file) => importsOf(file, await readText(file))));
  return found.flat();
}

function importsOf(file: string, text: string): readonly Import[] {
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new SyntaxError(`Cannot parse ${file}: ${errors[0]?.message}`);
  const fixed = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    lazy: false,
  }));
  const passedOn = module.staticExports.flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, typeOnly: isType, lazy: false }] : []
    );
  const lazy = module.dynamicImports
    .map(({ moduleRequest }) => text.slice(moduleRequest.start, moduleRequest.end))
    .filter((literal) => /^["'].*["']$/.test(literal))
    .map((literal) => ({ specifier: literal.slice(1, -1), typeOnly: false, lazy: true }));
  return [...fixed, ...passedOn, ...lazy].flatMap(({ specifier, ...kind }) => {
    const to = resolve(file, specifier);
    return to === undefined ? [] : [{ from: file, to, ...kind }];
  });
}

function resolve(file: string, specifier: string): string | undefined {
  if (specifier === "modulab") return "lib/mod.ts";
  if (!specifier.startsWith(".")) return undefined;
  return path.posix.join(path.posix.dirname(file), specifier);
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await Deno.lstat(path.join(ROOT, file))).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
