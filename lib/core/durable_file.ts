/**
 * Files that a power failure leaves whole: as they were, or as they were to be.
 *
 * @module
 */

import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";

let drafts = 0;

/**
 * Writes a file so that it is never seen half written, and is on the disk when this is done.
 *
 * @param path of the file, which is replaced; its folder exists
 * @param parts its content, one after the other
 * @example
 * ```ts
 * import { writeDurably } from "./durable_file.ts";
 * const note = (path: string) => writeDurably(path, [new TextEncoder().encode("done")]);
 * ```
 */
export async function writeDurably(path: string, parts: readonly Uint8Array[]): Promise<void> {
  await replaceDurably(path, async (draft) => {
    await using file = await open(draft, "w");
    for (const part of parts) await file.writeFile(part);
  });
}

/**
 * Lets others write a file so that it is never seen half written, and is on the disk when this is done.
 *
 * @param path of the file, which is replaced; its folder exists
 * @param write writes the whole file to another path
 * @example
 * ```ts
 * import { copyFile } from "node:fs/promises";
 * import { replaceDurably } from "./durable_file.ts";
 * const copy = (from: string, to: string) => replaceDurably(to, (draft) => copyFile(from, draft));
 * ```
 */
export async function replaceDurably(
  path: string,
  write: (draft: string) => Promise<void>,
): Promise<void> {
  // Another process may write the same file at the same time.
  const draft = `${path}.${process.pid}-${++drafts}.part`;
  try {
    await write(draft);
    await syncFile(draft);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** The bytes are on the disk before the file gets its name. */
async function syncFile(path: string): Promise<void> {
  await using file = await open(path, "r+");
  await file.sync();
}

/** The name is on the disk too; Windows opens no folders, and writes names by itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  await using folder = await open(path, "r");
  await folder.sync();
}
