/**
 * Messages of a run → outputs of its cells.
 *
 * Source: nbclient 0.10, `client.py` (`process_message`, `output`, `_update_display_id`).
 *
 * @module
 */

import type { Json, JsonObject, Message } from "../wire/message.ts";
import { isRecord } from "./json.ts";
import type { ErrorOutput, JsonRecord, MimeData, Output } from "./nbformat.ts";
import { settle } from "./terminal_text.ts";

/** Where a named display stands. */
interface Place {
  readonly cell: number;
  readonly output: number;
}

/** Gathers outputs per cell; a display may be updated from any later cell. */
export class OutputCollector {
  readonly #outputs = new Map<number, Output[]>();
  readonly #clearing = new Set<number>();
  readonly #places = new Map<string, Place[]>();

  /**
   * What a cell has shown so far.
   *
   * @param cell the cell's index
   * @returns its outputs, with progress bars settled
   */
  outputs(cell: number): readonly Output[] {
    return this.#list(cell).map((output) =>
      output.output_type === "stream" ? { ...output, text: settle(output.text) } : output
    );
  }

  /**
   * Forgets what a cell showed in an earlier run.
   *
   * @param cell the cell's index
   */
  begin(cell: number): void {
    this.#clear(cell);
  }

  /**
   * Takes one iopub message; other messages than outputs are ignored.
   *
   * @param cell index of the cell that caused the message
   * @param message the message
   */
  receive(cell: number, message: Message): void {
    const { content } = message;
    switch (message.header.msg_type) {
      case "clear_output":
        if (content["wait"] === true) this.#clearing.add(cell);
        else this.#clear(cell);
        return;
      case "stream":
        this.#stream(cell, String(content["name"]), String(content["text"]));
        return;
      case "display_data":
      case "execute_result": {
        const output = shownOutput(message.header.msg_type, content);
        const id = displayId(content);
        if (id !== undefined) this.#update(id, output);
        const place = this.#add(cell, output);
        if (id !== undefined) this.#places.set(id, [...this.#places.get(id) ?? [], place]);
        return;
      }
      case "update_display_data": {
        const id = displayId(content);
        if (id !== undefined) this.#update(id, shownOutput("display_data", content));
        return;
      }
      case "error":
        this.#add(cell, {
          output_type: "error",
          ename: String(content["ename"]),
          evalue: String(content["evalue"]),
          traceback: Array.isArray(content["traceback"]) ? content["traceback"].map(String) : [],
        });
    }
  }

  /**
   * Ends a cell with an error that no message brought, such as a timeout; the kernel's own account
   * of the interrupt gives way to it.
   *
   * @param cell the cell's index
   * @param error what to show
   */
  replaceError(cell: number, error: ErrorOutput): void {
    const outputs = this.#list(cell);
    if (outputs.at(-1)?.output_type === "error") outputs.pop();
    outputs.push(error);
  }

  #add(cell: number, output: Output): Place {
    if (this.#clearing.has(cell)) this.#clear(cell);
    const outputs = this.#list(cell);
    return { cell, output: outputs.push(output) - 1 };
  }

  #stream(cell: number, name: string, text: string): void {
    const last = this.#clearing.has(cell) ? undefined : this.#list(cell).at(-1);
    if (last?.output_type === "stream" && last.name === name) {
      this.#list(cell).splice(-1, 1, { ...last, text: last.text + text });
    } else {
      this.#add(cell, { output_type: "stream", name, text });
    }
  }

  #update(id: string, { data, metadata }: { data: MimeData; metadata: JsonRecord }): void {
    for (const { cell, output } of this.#places.get(id) ?? []) {
      const list = this.#list(cell);
      const old = list[output];
      if (old?.output_type === "display_data" || old?.output_type === "execute_result") {
        list[output] = { ...old, data, metadata };
      }
    }
  }

  #clear(cell: number): void {
    this.#clearing.delete(cell);
    this.#outputs.set(cell, []);
    for (const [id, places] of this.#places) {
      this.#places.set(id, places.filter((place) => place.cell !== cell));
    }
  }

  #list(cell: number): Output[] {
    const outputs = this.#outputs.get(cell) ?? [];
    this.#outputs.set(cell, outputs);
    return outputs;
  }
}

function displayId(content: JsonObject): string | undefined {
  const transient = content["transient"];
  const id = isRecord(transient) ? transient["display_id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

function shownOutput(
  type: "display_data" | "execute_result",
  content: JsonObject,
): Extract<Output, { data: MimeData }> {
  const data = withoutDeadViews(object(content["data"]));
  const metadata = object(content["metadata"]);
  if (type === "display_data") return { output_type: type, data, metadata };
  const count = content["execution_count"];
  return {
    output_type: type,
    execution_count: typeof count === "number" ? count : null,
    data,
    metadata,
  };
}

/** A widget's model ends with the session; a saved view of it would say so in place of the rest. */
function withoutDeadViews(data: JsonRecord): JsonRecord {
  const { "application/vnd.jupyter.widget-view+json": _view, ...rest } = data;
  return Object.keys(rest).length === 0 ? data : rest;
}

function object(value: Json | undefined): JsonRecord {
  return isRecord(value) ? value : {};
}
