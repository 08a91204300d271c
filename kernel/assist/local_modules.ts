/**
 * Modules beside the notebook that cells import: the server does not watch the disk, so it is told
 * when one of them has changed.
 *
 * @module
 */

import { stat } from "node:fs/promises";
import type { ServerProcess } from "./server_process.ts";

/** Kinds of change in the protocol. */
const CREATED = 1;
/** What the protocol calls the change of a file. */
export const CHANGED = 2;
const DELETED = 3;

/** The local modules that the cells mention, with the time of their last change. */
export class LocalModules {
  readonly #folderUrl: string;
  readonly #modified: Map<string, number | undefined> = new Map();

  /** @param folderUrl URL of the notebook's folder, without a slash at the end */
  constructor(folderUrl: string) {
    this.#folderUrl = folderUrl;
  }

  /**
   * Notes which modules a text imports.
   *
   * @param text a cell
   */
  async mention(text: string): Promise<void> {
    for (const [, , specifier = ""] of text.matchAll(LOCAL_IMPORT)) {
      const { href } = new URL(specifier, `${this.#folderUrl}/`);
      if (!this.#modified.has(href)) this.#modified.set(href, await modifiedAt(href));
    }
  }

  /**
   * Tells the server of all that changed since the last time.
   *
   * @param server hears of changes
   */
  async refresh(server: ServerProcess): Promise<void> {
    const changes: { readonly uri: string; readonly type: number }[] = [];
    for (const [uri, before] of this.#modified) {
      const now = await modifiedAt(uri);
      if (now === before) continue;
      this.#modified.set(uri, now);
      const type = now === undefined ? DELETED : before === undefined ? CREATED : CHANGED;
      changes.push({ uri, type });
    }
    if (changes.length > 0) server.notify("workspace/didChangeWatchedFiles", { changes });
  }
}

const LOCAL_IMPORT = /\b(?:from|import)\s*\(?\s*(["'`])(\.{1,2}\/[^"'`\s]+)\1/g;

async function modifiedAt(url: string): Promise<number | undefined> {
  const found = await stat(new URL(url)).catch(() => undefined);
  return found?.mtimeMs;
}
