/**
 * A file of rows that grows chunk by chunk: an Arrow IPC stream that any reader of Arrow can read.
 *
 * @module
 */

import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from "node:fs";
import { basename, join } from "node:path";
import type { Table } from "apache-arrow";
import { fingerprint } from "../../../core/json.ts";
import type { ArrowLibrary } from "../../../data/file/arrow_library.ts";
import { type Chunk, type ChunkColumn, parseChunk, writeChunk } from "./arrow_chunk.ts";
import type { ChunkLine, Journal } from "./journal.ts";

/** What files of a folder are written and read with. */
export interface Workshop {
  readonly folder: string;
  readonly arrow: ArrowLibrary;
  readonly journal: Journal;
}

/** Epoch and batch. */
export type StepPlace = readonly [number, number];

/**
 * A file of rows.
 *
 * @example
 * ```ts
 * import { ChunkFile, type Workshop } from "./chunk_file.ts";
 * function note(workshop: Workshop): void {
 *   const epoch = { type: "int32", values: Int32Array.of(0) } as const;
 *   new ChunkFile("steps.arrows", workshop).append({ epoch }, { first: [0, 0], last: [0, 0] });
 * }
 * ```
 */
export class ChunkFile {
  /** Its name within the folder. */
  readonly name: string;
  readonly #workshop: Workshop;
  readonly #chunks: ChunkLine[];
  #last: { readonly chunk: ChunkLine; readonly table: Table } | undefined;

  /**
   * @param name of the file within the folder
   * @param workshop the folder
   * @param options chunks that the file has
   */
  constructor(
    name: string,
    workshop: Workshop,
    { chunks = [] }: { readonly chunks?: readonly ChunkLine[] } = {},
  ) {
    this.name = name;
    this.#workshop = workshop;
    this.#chunks = [...chunks];
  }

  /**
   * Adds rows, and a line to the journal.
   *
   * @param columns of one length, with `epoch` and `batch` among them
   * @param options where the first and the last row stand
   */
  append(
    columns: Readonly<Record<string, ChunkColumn>>,
    { first, last }: { readonly first: StepPlace; readonly last: StepPlace },
  ): void {
    const { arrow, journal } = this.#workshop;
    const { schema, rows } = writeChunk(columns, { arrow });
    const before = this.#chunks.at(-1);
    if (before === undefined) appendFileSync(this.#path, schema);
    const at = before === undefined ? schema.length : before.at + before.bytes;
    appendFileSync(this.#path, rows);
    const line: ChunkLine = {
      t: "chunk",
      file: this.name,
      at,
      bytes: rows.length,
      schema: schema.length,
      sha256: fingerprint(rows),
      first,
      last,
    };
    journal.add(line);
    this.#chunks.push(line);
  }

  /** All rows of all chunks. */
  readAll(): Table {
    const chunks = this.#chunks.map((chunk) => this.#read(chunk));
    return parseChunk(chunks, this.#workshop);
  }

  /**
   * Rows of a chunk that a step is in.
   *
   * @param place epoch and batch
   * @returns the rows of the chunk, or nothing when no chunk has that step
   */
  find(place: StepPlace): Table | undefined {
    const chunk = this.#chunks.find(({ first, last }) =>
      !isBefore(place, first) && !isBefore(last, place)
    );
    if (chunk === undefined) return undefined;
    if (this.#last?.chunk !== chunk) {
      this.#last = { chunk, table: parseChunk([this.#read(chunk)], this.#workshop) };
    }
    return this.#last.table;
  }

  /** Takes back what the journal does not confirm. */
  truncate(): void {
    const last = this.#chunks.at(-1);
    const size = last === undefined ? 0 : last.at + last.bytes;
    if (existsSync(this.#path) && statSync(this.#path).size > size) truncateSync(this.#path, size);
  }

  get #path(): string {
    return join(this.#workshop.folder, basename(this.name));
  }

  #read(chunk: ChunkLine): Chunk {
    if (!existsSync(this.#path)) {
      throw new RangeError(
        `Cannot read ${this.#path}: it is gone; results that a run wrote into a folder need it as ` +
          "long as they are asked",
      );
    }
    const rows = readStretch(this.#path, chunk);
    if (rows === undefined || fingerprint(rows) !== chunk.sha256) {
      throw new RangeError(`Cannot read ${this.#path}: its bytes are not those that were written`);
    }
    const schema = readStretch(this.#path, { at: 0, bytes: chunk.schema }) ?? new Uint8Array();
    return { schema, rows };
  }
}

/**
 * Finds the chunks of each file that are there whole; those behind a broken one are left out.
 *
 * @param folder of the files
 * @param lines chunks that the journal confirms
 * @returns chunks by file, where the first that was left out began, and what is to be said
 * @example
 * ```ts
 * import { wholeChunks } from "./chunk_file.ts";
 * wholeChunks("results", []).chunks.size; // 0
 * ```
 */
export function wholeChunks(
  folder: string,
  lines: readonly ChunkLine[],
): {
  readonly chunks: ReadonlyMap<string, readonly ChunkLine[]>;
  readonly dropped: ReadonlyMap<string, StepPlace>;
  readonly notices: readonly string[];
} {
  const notices: string[] = [];
  const dropped = new Map<string, StepPlace>();
  const byFile = Map.groupBy(lines, ({ file }) => file);
  const chunks = [...byFile].map(([file, all]) => {
    const path = join(folder, basename(file));
    const size = existsSync(path) ? statSync(path).size : 0;
    const whole = all.filter(({ at, bytes }) => at + bytes <= size);
    const last = whole.at(-1);
    const torn = last && fingerprint(readStretch(path, last) ?? "") !== last.sha256;
    const kept = torn ? whole.slice(0, -1) : whole;
    const end = kept.at(-1);
    const lost = all[kept.length];
    if (lost !== undefined) {
      dropped.set(file, lost.first);
      const from = lost.first.join(", batch ");
      notices.push(
        `${file} is not whole: rows from epoch ${from} on were left out (${
          all.length - kept.length
        } of ${all.length} chunks)`,
      );
    } else if (end && size > end.at + end.bytes) {
      notices.push(
        `The last ${size - end.at - end.bytes} bytes of ${file} were not written whole and were ` +
          "left out: the run was broken off",
      );
    }
    return [file, kept] as const;
  });
  return { chunks: new Map(chunks), dropped, notices };
}

function readStretch(
  path: string,
  { at, bytes }: { readonly at: number; readonly bytes: number },
): Uint8Array | undefined {
  const file = openSync(path, "r");
  try {
    const stretch = new Uint8Array(bytes);
    return readSync(file, stretch, 0, bytes, at) === bytes ? stretch : undefined;
  } finally {
    closeSync(file);
  }
}

/**
 * Compares places.
 *
 * @param place epoch and batch
 * @param other epoch and batch
 * @returns whether the first comes before the second
 * @example
 * ```ts
 * import { isBefore } from "./chunk_file.ts";
 * isBefore([0, 9], [1, 0]); // true
 * ```
 */
export function isBefore([epoch, batch]: StepPlace, [otherEpoch, otherBatch]: StepPlace): boolean {
  return epoch < otherEpoch || (epoch === otherEpoch && batch < otherBatch);
}
