/**
 * Outputs of jobs, kept in a folder as they arrive.
 *
 * @module
 */

import { mkdir, readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { writeDurably } from "../../core/durable_file.ts";
import { encodeFrame, FrameReader } from "./frame.ts";
import type { PackedTree } from "./tree.ts";

/**
 * A folder of outputs, each in a file named after the content of its job. A file is written whole or
 * not at all, begins with the SHA-256 of the rest, and is taken for absent when that does not match.
 *
 * The content of a job is its work, the text of its module, and its input. Modules that this module imports
 * are not looked at: when one of them changes, say another `version` of the work, or give another folder.
 *
 * @example
 * ```ts
 * import { InProcessRunner } from "./in_process_runner.ts";
 * import { JobStore } from "./job_store.ts";
 * const runs = new InProcessRunner().run([], { store: new JobStore(".modulab/sweep") });
 * ```
 */
export class JobStore {
  /** Path of the folder; made when the first output comes. */
  readonly folder: string;

  /**
   * @param folder path, which may not exist yet
   * @throws {TypeError} when it is no path
   */
  constructor(folder: string) {
    if (typeof folder !== "string" || folder === "") {
      throw new TypeError(
        `Cannot keep outputs in ${JSON.stringify(folder)}: give the path of a folder`,
      );
    }
    this.folder = folder;
  }

  /**
   * Looks for an output.
   *
   * @param key fingerprint of a job
   * @returns the output, or nothing when there is none or its file is damaged
   */
  async get(key: string): Promise<PackedTree | undefined> {
    let bytes: Uint8Array;
    try {
      bytes = await readFile(this.#path(key));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    const content = bytes.subarray(HASH_BYTES);
    const sum = hash([content]);
    if (!bytes.subarray(0, HASH_BYTES).every((byte, index) => byte === sum[index])) {
      return undefined;
    }
    const [frame] = new FrameReader().read(content);
    return frame?.message === key ? frame.tree : undefined;
  }

  /**
   * Keeps an output.
   *
   * @param key fingerprint of the job
   * @param output packed
   */
  async put(key: string, output: PackedTree): Promise<void> {
    const parts = encodeFrame({ message: key, tree: output });
    await mkdir(this.folder, { recursive: true });
    await writeDurably(this.#path(key), [hash(parts), ...parts]);
  }

  #path(key: string): string {
    return join(this.folder, `${key}.job`);
  }
}

/** Length of a SHA-256. */
const HASH_BYTES = 32;

function hash(parts: readonly Uint8Array[]): Uint8Array {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
