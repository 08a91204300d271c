/**
 * Listens to a kernel during a run and knows which cell each message belongs to.
 *
 * @module
 */

import type { Message } from "../wire/message.ts";
import { OutputCollector } from "./collect.ts";
import type { RunClient } from "./limit.ts";
import type { CodeCell, Notebook } from "./nbformat.ts";
import type { CellResult } from "./run_cell.ts";
import { type Timing, timingOf } from "./timing.ts";

/** Records outputs and times of cells, also of those that print after their end. */
export class Recorder implements Disposable {
  readonly #outputs = new OutputCollector();
  readonly #timings = new Map<number, Timing>();
  readonly #counts = new Map<number, number | null>();
  readonly #cellOf = new Map<string, number>();
  readonly #stop: () => void;
  #running: number | undefined;

  /**
   * @param client whose messages to record until disposal
   */
  constructor(client: RunClient) {
    this.#stop = client.onMessage((message) => this.#receive(message));
  }

  /**
   * Takes the next unknown request for the one of this cell.
   *
   * @param cell the cell's index
   */
  begin(cell: number): void {
    this.#outputs.begin(cell);
    this.#timings.set(cell, {});
    this.#counts.set(cell, null);
    this.#running = cell;
  }

  /**
   * Notes how the cell ended that began last.
   *
   * @param result its reply, and the error where no message told of it
   */
  end({ outcome, reply, error }: CellResult): void {
    const cell = this.#running;
    if (cell === undefined) return;
    this.#running = undefined;
    if (reply) {
      this.#note(cell, reply);
      const count = reply.content["execution_count"];
      if (typeof count === "number") this.#counts.set(cell, count);
    }
    if (error && (outcome === "timeout" || outcome === "lost")) {
      this.#outputs.replaceError(cell, { output_type: "error", ...error });
    }
  }

  /**
   * Writes what was recorded into the cells that began; the others stay as they are.
   *
   * @param notebook the notebook that runs
   * @returns the notebook with outputs, counts and times
   */
  apply(notebook: Notebook): Notebook {
    const cells = notebook.cells.map((cell, index) =>
      cell.cell_type === "code" && this.#timings.has(index) ? this.#applyTo(cell, index) : cell
    );
    return { ...notebook, cells };
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    this.#stop();
  }

  #applyTo(cell: CodeCell, index: number): CodeCell {
    return {
      ...cell,
      execution_count: this.#counts.get(index) ?? null,
      metadata: { ...cell.metadata, execution: this.#timings.get(index) },
      outputs: this.#outputs.outputs(index),
    };
  }

  #receive(message: Message): void {
    const cell = this.#cell(message);
    if (cell === undefined) return;
    this.#note(cell, message);
    this.#outputs.receive(cell, message);
  }

  #cell({ parent_header }: Message): number | undefined {
    if (parent_header["msg_type"] !== "execute_request") return undefined;
    const id = String(parent_header["msg_id"]);
    if (!this.#cellOf.has(id) && this.#running !== undefined) this.#cellOf.set(id, this.#running);
    return this.#cellOf.get(id);
  }

  #note(cell: number, message: Message): void {
    this.#timings.set(cell, { ...this.#timings.get(cell), ...timingOf(message) });
  }
}
