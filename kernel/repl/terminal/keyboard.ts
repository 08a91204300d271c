/**
 * Keys as they are pressed: queued while nobody reads, except the one that interrupts.
 *
 * @module
 */

import { decodeKeys, flushKeys, type Key } from "./keys.ts";
import type { ReplInput } from "./terminal.ts";

/** How long an Escape waits for what may still belong to it. */
const ESCAPE_MS = 50;

/** Reads keys from an input until it ends or is closed. */
export class Keyboard {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #queue: Key[] = [];
  #waiting: ((key: Key | undefined) => void) | undefined;
  #pending = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  /** Called instead of queueing when `Ctrl-C` is pressed and nobody reads. */
  interrupted: (() => void) | undefined;

  /** @param input where the keys come from; a terminal must be in raw mode already */
  constructor(input: ReplInput) {
    this.#reader = input.readable.getReader();
    void this.#pump();
  }

  /** How many keys were pressed that nobody has read. */
  get queued(): number {
    return this.#queue.length;
  }

  /**
   * Waits for a key. Only one may wait at a time.
   *
   * @returns the key, or undefined when there will be no more
   */
  next(): Promise<Key | undefined> {
    const key = this.#queue.shift();
    if (key !== undefined || this.#ended) return Promise.resolve(key);
    return new Promise((resolve) => this.#waiting = resolve);
  }

  /** Stops reading. */
  close(): void {
    this.#end();
    // A read from a terminal cannot be called off; it ends with the process.
    this.#reader.cancel().catch(() => {});
  }

  async #pump(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done || this.#ended) break;
        this.#take(decoder.decode(value, { stream: true }));
      }
    } catch {
      // An input that breaks off is an input that ends.
    }
    this.#end();
  }

  #take(text: string): void {
    clearTimeout(this.#timer);
    const { keys, pending } = decodeKeys(this.#pending, text);
    this.#pending = pending;
    for (const key of keys) this.#deliver(key);
    if (pending.startsWith("\x1b") && pending.length < 3) {
      this.#timer = setTimeout(() => this.#flush(), ESCAPE_MS);
    }
  }

  #flush(): void {
    for (const key of flushKeys(this.#pending)) this.#deliver(key);
    this.#pending = "";
  }

  #deliver(key: Key): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) waiting(key);
    else if (key.kind === "press" && key.name === "C-c" && this.interrupted !== undefined) {
      this.#queue.length = 0;
      this.interrupted();
    } else this.#queue.push(key);
  }

  #end(): void {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    this.#flush();
    this.#ended = true;
    this.#waiting?.(undefined);
    this.#waiting = undefined;
  }
}
