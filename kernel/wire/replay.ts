/**
 * A bounded memory of signatures, so that a recorded message cannot be sent again.
 *
 * @module
 */

/** How many signatures the reference implementation remembers. */
const REMEMBERED = 65_536;

const DECODER = new TextDecoder();

/** Remembers the latest signatures. */
export class ReplayGuard {
  readonly #limit: number;
  readonly #seen = new Set<string>();
  /** The remembered ones as a ring; finding the oldest in a set takes ten times as long. */
  readonly #ring: string[] = [];
  #oldest = 0;

  /**
   * @param limit how many signatures are remembered; the oldest are forgotten first
   */
  constructor(limit: number = REMEMBERED) {
    this.#limit = limit;
  }

  /**
   * Remembers an authentic signature.
   *
   * @param signature its bytes
   * @returns false when it is among the remembered ones
   * @example
   * ```ts
   * import { ReplayGuard } from "./replay.ts";
   * const guard = new ReplayGuard();
   * const signature = new TextEncoder().encode("c0ffee");
   * console.assert(guard.admit(signature) && !guard.admit(signature));
   * ```
   */
  admit(signature: Uint8Array): boolean {
    const text = DECODER.decode(signature);
    if (this.#seen.has(text)) return false;
    this.#seen.add(text);
    if (this.#ring.length < this.#limit) {
      this.#ring.push(text);
      return true;
    }
    this.#seen.delete(this.#ring[this.#oldest] ?? "");
    this.#ring[this.#oldest] = text;
    this.#oldest = (this.#oldest + 1) % this.#limit;
    return true;
  }
}
