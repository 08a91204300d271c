/**
 * `complete`, `inspect` and `is_complete`: answered at once, also while a cell runs.
 *
 * @module
 */

import type { CompletionItem } from "../../assist/assist.ts";
import { toCodePoints, toUtf16 } from "../../assist/cursor.ts";
import { isComplete as judge } from "../../compile/is_complete.ts";
import type { JsonObject } from "../../wire/message.ts";
import { completeAt } from "../completions.ts";
import { inspectAt } from "../inspection.ts";
import type { RequestContext } from "./handler.ts";

/** Answers `complete_request`: what the types know, and what the live objects have. */
export async function complete(
  { received, content, kernel, reply }: RequestContext,
): Promise<void> {
  const { code, offset } = readCursor(content);
  const asker = received.message.header.session;
  const items = await completeAt(kernel, { code, offset, asker });
  // One reply has one range. Names replace less than keys that need brackets, and are worth more.
  const nearest = items.reduce((near, item) => item.start > near ? item.start : near, 0);
  const { start, end } = items.find((item) => item.start === nearest) ??
    { start: offset, end: offset };
  const same = items.filter((item) => item.start === start && item.end === end);
  const from = toCodePoints(code, start);
  const to = toCodePoints(code, end);
  reply({
    status: "ok",
    matches: same.map(({ text }) => text),
    cursor_start: from,
    cursor_end: to,
    metadata: { _jupyter_types_experimental: same.map((item) => describeItem(item, from, to)) },
  });
}

/** Answers `inspect_request`; `provisional` in its metadata says that asking again may tell more. */
export async function inspect({ content, kernel, reply }: RequestContext): Promise<void> {
  const { code, offset } = readCursor(content);
  const level = content.detail_level === 1 ? 1 : 0;
  const { inspection: found, provisional } = await inspectAt(kernel, { code, offset, level });
  const data: JsonObject = found
    ? { "text/plain": found.plain, "text/markdown": found.markdown, "text/html": found.html }
    : {};
  const metadata: JsonObject = provisional ? { provisional } : {};
  reply({ status: "ok", found: found !== undefined, data, metadata });
}

/** Answers `is_complete_request`. */
export function isComplete({ content, reply }: RequestContext): void {
  reply({ ...judge(typeof content.code === "string" ? content.code : "") });
}

function readCursor(content: JsonObject): { code: string; offset: number } {
  const code = typeof content.code === "string" ? content.code : "";
  const cursor = content.cursor_pos;
  return { code, offset: typeof cursor === "number" ? toUtf16(code, cursor) : code.length };
}

function describeItem(item: CompletionItem, start: number, end: number): JsonObject {
  const { text, type, signature, documentation } = item;
  return {
    text,
    type,
    start,
    end,
    ...(signature === undefined ? {} : { signature }),
    ...(documentation === undefined ? {} : { documentation }),
  };
}
