/**
 * Marks in the session's output pipes: they say whose text follows and where a display belongs.
 *
 * A session's file descriptors 1 and 2 are pipes, so that subprocesses and native code print into
 * the cell too. Text without marks is the running cell's standard output (or, on fd 2, standard
 * error). What the session's own JavaScript knows better it says by a mark: `\x1e<key><JSON>\x1e`.
 * A mark stays below 4096 bytes, which a pipe takes in one piece, so that text of a subprocess can
 * never land inside one; larger things travel over the inspector and leave only their number here.
 *
 * @module
 */

/** Cells may replace that of `JSON`, without which no cell would ever end. */
const { stringify } = JSON;

/** What a pipe takes in one piece (PIPE_BUF of POSIX systems; the smallest in use). */
export const ATOMIC_BYTES = 4096;

/** The byte that opens and closes a mark; JSON text never holds it. */
export const MARK_BYTE = 0x1e;

/** What a mark says. */
export type Mark =
  /** The text up to the next `end` mark belongs to this cell and stream. */
  | { readonly kind: "text"; readonly cell: string | null; readonly stream: "stdout" | "stderr" }
  /** Back to the running cell and the pipe's own stream. */
  | { readonly kind: "end" }
  /** A small event, in its place. */
  | { readonly kind: "event"; readonly event: unknown }
  /** The event of this number, too large for a mark and sent over the inspector, belongs here. */
  | { readonly kind: "parcel"; readonly seq: number }
  /** Everything the session wrote before this barrier has been read. */
  | { readonly kind: "barrier"; readonly id: number }
  /** The session is about to exit because a function was called that does so. */
  | { readonly kind: "exit"; readonly by: string; readonly code: number };

/** A piece of a session's output: text as bytes, or a mark. */
export type Piece = { readonly bytes: Uint8Array } | { readonly mark: Mark };

/**
 * Writes a mark.
 *
 * @param key the session's key, which keeps chance bytes from looking like marks
 * @param mark what to say
 * @returns text for the pipe
 * @example
 * ```ts
 * import { writeMark } from "./markers.ts";
 * console.assert(writeMark("k", { kind: "end" }) === '\x1ek{"kind":"end"}\x1e');
 * ```
 */
export function writeMark(key: string, mark: Mark): string {
  return `\x1e${key}${stringify(mark)}\x1e`;
}

/** Splits a pipe's chunks into text and marks; marks may be cut anywhere between chunks. */
export class MarkReader {
  readonly #key: Uint8Array;
  #held: Uint8Array = new Uint8Array(0);

  /** @param key the session's key, as given to `writeMark` */
  constructor(key: string) {
    this.#key = new TextEncoder().encode(key);
  }

  /**
   * Takes the next chunk.
   *
   * @param chunk bytes as read
   * @returns the pieces that are complete by now, in order
   */
  read(chunk: Uint8Array): Piece[] {
    const bytes = this.#held.length === 0 ? chunk : concat(this.#held, chunk);
    this.#held = new Uint8Array(0);
    const pieces: Piece[] = [];
    let from = 0;
    let look = 0;
    for (;;) {
      const open = bytes.indexOf(MARK_BYTE, look);
      if (open < 0) break;
      const fit = this.#matches(bytes, open + 1);
      if (fit === "no") {
        look = open + 1;
        continue;
      }
      const close = fit === "yes" ? bytes.indexOf(MARK_BYTE, open + 1) : -1;
      if (close < 0) {
        if (open > from) pieces.push({ bytes: bytes.subarray(from, open) });
        this.#held = bytes.slice(open);
        return pieces;
      }
      const mark = parseMark(bytes.subarray(open + 1 + this.#key.length, close));
      if (mark === undefined) {
        look = close;
        continue;
      }
      if (open > from) pieces.push({ bytes: bytes.subarray(from, open) });
      pieces.push({ mark });
      from = look = close + 1;
    }
    if (from < bytes.length) pieces.push({ bytes: bytes.subarray(from) });
    return pieces;
  }

  /** What was held back as the beginning of a mark when the pipe ended. */
  rest(): Uint8Array {
    return this.#held;
  }

  #matches(bytes: Uint8Array, at: number): "yes" | "no" | "cut" {
    for (let i = 0; i < this.#key.length; i++) {
      if (at + i >= bytes.length) return "cut";
      if (bytes[at + i] !== this.#key[i]) return "no";
    }
    return "yes";
  }
}

const DECODER = new TextDecoder();

/** Undefined for what only looks like a mark: user code can read the key and print it. */
function parseMark(json: Uint8Array): Mark | undefined {
  try {
    const mark: unknown = JSON.parse(DECODER.decode(json));
    return typeof mark === "object" && mark !== null && "kind" in mark ? mark as Mark : undefined;
  } catch {
    return undefined;
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
