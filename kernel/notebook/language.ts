/**
 * Which language a notebook is written in, and whether this kernel speaks it.
 *
 * @module
 */

import { isRecord } from "./json.ts";
import type { JsonRecord } from "./nbformat.ts";

/** Languages whose cells this kernel runs. */
const SPOKEN: readonly string[] = ["typescript", "javascript"];

/** Kernels that old or hand-written notebooks name without their language. */
const KERNEL_LANGUAGE_REGEXPS: readonly (readonly [RegExp, string])[] = [
  [/^(python|ipykernel|xpython)/i, "python"],
  [/^(ir|xr)$/i, "R"],
  [/^julia/i, "julia"],
  [/^(bash|zsh)/i, "bash"],
];

/**
 * The language a notebook's metadata states, or that its kernel's name implies.
 *
 * @param metadata the notebook's metadata
 * @returns the language's name, or undefined when nothing tells
 * @example
 * ```ts
 * import { notebookLanguage } from "./language.ts";
 * console.assert(notebookLanguage({ kernelspec: { name: "python3" } }) === "python");
 * ```
 */
export function notebookLanguage(metadata: JsonRecord): string | undefined {
  const { kernelspec, language_info } = metadata;
  if (isRecord(kernelspec) && typeof kernelspec["language"] === "string") {
    return kernelspec["language"];
  }
  if (isRecord(language_info) && typeof language_info["name"] === "string") {
    return language_info["name"];
  }
  const kernel = isRecord(kernelspec) ? String(kernelspec["name"]) : "";
  return KERNEL_LANGUAGE_REGEXPS.find(([pattern]) => pattern.test(kernel))?.[1];
}

/**
 * Whether this kernel runs cells of a language; notebooks of `deno` and `tslab` are spoken too.
 *
 * @param language a name from {@linkcode notebookLanguage}
 * @returns true for TypeScript, JavaScript and for a language nobody stated
 * @example
 * ```ts
 * import { isSpoken } from "./language.ts";
 * console.assert(isSpoken("TypeScript") && !isSpoken("python"));
 * ```
 */
export function isSpoken(language: string | undefined): boolean {
  return language === undefined || SPOKEN.includes(language.toLowerCase());
}
