/**
 * The temporary folder of one server: its configuration, and what it sees of modulab.
 *
 * @module
 */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Configuration, serverConfiguration } from "./configuration.ts";
import { OwnFolder } from "./own_folder.ts";
import type { Prelude } from "./prelude.ts";
import type { LibraryPlace } from "./source_excerpt.ts";
import {
  DECLARATIONS_FILE,
  ENTRY_FILE,
  entryText,
  type Library,
  withDeclarations,
} from "./session_library.ts";

/** Each attempt reads all modules of the library, and every key that is pressed asks for one. */
const AGAIN_MS = 10_000;

/** A folder that is there until it is removed. */
export class ServerFolder {
  readonly #folder: OwnFolder;
  readonly #library: Library | undefined;
  #written: Promise<void> | undefined;
  /** When it could not be written last, by `performance.now()`. */
  #failed: number | undefined;

  /**
   * @param folder where all lies
   * @param library what the server is to see by its declarations
   */
  constructor(folder: OwnFolder, library: Library | undefined) {
    this.#folder = folder;
    this.#library = library;
  }

  /**
   * Makes a folder with a configuration in it.
   *
   * @param own the notebook's configuration, if it has one
   * @param options what names stand for in the session, the library in scope, and where the folder is
   *   made; default the system's folder for temporary files
   * @returns the folder
   * @throws Error of the system if it cannot be made or written
   */
  static async create(
    own: Configuration | undefined,
    { imports, library, parent }: Pick<Prelude, "imports"> & {
      readonly library: Library | undefined;
      readonly parent?: string;
    },
  ): Promise<ServerFolder> {
    const map = library ? withDeclarations(imports, library) : imports;
    const text = serverConfiguration(own, map);
    const folder = new ServerFolder(await OwnFolder.make(parent), library);
    try {
      await writeFile(folder.config, text);
      return folder;
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  /** Path of the configuration. */
  get config(): string {
    return join(this.#folder.path, "deno.json");
  }

  /** Where the library's declarations lie, and its sources. */
  get library(): LibraryPlace | undefined {
    return this.#library &&
      { declarations: join(this.#folder.path, DECLARATIONS_FILE), root: this.#library.root };
  }

  /**
   * Writes what the server sees of the library, unless that was done. Never rejects: without it, the
   * library's names are of type `any`, and all else is answered; a later call tries again.
   *
   * @returns true if it was written only now that an earlier call had failed, so that the server, which
   *   has not found it, must look again
   */
  async writeLibrary(): Promise<boolean> {
    const failed = this.#failed;
    if (failed !== undefined && performance.now() - failed < AGAIN_MS) return false;
    this.#written ??= this.#writeLibrary().then(() => {
      this.#failed = undefined;
    }, () => {
      this.#failed = performance.now();
      this.#written = undefined;
    });
    await this.#written;
    return failed !== undefined && this.#failed === undefined;
  }

  /** Removes the folder when nothing is written into it any more. */
  async remove(): Promise<void> {
    await this.#written;
    await this.#folder[Symbol.asyncDispose]();
  }

  async #writeLibrary(): Promise<void> {
    if (this.#library === undefined) return;
    await writeFile(join(this.#folder.path, DECLARATIONS_FILE), await this.#library.declarations());
    await writeFile(join(this.#folder.path, ENTRY_FILE), entryText(this.#library));
  }
}
