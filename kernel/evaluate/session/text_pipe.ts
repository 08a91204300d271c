/**
 * The stdout pipe: what is printed goes out at once, unless it is a flood.
 *
 * A write to a pipe costs some 2 µs in the session and 30 µs in the kernel that reads it. A hundred
 * lines do not matter; a hundred thousand do, so from the 256th line that one piece of synchronous
 * code prints, lines are gathered. They leave when they are many, when that code returns, or when
 * the kernel asks for them, which it does while a flood has paused.
 *
 * @module
 */

/** How many lines one piece of synchronous code prints before they are gathered. */
const CALM = 256;
/** How many characters are gathered; half of what a pipe usually holds. */
const GATHERED = 32 * 1024;

const encoder = new TextEncoder();

/** Writes text to standard output. */
export class TextPipe {
  #gathered = "";
  #writes = 0;

  /**
   * Writes a text, now or with those that follow.
   *
   * @param text what to print
   */
  write(text: string): void {
    if (this.#writes === 0) queueMicrotask(() => this.calm());
    if (++this.#writes <= CALM) {
      this.flush();
      return writeFully(Deno.stdout, text);
    }
    this.gather(text);
    if (this.#gathered.length >= GATHERED) this.flush();
  }

  /**
   * Keeps a text until the next flush.
   *
   * @param text what to print then
   */
  gather(text: string): void {
    this.#gathered += text;
  }

  /** Writes what was gathered. */
  flush(): void {
    const text = this.#gathered;
    this.#gathered = "";
    if (text !== "") writeFully(Deno.stdout, text);
  }

  /** Writes what was gathered, and counts anew. */
  calm(): void {
    this.#writes = 0;
    this.flush();
  }
}

/**
 * Writes all of a text, blocking while the pipe is full.
 *
 * @param to standard output or standard error
 * @param text what to write
 */
export function writeFully(to: typeof Deno.stdout | typeof Deno.stderr, text: string): void {
  let left: Uint8Array = encoder.encode(text);
  while (left.length > 0) left = left.subarray(to.writeSync(left));
}
