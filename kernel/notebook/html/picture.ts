/**
 * Pictures that a notebook's Markdown names by path, carried inside the page.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { extname, relative, resolve } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".apng": "image/apng",
  ".avif": "image/avif",
  ".gif": "image/gif",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
};

/**
 * Reads a picture below the notebook's folder.
 *
 * @param href what the Markdown says: a data URL, or a path relative to the folder
 * @param folder the notebook's folder
 * @returns a data URL; undefined for addresses, other files, and paths that lead out of the folder
 * @example
 * ```ts
 * import { pictureUrl } from "./picture.ts";
 * console.assert(await pictureUrl("../secret.png", "/notebooks") === undefined);
 * ```
 */
export async function pictureUrl(href: string, folder: string): Promise<string | undefined> {
  if (/^data:image\//i.test(href)) return href;
  const file = resolve(folder, decodePath(href));
  const type = TYPES[extname(file).toLowerCase()];
  if (type === undefined || relative(folder, file).startsWith("..")) return undefined;
  try {
    return `data:${type};base64,${(await readFile(file)).toBase64()}`;
  } catch {
    // The page shows the picture's words instead.
    return undefined;
  }
}

/**
 * The name that an address of Markdown stands for.
 *
 * @param href an address, with or without percent signs for characters
 * @returns the name; the address itself where a percent sign stands for nothing but itself
 * @example
 * ```ts
 * import { decodePath } from "./picture.ts";
 * console.assert(decodePath("a%20b.png") === "a b.png" && decodePath("50%.png") === "50%.png");
 * ```
 */
export function decodePath(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}
