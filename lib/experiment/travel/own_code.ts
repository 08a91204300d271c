/**
 * The code of modulab as a part of what an experiment is: other code may learn other weights.
 *
 * @module
 */

import { readdir, readFile } from "node:fs/promises";
import { fingerprint } from "../../core/json.ts";

/** `lib/`, and the list of packages with their versions. */
const OWN = {
  library: new URL("../../", import.meta.url),
  packages: new URL("../../../deno.json", import.meta.url),
};

let own: Promise<string> | undefined;

/**
 * A short name for the code of modulab that is loaded here, and the versions of its packages.
 *
 * @returns the same as long as no source file of it changes; read once in a process
 * @example
 * ```ts
 * import { ownCode } from "./own_code.ts";
 * console.log(await ownCode());
 * ```
 */
export function ownCode(): Promise<string> {
  return own ??= codeAt(OWN);
}

/**
 * A short name for the sources in a folder and one file beside them.
 *
 * @param places URLs; of what is not on this machine, the URL counts, which tells its version
 * @returns a fingerprint of all TypeScript files and the list
 * @example
 * ```ts
 * import { codeAt } from "./own_code.ts";
 * const library = new URL("./", import.meta.url);
 * await codeAt({ library, packages: new URL("own_code.ts", library) });
 * ```
 */
export async function codeAt(
  { library, packages }: { readonly library: URL; readonly packages: URL },
): Promise<string> {
  if (library.protocol !== "file:") return fingerprint(library.href);
  const all = await readdir(library, { recursive: true });
  const names = all.filter((name) => name.endsWith(".ts")).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, library))));
  // A copy without the list has no other packages than it had.
  const list = await readFile(packages).catch(() => "");
  return fingerprint(...names.flatMap((name, at) => [name, texts[at] ?? ""]), list);
}
