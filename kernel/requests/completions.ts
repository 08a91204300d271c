/**
 * Completions of a text: what the types know, and what the live session has.
 *
 * @module
 */

import type { CompletionItem } from "../assist/assist.ts";
import {
  liveProbe,
  type LiveProperty,
  type LiveTarget,
  liveTarget,
  mergeCompletions,
} from "../assist/live.ts";
import { completeCommand } from "../compile/complete_command.ts";
import { within } from "../evaluate/within.ts";
import type { KernelState } from "./kernel_state.ts";

/** How long completion waits for a language server that is still starting. */
const COLD_MS = 4000;
/** How long it waits then if the session knows names already. */
const KNOWN_MS = 400;

/**
 * Completes a text.
 *
 * @param kernel has the language server and the session
 * @param at the text and a UTF-16 offset
 * @returns completions, best first
 */
export async function completeAt(
  kernel: KernelState,
  { code, offset }: { readonly code: string; readonly offset: number },
): Promise<readonly CompletionItem[]> {
  const commands = completeCommand(code, offset);
  if (commands !== undefined) return commands;
  const known = kernel.assist?.complete(code, offset).catch(() => []) ?? Promise.resolve([]);
  const target = liveTarget(code, offset) ?? nameTarget(code, offset);
  const properties = target ? await liveNames(target, kernel) : [];
  const living = target ? mergeCompletions([], { target, properties }) : [];
  // Live names are worth showing while the language server is still reading its libraries.
  const patience = living.length > 0 && !kernel.assistWarm ? KNOWN_MS : COLD_MS;
  const items = await within(patience, known) ?? [];
  return target ? mergeCompletions(items, { target, properties }) : items;
}

/** The name that is being typed, if it is not the member of anything. */
function nameTarget(code: string, offset: number): LiveTarget | undefined {
  const before = /(^|[^.\p{ID_Continue}$"'`])([\p{ID_Start}$_][\p{ID_Continue}$]*)$/u;
  const prefix = before.exec(code.slice(0, offset))?.[2];
  if (prefix === undefined) return undefined;
  const start = offset - prefix.length;
  return { expression: "", wants: "members", prefix, start, end: offset, access: "" };
}

async function liveNames(
  target: LiveTarget,
  kernel: KernelState,
): Promise<readonly LiveProperty[]> {
  const host = kernel.keeper.up?.host;
  if (!host) return [];
  if (target.expression === "") return declared(await host.names().catch(() => []));
  const found = await host.peek(liveProbe(target));
  return Array.isArray(found) ? found as LiveProperty[] : [];
}

/** What cells declared, without what compiled text brings along. */
function declared(names: readonly string[]): readonly LiveProperty[] {
  const own = names.filter((name) => !name.startsWith("__modulab"));
  return own.map((name) => ({ name, kind: "variable", depth: 0 }));
}
