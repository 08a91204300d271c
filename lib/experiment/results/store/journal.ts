/**
 * The journal of a folder: a line for everything that is written there, in order. What it does not
 * confirm is not there.
 *
 * @module
 */

import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";

/** A stretch of a file. */
export interface ChunkLine {
  readonly t: "chunk";
  readonly file: string;
  /** Where it begins, and how long it is, in bytes. */
  readonly at: number;
  readonly bytes: number;
  /** Bytes of the columns' names and types, with which the file begins. */
  readonly schema: number;
  readonly sha256: string;
  /** Epoch and batch of its first and its last row. */
  readonly first: readonly [number, number];
  readonly last: readonly [number, number];
}

/** What rows of a file are. */
export type StreamLine =
  & { readonly t: "stream"; readonly file: string }
  & (OutputStream | SamplesStream | SeriesStream | StepsStream);

/** A series of numbers. */
export interface SeriesStream {
  readonly of: "series";
  readonly what: "totals" | "losses" | "weights" | "metrics";
  /** The node that losses and weights are of. */
  readonly node: string;
}

/** Epoch and batch of the steps whose samples and outputs are written. */
export interface StepsStream {
  readonly of: "steps";
}

/** Outputs of a node. */
export interface OutputStream {
  readonly of: "outputs";
  readonly node: string;
  readonly port: string;
  readonly dtype: "float32" | "int32" | "bool";
  /** The shape of one sample. */
  readonly shape: readonly number[];
}

/** Samples of a role. */
export interface SamplesStream {
  readonly of: "samples";
  readonly set: string;
  readonly role: string;
  /** Rows that make a sample; `null` where one does. */
  readonly steps: number | null;
  /** A short name for the identifiers of all samples of the FeatureSet. */
  readonly ids: string;
}

/** An artifact, or what a callback answered. */
export interface ValueLine {
  readonly t: "artifact" | "callback";
  /** Coordinates. */
  readonly key: Readonly<Record<string, number | string | null>>;
  /** The file that holds it, and what its bytes are known by; or itself, where it is short. */
  readonly value:
    | { readonly file: string; readonly sha256: string }
    | { readonly json: unknown };
}

/** How a phase ended. */
export interface EndLine {
  readonly t: "end";
  readonly status: "completed" | "stopped" | "interrupted" | "failed";
  readonly error: string | null;
}

/** A line of the journal of a type. */
export type LineOf<T extends JournalLine["t"]> = Extract<JournalLine, { readonly t: T }>;

/**
 * Chooses lines.
 *
 * @param lines of a journal
 * @param t their type
 * @returns those of the type, in order
 * @example
 * ```ts
 * import { linesOf } from "./journal.ts";
 * linesOf([], "chunk"); // []
 * ```
 */
export function linesOf<T extends JournalLine["t"]>(
  lines: readonly JournalLine[],
  t: T,
): readonly LineOf<T>[] {
  return lines.filter((line): line is LineOf<T> => line.t === t);
}

/** A line of the journal. */
export type JournalLine = ChunkLine | StreamLine | ValueLine | EndLine;

const FILE = "journal.ndjson";

/**
 * Writes and reads the journal of a folder.
 *
 * @example
 * ```ts
 * import { Journal } from "./journal.ts";
 * const ended = (folder: string) => new Journal(folder).read().lines.some(({ t }) => t === "end");
 * ```
 */
export class Journal {
  readonly #path: string;

  /** @param folder that it is of */
  constructor(folder: string) {
    this.#path = join(folder, FILE);
  }

  /** How many bytes it has. */
  get bytes(): number {
    return existsSync(this.#path) ? statSync(this.#path).size : 0;
  }

  /** Adds a line. */
  add(line: JournalLine): void {
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`);
  }

  /** Takes back all that was written after it had so many bytes. */
  truncate(bytes: number): void {
    if (this.bytes > bytes) truncateSync(this.#path, bytes);
  }

  /**
   * Reads all lines.
   *
   * @returns lines, how many bytes they take, and what was left out
   */
  read(): {
    readonly lines: readonly JournalLine[];
    readonly bytes: number;
    readonly notices: readonly string[];
  } {
    if (!existsSync(this.#path)) return { lines: [], bytes: 0, notices: [] };
    const text = readFileSync(this.#path, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    const bytes = new TextEncoder().encode(whole).length;
    const lines = whole.split("\n").filter((line) => line !== "").map((line) =>
      JSON.parse(line) as JournalLine
    );
    const notices = whole === text ? [] : [
      "The last line of the journal was not written whole and was left out: the run was broken off",
    ];
    return { lines, bytes, notices };
  }
}
