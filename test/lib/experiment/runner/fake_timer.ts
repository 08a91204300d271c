/** A timer that goes when a test says so. */
import type { Timer } from "../../../../lib/experiment/runner/timer.ts";

interface Alarm {
  readonly at: number;
  readonly run: () => void;
}

/** Rings what is due, in order, when it is advanced. */
export class FakeTimer implements Timer {
  #now = 0;
  readonly #alarms: Set<Alarm> = new Set();

  after(milliseconds: number, run: () => void): () => void {
    const alarm = { at: this.#now + milliseconds, run };
    this.#alarms.add(alarm);
    return () => void this.#alarms.delete(alarm);
  }

  /** How many alarms are set. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** Lets time pass. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#alarms.delete(next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }
}
