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
import { askedExpression, completeCommand } from "../compile/complete_command.ts";
import { tooDeep } from "../compile/nesting.ts";
import { within } from "../evaluate/within.ts";
import { declaredNames } from "./declared_names.ts";
import type { KernelState } from "./kernel_state.ts";

/** How long completion waits for anything at all, such as a language server that still starts. */
const COLD_MS = 4000;
/** How long it waits for one side if the other has names already. */
const KNOWN_MS = 400;

/**
 * Completes a text.
 *
 * @param kernel has the language server and the session
 * @param at the text, a UTF-16 offset, and whose question it is: a newer one of the same asker
 *   withdraws it
 * @returns completions, best first
 */
export async function completeAt(
  kernel: KernelState,
  { code: cell, offset, asker = "" }: {
    readonly code: string;
    readonly offset: number;
    readonly asker?: string;
  },
): Promise<readonly CompletionItem[]> {
  const commands = completeCommand(cell, offset);
  if (commands !== undefined) return commands;
  const code = askedExpression(cell, offset);
  // The language server's text is parsed here, which would end the kernel.
  const assist = tooDeep(code) === undefined ? kernel.assist : undefined;
  const known = assist?.complete(code, offset, { asker }).catch(() => []) ?? Promise.resolve([]);
  const target = liveTarget(code, offset) ?? nameTarget(code, offset);
  if (!target) return await within(COLD_MS, known) ?? [];
  let items: readonly CompletionItem[] = [];
  let properties: readonly LiveProperty[] = [];
  const merged = (): readonly CompletionItem[] => mergeCompletions(items, { target, properties });
  const told = [
    known.then((found) => void (items = found)),
    liveNames(target, kernel).then((found) => void (properties = found)),
  ];
  await within(KNOWN_MS, Promise.all(told));
  // Busy machines make both late; the first that knows something will do.
  if (merged().length === 0) {
    await within(
      COLD_MS - KNOWN_MS,
      anyOf(told, () => merged().length > 0),
    );
  }
  return merged();
}

/** Resolves with the first promise after which something is true, or when all have resolved. */
async function anyOf(all: readonly Promise<void>[], isEnough: () => boolean): Promise<unknown> {
  const enough = Promise.withResolvers<void>();
  for (const one of all) one.then(() => isEnough() && enough.resolve());
  return await Promise.race([enough.promise, Promise.all(all)]);
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
  // Right after a start the session is up long before the language server is.
  const host = (await kernel.keeper.current().catch(() => undefined))?.host;
  if (!host) return [];
  if (target.expression === "") {
    const names = await declaredNames(host).catch(() => []);
    return names.map((name) => ({ name, kind: "variable", depth: 0 }));
  }
  const found = await host.peek(liveProbe(target));
  return Array.isArray(found) ? found as LiveProperty[] : [];
}
