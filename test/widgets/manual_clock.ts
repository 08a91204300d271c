/** A clock that stands still until a test moves it. */
import type { Clock } from "../../widgets/throttle.ts";

/** Calls that are due come in order. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #calls = new Set<{ readonly at: number; readonly call: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    const entry = { at: this.#now + milliseconds, call };
    this.#calls.add(entry);
    return () => void this.#calls.delete(entry);
  }

  /** Lets time pass. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    const due = [...this.#calls].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
    for (const entry of due) {
      if (!this.#calls.delete(entry)) continue; // taken back by one before it
      this.#now = entry.at;
      entry.call();
    }
    this.#now = end;
  }
}
