/**
 * What the editor asks the kernel while one types, with offsets in the editor's own units.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import type { CompletionItem } from "../assist/assist.ts";
import type { KernelClient } from "../wire/client.ts";
import type { Json } from "../wire/message.ts";
import type { Buffer } from "./edit/buffer.ts";
import { asArray, asObject } from "./json.ts";

/** Whether Enter runs a cell, and what the next line begins with if not. */
export interface Completeness {
  readonly runs: boolean;
  readonly indent: string;
}

/** What is known of something. */
export interface Documentation {
  /** Plain text; undefined where nothing is known. */
  readonly text: string | undefined;
  /** Whether the kernel may tell more when it is asked again. */
  readonly provisional: boolean;
}

/** A kernel that does not say within this time whether a cell is complete gets the cell. */
const PATIENCE_MS = 2000;

/**
 * Asks whether a cell is whole.
 *
 * @param client the kernel's client
 * @param code the cell
 * @returns `runs` unless the kernel says that more must follow: an invalid cell gets its error
 * @example
 * ```ts
 * import type { KernelClient } from "../wire/client.ts";
 * import { askCompleteness } from "./assistance.ts";
 * const ask = (client: KernelClient) => askCompleteness(client, "if (x) {");
 * ```
 */
export async function askCompleteness(client: KernelClient, code: string): Promise<Completeness> {
  const asked = client.request("shell", "is_complete_request", { code });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  const reply = await Promise.race([asked.catch(() => undefined), late]);
  clearTimeout(timer);
  const { status, indent } = reply?.content ?? {};
  return { runs: status !== "incomplete", indent: typeof indent === "string" ? indent : "" };
}

/**
 * Asks for completions at the cursor.
 *
 * @param client the kernel's client
 * @param buffer text and cursor
 * @returns the completions, with types and documentation where the kernel knows them
 * @example
 * ```ts
 * import type { KernelClient } from "../wire/client.ts";
 * import { askCompletions } from "./assistance.ts";
 * const ask = (client: KernelClient) => askCompletions(client, { text: "con", cursor: 3 });
 * ```
 */
export async function askCompletions(
  client: KernelClient,
  buffer: Buffer,
): Promise<readonly CompletionItem[]> {
  const { content } = await client.request("shell", "complete_request", {
    code: buffer.text,
    cursor_pos: codePoints(buffer.text, buffer.cursor),
  });
  const start = asNumber(content["cursor_start"], 0);
  const end = asNumber(content["cursor_end"], start);
  const typed = asObject(content["metadata"])["_jupyter_types_experimental"];
  const entries: readonly Json[] = Array.isArray(typed) && typed.length > 0
    ? typed
    : asArray(content["matches"]).map((text) => ({ text }));
  return entries.map((entry) => {
    const item = asObject(entry);
    const { signature, documentation } = item;
    return {
      text: String(item["text"] ?? ""),
      type: typeof item["type"] === "string" ? item["type"] : "",
      ...(typeof signature === "string" ? { signature } : {}),
      ...(typeof documentation === "string" ? { documentation } : {}),
      start: codeUnits(buffer.text, asNumber(item["start"], start)),
      end: codeUnits(buffer.text, asNumber(item["end"], end)),
    };
  });
}

/**
 * Asks what is known of the thing at the cursor.
 *
 * @param client the kernel's client
 * @param buffer text and cursor
 * @returns plain text, and whether more may be known soon
 * @example
 * ```ts
 * import type { KernelClient } from "../wire/client.ts";
 * import { askDocumentation } from "./assistance.ts";
 * const ask = (client: KernelClient) => askDocumentation(client, { text: "fetch", cursor: 5 });
 * ```
 */
export async function askDocumentation(
  client: KernelClient,
  buffer: Buffer,
): Promise<Documentation> {
  const { content } = await client.request("shell", "inspect_request", {
    code: buffer.text,
    cursor_pos: codePoints(buffer.text, buffer.cursor),
    detail_level: 0,
  });
  const text = asObject(content["data"])["text/plain"];
  const found = content["found"] === true && typeof text === "string";
  return {
    text: found ? stripVTControlCharacters(text) : undefined,
    provisional: asObject(content["metadata"])["provisional"] === true,
  };
}

/**
 * Asks for the inputs of this session and of earlier ones.
 *
 * @param client the kernel's client
 * @returns at most 5000 inputs, oldest first
 * @example
 * ```ts
 * import type { KernelClient } from "../wire/client.ts";
 * import { askHistory } from "./assistance.ts";
 * const ask = (client: KernelClient) => askHistory(client);
 * ```
 */
export async function askHistory(client: KernelClient): Promise<readonly string[]> {
  const { content } = await client.request("shell", "history_request", {
    hist_access_type: "tail",
    n: 5000,
    output: false,
    raw: true,
  });
  return asArray(content["history"])
    .map((entry) => asArray(entry)[2])
    .filter((input) => typeof input === "string");
}

/** The protocol counts code points, strings count UTF-16 units. */
function codePoints(text: string, offset: number): number {
  return Array.from(text.slice(0, offset)).length;
}

function codeUnits(text: string, points: number): number {
  return Array.from(text).slice(0, points).join("").length;
}

function asNumber(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
