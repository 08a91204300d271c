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

/** A queue with one worker. */
export class TaskQueue {
  #waiting: QueuedTask[] = [];
  #working: Promise<void> | undefined;

  /** Adds a task and starts the worker if it rests. */
  push(task: QueuedTask): void {
    this.#waiting.push(task);
    this.#working ??= this.#work();
  }

  /** Takes everything out that waits. */
  take(): readonly QueuedTask[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
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
