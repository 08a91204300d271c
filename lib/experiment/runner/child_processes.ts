/**
 * The worker processes of one run: started when work needs them, used again, ended with it.
 *
 * @module
 */

import { Guard } from "./guard.ts";
import type { Answer, Attempt } from "./worker_link.ts";
import { WorkerProcess, type WorkerSettings } from "./worker_process.ts";
import type { Workers, WorkersOptions } from "./workers.ts";

/**
 * Worker processes, each for the jobs of one module.
 *
 * @example
 * ```ts
 * import { ChildProcesses } from "./child_processes.ts";
 * import type { WorkerSettings } from "./worker_process.ts";
 * function open(settings: WorkerSettings): ChildProcesses {
 *   const { signal } = new AbortController();
 *   return new ChildProcesses(settings, { concurrency: 2, signal, onLog: () => {} });
 * }
 * ```
 */
export class ChildProcesses implements Workers {
  readonly #settings: WorkerSettings;
  readonly #options: WorkersOptions;
  readonly #all: Set<WorkerProcess> = new Set();
  readonly #idle: Set<WorkerProcess> = new Set();
  /** The job that each worker had last, for what it prints. */
  readonly #jobs: Map<WorkerProcess, string> = new Map();
  #guard: Guard | undefined;

  /**
   * @param settings how to start workers
   * @param options how many, and who hears what they print
   */
  constructor(settings: WorkerSettings, options: WorkersOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  /** @inheritdoc */
  async execute(attempt: Attempt): Promise<Answer> {
    const worker = this.#take(attempt.work.module);
    this.#jobs.set(worker, attempt.id);
    const answer = await worker.execute(attempt);
    if (worker.isAlive) this.#idle.add(worker);
    return answer;
  }

  /** @inheritdoc */
  async end(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.leave()));
    await this.#guard?.end();
  }

  /** @inheritdoc */
  async stop(): Promise<void> {
    for (const worker of this.#all) worker.kill();
    await this.end();
  }

  #take(module: string): WorkerProcess {
    for (const worker of this.#idle) {
      if (!worker.isAlive) this.#idle.delete(worker);
      else if (worker.module === module) {
        this.#idle.delete(worker);
        return worker;
      }
    }
    this.#makeRoom();
    return this.#start(module);
  }

  /** Workers of other modules give way when there are as many workers as there may be. */
  #makeRoom(): void {
    if (this.#all.size < this.#options.concurrency) return;
    for (const worker of this.#idle) {
      this.#idle.delete(worker);
      void worker.leave();
      return;
    }
  }

  #start(module: string): WorkerProcess {
    const worker = new WorkerProcess(module, {
      settings: this.#settings,
      print: (stream, text) => {
        this.#options.onLog({ id: this.#jobs.get(worker), stream, text });
      },
    });
    this.#all.add(worker);
    this.#watchAll();
    void worker.ended.then(() => {
      this.#all.delete(worker);
      this.#idle.delete(worker);
      this.#jobs.delete(worker);
      this.#watchAll();
    });
    return worker;
  }

  #watchAll(): void {
    this.#guard ??= new Guard();
    this.#guard.watch([...this.#all].flatMap(({ group }) => group === undefined ? [] : [group]));
  }
}
