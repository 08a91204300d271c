/**
 * One cell at a time, in the order of arrival; after an error, those that wait can be given up.
 *
 * @module
 */

/** A request that waits for its turn. */
export interface QueuedTask {
  /** Runs it; must not reject. */
  run(): Promise<void>;
  /** Answers it without running it. */
  abort(): void;
}

/** Requests of one burst follow each other within this time, in milliseconds, also through a busy server. */
const ARRIVAL_MS = 25;

/** A queue with one worker. */
export class TaskQueue {
  readonly #waiting: QueuedTask[] = [];
  #busy = false;
  #working: Promise<void> = Promise.resolve();
  /** When the last task came, by `performance.now()`. */
  #arrival = -Infinity;

  /** Adds a task, which begins at once if the worker rests. */
  push(task: QueuedTask): void {
    this.#waiting.push(task);
    this.#arrival = performance.now();
    if (this.#busy) return;
    this.#busy = true; // before the worker begins: its task may push another
    this.#working = this.#work();
  }

  /** Takes everything out that waits, and what was sent together with it and still arrives. */
  async takeAll(): Promise<readonly QueuedTask[]> {
    const rest = (): number => this.#arrival + ARRIVAL_MS - performance.now();
    do {
      // At least a turn of the event loop, which reads what the sockets hold.
      await new Promise((resolve) => setTimeout(resolve, Math.max(1, rest())));
    } while (rest() > 0);
    return this.#waiting.splice(0);
  }

  /** Resolves when nothing runs or waits. */
  async idle(): Promise<void> {
    while (this.#busy) await this.#working;
  }

  async #work(): Promise<void> {
    for (let task = this.#waiting.shift(); task; task = this.#waiting.shift()) await task.run();
    this.#busy = false;
  }
}
