/**
 * `complete`, `inspect` and `is_complete`: answered at once, also while a cell runs.
 *
 * @module
 */

import type { CompletionItem } from "../../assist/assist.ts";
import { toCodePoints, toUtf16 } from "../../assist/cursor.ts";
import {
  liveProbe,
  type LiveProperty,
  type LiveTarget,
  liveTarget,
  mergeCompletions,
} from "../../assist/live.ts";
import { completeCommand } from "../../compile/complete_command.ts";
import { isComplete as judge } from "../../compile/is_complete.ts";
import { within } from "../../evaluate/within.ts";
import type { JsonObject } from "../../wire/message.ts";
import type { KernelState } from "../kernel_state.ts";
import { inspectAt } from "../inspection.ts";
import type { RequestContext } from "./handler.ts";

/** How long completion waits for a language server that is still starting. */
const COLD_MS = 4000;

/** Answers `complete_request`: what the types know, and what the live objects have. */
export async function complete({ content, kernel, reply }: RequestContext): Promise<void> {
  const { code, offset } = readCursor(content);
  const items = await completions(code, offset, kernel);
  const start = items[0]?.start ?? offset;
  const end = items[0]?.end ?? offset;
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

/** Answers `inspect_request`. */
export async function inspect({ content, kernel, reply }: RequestContext): Promise<void> {
  const { code, offset } = readCursor(content);
  const level = content.detail_level === 1 ? 1 : 0;
  const found = await within(COLD_MS, inspectAt(kernel, { code, offset, level }));
  const data: JsonObject = found
    ? { "text/plain": found.plain, "text/markdown": found.markdown, "text/html": found.html }
    : {};
  reply({ status: "ok", found: found !== undefined, data, metadata: {} });
}

/** Answers `is_complete_request`. */
export function isComplete({ content, reply }: RequestContext): void {
  reply({ ...judge(typeof content.code === "string" ? content.code : "") });
}

async function completions(
  code: string,
  offset: number,
  kernel: KernelState,
): Promise<readonly CompletionItem[]> {
  const commands = completeCommand(code, offset);
  if (commands !== undefined) return commands;
  const target = liveTarget(code, offset);
  const properties = target ? await liveNames(target, kernel) : [];
  const known = kernel.assist?.complete(code, offset).catch(() => []) ?? Promise.resolve([]);
  // Live names are worth showing while the language server is still reading its libraries.
  const patience = properties.length > 0 && !kernel.assistWarm ? COLD_MS / 8 : COLD_MS;
  const items = await within(patience, known) ?? [];
  return target ? mergeCompletions(items, { target, properties }) : items;
}

async function liveNames(
  target: LiveTarget,
  kernel: KernelState,
): Promise<readonly LiveProperty[]> {
  const session = kernel.keeper.up;
  const found = await session?.host.peek(liveProbe(target));
  return Array.isArray(found) ? found as LiveProperty[] : [];
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
