/**
 * The session's way out: text into the pipes, events over the inspector, one order for both.
 *
 * @module
 */

import { EMIT } from "../events.ts";
import type { Envelope, SessionEvent } from "../events.ts";
import { ATOMIC_BYTES, type Mark, writeMark } from "../markers.ts";
import type { Cells } from "./context.ts";
import { TextPipe, writeFully } from "./text_pipe.ts";

/** Cells may replace that of `JSON`. */
const { stringify } = JSON;

/** More than the mark of a barrier takes. */
const BARRIER_BYTES = 128;

/** Writes text and events, each marked with the cell it belongs to. */
export class Output {
  readonly #key: string;
  readonly #cells: Cells;
  readonly #pipe = new TextPipe();
  #seq = 0;

  /**
   * @param key the key of this session's marks
   * @param cells tells whose text it is
   */
  constructor(key: string, cells: Cells) {
    this.#key = key;
    this.#cells = cells;
  }

  /** The id of the cell that the running code belongs to. */
  get cell(): string | null {
    return this.#cells.current()?.announcement.id ?? null;
  }

  /**
   * Prints text. Standard error goes through the stdout pipe too, marked, so that both keep their
   * order.
   *
   * @param text what to print
   * @param stream where it shows
   */
  text(text: string, stream: "stdout" | "stderr" = "stdout"): void {
    const cell = this.#cells.current();
    if (stream === "stdout" && cell === this.#cells.last()) return this.#pipe.write(text);
    const mark: Mark = { kind: "text", cell: cell?.announcement.id ?? null, stream };
    this.#pipe.write(this.#mark(mark) + text + this.#mark({ kind: "end" }));
  }

  /**
   * Sends an event that keeps its place among the text.
   *
   * @param event what happened
   */
  event(event: SessionEvent): void {
    this.flush();
    const small = this.#mark({ kind: "event", event });
    // A character takes three bytes at most; a few events travel as parcels that need not.
    if (small.length * 3 <= ATOMIC_BYTES) return writeFully(Deno.stdout, small);
    const seq = this.#seq++;
    writeFully(Deno.stdout, this.#mark({ kind: "parcel", seq }));
    emit({ seq, event });
  }

  /**
   * Sends the result of a cell. It leaves with the mark behind the cell, which follows at once: what
   * is written in one piece is also read in one.
   *
   * @param event the result
   */
  result(event: SessionEvent): void {
    this.flush();
    const small = this.#mark({ kind: "event", event });
    if (small.length * 3 > ATOMIC_BYTES - BARRIER_BYTES) return this.event(event);
    this.#pipe.gather(small);
  }

  /** Sends text that waits for more of its kind. */
  flush(): void {
    this.#pipe.flush();
  }

  /** Does what code that was terminated does no more: its text goes out at once again. */
  recover(): void {
    this.#pipe.calm();
  }

  /** Marks both pipes, so that the kernel knows when it has read all that came before. */
  barrier(id: number): void {
    const mark = this.#mark({ kind: "barrier", id });
    // Standard error first: what stands on standard output is then handled together with its mark.
    writeFully(Deno.stderr, mark);
    this.#pipe.gather(mark);
    this.flush();
  }

  /** Says that the session exits, and through which function. */
  exiting(by: string, code: number): void {
    this.flush();
    writeFully(Deno.stdout, this.#mark({ kind: "exit", by, code }));
  }

  #mark(mark: Mark): string {
    return writeMark(this.#key, mark);
  }
}

function emit(envelope: Envelope): void {
  const binding = (globalThis as unknown as Record<string, (payload: string) => void>)[EMIT];
  binding?.(stringify(envelope));
}
