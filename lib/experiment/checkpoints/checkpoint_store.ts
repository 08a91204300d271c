/**
 * Where checkpoints are kept.
 *
 * @module
 */

import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "../../core/durable_file.ts";
import { quote, UnknownNameError } from "../../core/names.ts";
import type { ResultContext } from "../results/phase_state.ts";
import type { CheckpointPlace } from "../run/checkpointer.ts";
import { type Checkpoint, packCheckpoint, unpackCheckpoint } from "./checkpoint.ts";
import { CheckpointError } from "./packed_file.ts";

/** A checkpoint, as it stands in a list. */
export interface CheckpointEntry {
  /** Under which it is kept. */
  readonly key: string;
  readonly place: CheckpointPlace;
}

/** Keeps checkpoints by key. */
export interface CheckpointStore {
  /** @returns what is kept, oldest first */
  list(): Promise<readonly CheckpointEntry[]>;
  /**
   * @param key under which it is kept
   * @param context FeatureSets and graph, for results that ask for samples
   * @returns the checkpoint
   * @throws UnknownNameError when nothing is kept under that key
   */
  read(key: string, context?: ResultContext): Promise<Checkpoint>;
  /** Keeps a checkpoint, as the newest one; one of the same key is replaced. */
  write(key: string, checkpoint: Checkpoint): Promise<void>;
  /** Forgets a checkpoint. */
  delete(key: string): Promise<void>;
}

/** Keeps checkpoints as long as the program runs. */
export class MemoryCheckpoints implements CheckpointStore {
  readonly #kept = new Map<string, Checkpoint>();

  list(): Promise<readonly CheckpointEntry[]> {
    return Promise.resolve([...this.#kept].map(([key, { place }]) => ({ key, place })));
  }

  read(key: string): Promise<Checkpoint> {
    const found = this.#kept.get(key);
    return found ? Promise.resolve(found) : Promise.reject(unknown(key, [...this.#kept.keys()]));
  }

  write(key: string, checkpoint: Checkpoint): Promise<void> {
    this.#kept.delete(key);
    this.#kept.set(key, checkpoint);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.#kept.delete(key);
    return Promise.resolve();
  }
}

const LIST = "checkpoints.json";

/**
 * Keeps checkpoints in a folder, a file each. A file is complete and on the disk before it is listed, and
 * the list before an older one is deleted: a program that is killed, or a power failure, leaves a list of
 * whole files.
 *
 * @example
 * ```ts
 * import { DirectoryCheckpoints } from "./checkpoint_store.ts";
 * const list = () => new DirectoryCheckpoints("runs/soh").list();
 * ```
 */
export class DirectoryCheckpoints implements CheckpointStore {
  /** Path of the folder; it is made when the first checkpoint is kept. */
  readonly directory: string;

  /** @param directory path of the folder */
  constructor(directory: string) {
    this.directory = directory;
    Object.freeze(this);
  }

  async list(): Promise<readonly CheckpointEntry[]> {
    const path = join(this.directory, LIST);
    let text: string;
    try {
      text = await readFile(path, "utf8");
    } catch (error) {
      if ((error as { code?: string }).code === "ENOENT") return [];
      throw error;
    }
    return entriesOf(text, path);
  }

  async read(key: string, context: ResultContext = {}): Promise<Checkpoint> {
    const known = (await this.list()).map((entry) => entry.key);
    if (!known.includes(key)) throw unknown(key, known);
    const path = this.#path(key);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (error) {
      const reason = `Cannot read the checkpoint ${quote(key)}: its file ${path} is gone`;
      throw new CheckpointError(reason, { cause: error });
    }
    return unpackCheckpoint(bytes, { ...context, name: path });
  }

  async write(key: string, checkpoint: Checkpoint): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await writeDurably(this.#path(key), [packCheckpoint(checkpoint)]);
    const others = (await this.list()).filter((entry) => entry.key !== key);
    await this.#writeList([...others, { key, place: checkpoint.place }]);
  }

  async delete(key: string): Promise<void> {
    await this.#writeList((await this.list()).filter((entry) => entry.key !== key));
    await rm(this.#path(key), { force: true });
  }

  async #writeList(entries: readonly CheckpointEntry[]): Promise<void> {
    const text = JSON.stringify(entries, undefined, 2);
    await writeDurably(join(this.directory, LIST), [new TextEncoder().encode(text)]);
  }

  /** Keys are checked when they are made; one in a list that somebody wrote must not leave the folder. */
  #path(key: string): string {
    if (/^[\w.-]+$/.test(key) && !key.startsWith(".")) {
      return join(this.directory, `${key}.checkpoint`);
    }
    throw new CheckpointError(`Cannot keep a checkpoint as ${quote(key)}: it is no name of a file`);
  }
}

function entriesOf(text: string, path: string): readonly CheckpointEntry[] {
  try {
    const entries = JSON.parse(text) as readonly CheckpointEntry[];
    if (Array.isArray(entries) && entries.every(({ key }) => typeof key === "string")) {
      return entries;
    }
  } catch {
    // Said below, whatever it is that is wrong.
  }
  throw new CheckpointError(`Cannot read ${path}: it is no list of checkpoints`);
}

function unknown(key: string, known: readonly string[]): UnknownNameError {
  return new UnknownNameError("checkpoint", key, { known });
}
