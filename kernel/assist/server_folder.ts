/**
 * The temporary folder of one server: its configuration, and what it sees of modulab.
 *
 * @module
 */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Configuration, serverConfiguration } from "./configuration.ts";
import type { Prelude } from "./prelude.ts";
import type { LibraryPlace } from "./source_excerpt.ts";
import {
  DECLARATIONS_FILE,
  ENTRY_FILE,
  entryText,
  type Library,
  withDeclarations,
} from "./session_library.ts";

/** A folder that is there until it is removed. */
export class ServerFolder {
  readonly #path: string;
  readonly #library: Library | undefined;
  #written: Promise<void> | undefined;

  /**
   * @param path of the folder
   * @param library what the server is to see by its declarations
   */
  constructor(path: string, library: Library | undefined) {
    this.#path = path;
    this.#library = library;
  }

  /**
   * Makes a folder with a configuration in it.
   *
   * @param own the notebook's configuration, if it has one
   * @param prelude what names stand for in the session, and the library in scope
   * @returns the folder
   */
  static async create(
    own: Configuration | undefined,
    { imports, library }: Pick<Prelude, "imports"> & { readonly library: Library | undefined },
  ): Promise<ServerFolder> {
    const folder = new ServerFolder(await mkdtemp(join(tmpdir(), "modulab-assist-")), library);
    const map = library ? withDeclarations(imports, library) : imports;
    await writeFile(folder.config, serverConfiguration(own, map));
    return folder;
  }

  /** Path of the configuration. */
  get config(): string {
    return join(this.#path, "deno.json");
  }

  /** Where the library's declarations lie, and its sources. */
  get library(): LibraryPlace | undefined {
    return this.#library &&
      { declarations: join(this.#path, DECLARATIONS_FILE), root: this.#library.root };
  }

  /**
   * Writes what the server sees of the library, unless that was done. Never rejects: without it, the
   * library's names are of type `any`, and all else is answered.
   */
  writeLibrary(): Promise<void> {
    return this.#written ??= this.#writeLibrary().catch(() => {});
  }

  /** Removes the folder when nothing is written into it any more. */
  async remove(): Promise<void> {
    await this.#written;
    await rm(this.#path, { recursive: true, force: true });
  }

  async #writeLibrary(): Promise<void> {
    if (this.#library === undefined) return;
    await writeFile(join(this.#path, DECLARATIONS_FILE), await this.#library.declarations());
    await writeFile(join(this.#path, ENTRY_FILE), entryText(this.#library));
  }
}
