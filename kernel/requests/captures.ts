/**
 * `%%capture`: outputs that are kept for the cell's author instead of being shown.
 *
 * @module
 */

import type { MimeBundle } from "../display/bundle.ts";
import type { CapturedPart } from "../evaluate/session/captured.ts";
import type { JsonObject } from "../wire/message.ts";
import { asJson } from "./publisher.ts";

/** An output that was captured. */
export interface CapturedOutput {
  readonly msg_type: string;
  readonly content: JsonObject;
}

/**
 * Captured messages as what a session can show again: a display that was updated appears as it was
 * last, and nothing from before a clearing remains.
 *
 * @param outputs in their order
 * @returns texts, displays and results
 */
export function capturedParts(outputs: readonly CapturedOutput[]): readonly CapturedPart[] {
  const parts = new Map<string | symbol, CapturedPart>();
  for (const { msg_type, content } of outputs) {
    if (msg_type === "clear_output") parts.clear();
    if (msg_type === "stream") {
      const stream = content.name === "stderr" ? "stderr" : "stdout";
      parts.set(Symbol(), { type: "text", stream, text: String(content.text) });
    }
    if (!/^(execute_result|(update_)?display_data)$/.test(msg_type)) continue;
    const { display_id } = asJson<JsonObject>(content.transient ?? {});
    const key = typeof display_id === "string" ? display_id : Symbol();
    const { data = {}, metadata = {} } = content;
    parts.set(key, {
      type: "display",
      bundle: asJson<MimeBundle & JsonObject>({ data, metadata }),
    });
  }
  return [...parts.values()];
}

/** Captures by cell. */
export class Captures {
  readonly #kept = new Map<
    string,
    { readonly variable: string; readonly outputs: CapturedOutput[] }
  >();

  /** Begins to keep the outputs of a cell for a variable. */
  begin(cell: string, variable: string): void {
    this.#kept.set(cell, { variable, outputs: [] });
  }

  /** The variable that waits for the outputs of a cell; undefined if none does. */
  variableOf(cell: string): string | undefined {
    return this.#kept.get(cell)?.variable;
  }

  /** Ends it, and gives what was kept; nothing if it had not begun. */
  end(cell: string): readonly CapturedOutput[] {
    const outputs = this.#kept.get(cell)?.outputs ?? [];
    this.#kept.delete(cell);
    return outputs;
  }

  /** Keeps an output if its cell is being captured; whether it was kept. */
  take(cell: string, output: CapturedOutput): boolean {
    return this.#kept.get(cell)?.outputs.push(output) !== undefined;
  }
}
