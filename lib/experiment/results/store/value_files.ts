/**
 * Artifacts and what callbacks answered, each in a file of its own, read when it is asked for.
 *
 * @module
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../../core/json.ts";
import type { ValueKeeper } from "../phase_log.ts";
import { readValue, type ResultContext, writeValue } from "../phase_state.ts";
import type { Workshop } from "./chunk_file.ts";
import type { ValueLine } from "./journal.ts";
import { readBytes, writeBytes } from "./plain_bytes.ts";

/**
 * Keeps values in files.
 *
 * @example
 * ```ts
 * import type { Workshop } from "./chunk_file.ts";
 * import { ValueFiles } from "./value_files.ts";
 * const values = (workshop: Workshop) => new ValueFiles(workshop, {});
 * ```
 */
export class ValueFiles implements ValueKeeper {
  readonly #workshop: Workshop;
  readonly #context: ResultContext;
  #count = 0;

  /**
   * @param workshop the folder
   * @param context FeatureSets and graph of results among the values
   */
  constructor(workshop: Workshop, context: ResultContext) {
    this.#workshop = workshop;
    this.#context = context;
  }

  /** Leaves the names of files that are there. */
  startAt(count: number): void {
    this.#count = count;
  }

  /** Writes a value. */
  keep(t: ValueLine["t"], key: ValueLine["key"], value: unknown): unknown {
    const bytes = writeBytes(writeValue(value));
    const file = `value-${String(this.#count++).padStart(6, "0")}.bin`;
    writeFileSync(join(this.#workshop.folder, file), bytes);
    const line: ValueLine = { t, key, file, sha256: fingerprint(bytes) };
    this.#workshop.journal.add(line);
    return new StoredValue(line);
  }

  /** Reads a value. */
  read(kept: unknown): unknown {
    if (!(kept instanceof StoredValue)) return kept;
    const { file, sha256 } = kept.line;
    const bytes = new Uint8Array(readFileSync(join(this.#workshop.folder, file)));
    if (fingerprint(bytes) !== sha256) {
      throw new RangeError(`Cannot read ${file}: its bytes are not those that were written`);
    }
    return readValue(readBytes(bytes), this.#context);
  }
}

/**
 * Stands for a value that lies in a file.
 *
 * @example
 * ```ts
 * import type { ValueLine } from "./journal.ts";
 * import { StoredValue } from "./value_files.ts";
 * const stands = (line: ValueLine) => new StoredValue(line);
 * ```
 */
export class StoredValue {
  readonly line: ValueLine;

  /** @param line of the journal */
  constructor(line: ValueLine) {
    this.line = line;
  }
}
