/**
 * A temporary folder that does not outlive its owner for long: one that is killed leaves it behind,
 * and the next owner removes it.
 *
 * @module
 */

import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Begins the name of each such folder. */
export const FOLDER_PREFIX = "modulab-lsp-";
/** The owner holds a lock on this file; the system takes it back when the owner ends, however. */
const LOCK = "lock";
/** The owner of a younger folder may be about to take the lock. */
const YOUNG_MS = 60_000;

/** A temporary folder that this process has made. */
export class OwnFolder implements AsyncDisposable {
  readonly path: string;
  readonly #lock: Deno.FsFile;

  constructor(path: string, lock: Deno.FsFile) {
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Makes one.
   *
   * @param parent where; default the system's folder for temporary files
   * @returns the folder, which nobody else removes while this process lives
   */
  static async make(parent: string = tmpdir()): Promise<OwnFolder> {
    const path = await mkdtemp(join(parent, FOLDER_PREFIX));
    const lock = await Deno.open(join(path, LOCK), { write: true, create: true });
    await lock.lock(true);
    return new OwnFolder(path, lock);
  }

  /** Removes it with all that it holds. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#lock.close();
    await rm(this.path, { recursive: true, force: true });
  }
}

/**
 * Removes the folders whose owners are gone.
 *
 * @param options where to look, and how old (ms) a folder must be; by default those of `OwnFolder`
 */
export async function removeLeftFolders(
  { parent = tmpdir(), age = YOUNG_MS }: { readonly parent?: string; readonly age?: number } = {},
): Promise<void> {
  for (const entry of await readdir(parent, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory() || !entry.name.startsWith(FOLDER_PREFIX)) continue;
    const path = join(parent, entry.name);
    try {
      if (await isLeft(path, age)) await rm(path, { recursive: true, force: true });
    } catch {
      // it is another user's, or somebody else removes it
    }
  }
}

async function isLeft(path: string, age: number): Promise<boolean> {
  if (Date.now() - (await stat(path)).mtimeMs < age) return false;
  // Without a lock to try, its owner was killed before there was one.
  using lock = await Deno.open(join(path, LOCK), { write: true, create: true });
  return await lock.tryLock(true);
}
