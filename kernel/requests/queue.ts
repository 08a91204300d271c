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

/** Requests of one burst follow each other within this time. */
const ARRIVAL_MS = 5;

/** A queue with one worker. */
export class TaskQueue {
  readonly #waiting: QueuedTask[] = [];
  #working: Promise<void> | undefined;

  /** Adds a task and starts the worker if it rests. */
  push(task: QueuedTask): void {
    this.#waiting.push(task);
    this.#working ??= this.#work();
  }

  /** Takes everything out that waits, and what was sent together with it and still arrives. */
  async takeAll(): Promise<readonly QueuedTask[]> {
    let count: number;
    do {
      count = this.#waiting.length;
      await new Promise((resolve) => setTimeout(resolve, ARRIVAL_MS));
    } while (this.#waiting.length > count);
    return this.#waiting.splice(0);
  }

  /** Resolves when nothing runs or waits. */
  async idle(): Promise<void> {
    while (this.#working) await this.#working;
  }

  async #work(): Promise<void> {
    await Promise.resolve(); // a task that pushes another must find this worker
    for (let task = this.#waiting.shift(); task; task = this.#waiting.shift()) await task.run();
    this.#working = undefined;
  }
}
