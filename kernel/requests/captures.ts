/**
 * `%%capture`: outputs that are kept for the cell's author instead of being shown.
 *
 * @module
 */

import type { JsonObject } from "../wire/message.ts";

/** An output that was captured. */
export interface CapturedOutput {
  readonly msg_type: string;
  readonly content: JsonObject;
}

/** Captures by cell. */
export class Captures {
  readonly #kept = new Map<string, CapturedOutput[]>();

  /** Begins to keep the outputs of a cell. */
  begin(cell: string): void {
    this.#kept.set(cell, []);
  }

  /** Ends it, and gives what was kept; nothing if it had not begun. */
  end(cell: string): readonly CapturedOutput[] {
    const outputs = this.#kept.get(cell) ?? [];
    this.#kept.delete(cell);
    return outputs;
  }

  /** Keeps an output if its cell is being captured; whether it was kept. */
  take(cell: string, output: CapturedOutput): boolean {
    return this.#kept.get(cell)?.push(output) !== undefined;
  }
}
