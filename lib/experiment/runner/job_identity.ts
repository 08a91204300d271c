/**
 * When two jobs are the same.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { canonicalJson, fingerprint } from "../../core/json.ts";
import type { Work } from "./job.ts";
import type { PackedTree } from "./tree.ts";

/**
 * Names what a job is by its content: its work with the text of its module, and its input. Modules
 * that this module imports are not looked at: say another `version` when they change.
 *
 * @param work module, name and version
 * @param input packed
 * @returns a fingerprint
 * @example
 * ```ts
 * import { identifyJob } from "./job_identity.ts";
 * import { packTree } from "./tree.ts";
 * const work = { module: new URL("./fold.ts", import.meta.url).href, name: "trainFold" };
 * const key = await identifyJob(work, packTree({ fold: 0 }));
 * ```
 */
export async function identifyJob(
  { module, name, version }: Work,
  input: PackedTree,
): Promise<string> {
  const work = canonicalJson({ module, name, version });
  return fingerprint(work, await readModule(module), canonicalText(input), ...input.blobs);
}

/** The same input is the same job, in whatever order its keys were written. */
function canonicalText({ text }: PackedTree): string {
  return canonicalJson(JSON.parse(text));
}

/** The text of a module on this machine; others are what their URL says. */
async function readModule(url: string): Promise<string> {
  if (!url.startsWith("file:")) return "";
  const plain = new URL(url);
  plain.search = "";
  plain.hash = "";
  // A module that is missing fails when it runs, where the error can say so.
  return await readFile(plain, "utf8").catch(() => "");
}
