/**
 * Artifacts and what callbacks answered, in files of their own, read when they are asked for.
 *
 * @module
 */

import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fingerprint } from "../../../core/json.ts";
import type { ValueKeeper } from "../phase_log.ts";
import { readValue, type ResultContext, writeValue } from "../phase_state.ts";
import type { Workshop } from "./chunk_file.ts";
import type { ValueLine } from "./journal.ts";
import { readBytes, readJson, writeBytes, writeJson } from "./plain_bytes.ts";

/** Letters of JSON that are not worth a file. */
const SHORT = 8192;

/**
 * Keeps values in files, and those whose JSON is short in the journal.
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
  keep(t: ValueLine["t"], key: ValueLine["key"], value: unknown): StoredValue {
    const line: ValueLine = { t, key, value: this.#write(writeValue(value)) };
    this.#workshop.journal.add(line);
    return new StoredValue(line);
  }

  /** Reads a value. */
  read(kept: unknown): unknown {
    if (!(kept instanceof StoredValue)) return kept;
    return readValue(this.#read(kept.line.value), this.#context);
  }

  #write(plain: unknown): ValueLine["value"] {
    const json = writeJson(plain);
    if (json !== undefined && json.length <= SHORT) return { json: JSON.parse(json) };
    const bytes = json === undefined ? writeBytes(plain) : new TextEncoder().encode(json);
    const number = String(this.#count++).padStart(6, "0");
    const file = `value-${number}.${json === undefined ? "bin" : "json"}`;
    writeFileSync(join(this.#workshop.folder, file), bytes);
    return { file, sha256: fingerprint(bytes) };
  }

  #read(value: ValueLine["value"]): unknown {
    if ("json" in value) return readJson(JSON.stringify(value.json));
    const { file, sha256 } = value;
    const bytes = new Uint8Array(readFileSync(join(this.#workshop.folder, basename(file))));
    if (fingerprint(bytes) !== sha256) {
      throw new RangeError(`Cannot read ${file}: its bytes are not those that were written`);
    }
    return file.endsWith(".json") ? readJson(new TextDecoder().decode(bytes)) : readBytes(bytes);
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
