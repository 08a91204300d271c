/**
 * Reads a pipe into the same memory again and again.
 *
 * @module
 */

/** As much as a pipe usually holds. */
const SIZE = 64 * 1024;

/** What can be read piece by piece. */
export type PieceReader = Pick<ReadableStreamDefaultReader<Uint8Array>, "read" | "cancel">;

/**
 * A pipe of a child process. The readers that streams have take 64 KB of new memory for each piece.
 */
export class PipeReader implements PieceReader {
  readonly #reader: ReadableStreamBYOBReader;
  #memory = new ArrayBuffer(SIZE);

  /** @param pipe what to read; it is locked from here on */
  constructor(pipe: ReadableStream<Uint8Array>) {
    this.#reader = pipe.getReader({ mode: "byob" });
  }

  /**
   * Reads the next piece.
   *
   * @returns bytes that stay as they are until the next call only
   */
  async read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const { value, done } = await this.#reader.read(new Uint8Array(this.#memory));
    if (value !== undefined) this.#memory = value.buffer;
    return done ? { done } : { value, done };
  }

  /** Reads no more; the pipe is closed. */
  cancel(): Promise<void> {
    return this.#reader.cancel();
  }
}
