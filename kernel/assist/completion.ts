/**
 * Completions: the server's items, sorted and cut to what fits the word before the cursor, the first
 * of them with types and documentation.
 *
 * @module
 */

import type { CompletionItem as ServerItem, CompletionList } from "vscode-languageserver-types";
import type { CompletionItem } from "./assist.ts";
import type { Question } from "./question.ts";
import { summary, withoutInternals } from "./markup.ts";
import { offsetAt, positionAt } from "./text_position.ts";

/** More completions than anybody reads; keeps a bare Ctrl-Space small. */
const MOST_ITEMS = 300;

/** The server is asked for details of so many items, as long as the time lasts. */
const DETAILED_ITEMS = 12;
const DETAILS_MS = 25;

/** Names of the kinds of the protocol (counted from 1) in Jupyter's words. */
const TYPES = (
  "text function function class property instance class class module property " +
  "instance instance class keyword statement instance path module path property " +
  "instance class class function param"
).split(" ");

/**
 * Asks for completions at an offset of the text at hand.
 *
 * @param question the server and the text it has open
 * @param offset the cursor
 * @returns completions, best first
 * @example
 * ```ts
 * import type { Question } from "./question.ts";
 * import { askCompletions } from "./completion.ts";
 * const ask = (question: Question) => askCompletions(question, 3);
 * ```
 */
export async function askCompletions(
  question: Question,
  offset: number,
): Promise<readonly CompletionItem[]> {
  const { server, uri, text, signal } = question;
  const answer = await server.request<CompletionList | ServerItem[] | null>(
    "textDocument/completion",
    {
      textDocument: { uri },
      position: positionAt(text, offset),
      context: { triggerKind: 1 },
    },
    { signal },
  );
  const items = Array.isArray(answer) ? answer : answer?.items ?? [];
  const chosen = chooseItems(items, { text, offset });
  const details = await askDetails(question, chosen.slice(0, DETAILED_ITEMS));
  return chosen.map(({ item, start, end }) => toCompletion(details.get(item) ?? item, start, end));
}

/** An item of the server and the text it replaces. */
interface Chosen {
  readonly item: ServerItem;
  readonly start: number;
  readonly end: number;
}

/**
 * The items that continue what is typed, best first.
 *
 * @param items as the server sent them
 * @param cursor text and offset
 * @returns items with their ranges
 * @example
 * ```ts
 * import { chooseItems } from "./completion.ts";
 * const chosen = chooseItems([{ label: "alpha" }, { label: "beta" }], { text: "al", offset: 2 });
 * console.assert(chosen.length === 1);
 * ```
 */
export function chooseItems(
  items: readonly ServerItem[],
  { text, offset }: { readonly text: string; readonly offset: number },
): readonly Chosen[] {
  const word = /[\p{ID_Continue}$]*$/u.exec(text.slice(0, offset))?.[0] ?? "";
  const placed = items.map((item) => place(item, { text, offset, word }));
  const fitting = placed.filter(({ rank }) => rank < Infinity);
  const prefixed = fitting.filter(({ rank }) => rank < LOOSE);
  return (prefixed.length > 0 ? prefixed : fitting)
    .sort((a, b) => a.rank - b.rank || compareText(sortKey(a.item), sortKey(b.item)))
    .slice(0, MOST_ITEMS);
}

/** Rank of an item that only contains the letters typed. */
const LOOSE = 2;

function place(
  item: ServerItem,
  { text, offset, word }: { readonly text: string; readonly offset: number; readonly word: string },
): Chosen & { readonly rank: number } {
  const edit = item.textEdit;
  const range = edit && ("range" in edit ? edit.range : edit.insert);
  const start = range ? offsetAt(text, range.start) : offset - word.length;
  const end = range ? Math.max(offset, offsetAt(text, range.end)) : offset;
  const typed = text.slice(start, offset);
  return { item, start, end, rank: rankOf(item.filterText ?? item.label, typed) };
}

function rankOf(candidate: string, typed: string): number {
  if (candidate.startsWith(typed)) return 0;
  const [have, want] = [candidate.toLowerCase(), typed.toLowerCase()];
  if (have.startsWith(want) || have.replace(/^\W+/, "").startsWith(want.replace(/^\W+/, ""))) {
    return 1;
  }
  let at = -1;
  for (const letter of want) {
    at = have.indexOf(letter, at + 1);
    if (at < 0) return Infinity;
  }
  return LOOSE;
}

function sortKey({ sortText, label }: ServerItem): string {
  return `${sortText ?? ""}\0${label}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function askDetails(
  { server, signal }: Question,
  chosen: readonly Chosen[],
): Promise<ReadonlyMap<ServerItem, ServerItem>> {
  const details = new Map<ServerItem, ServerItem>();
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), DETAILS_MS);
  const either = signal ? AbortSignal.any([signal, late.signal]) : late.signal;
  await Promise.all(chosen.map(async ({ item }) => {
    if (item.data === undefined) return;
    const detailed = await server
      .request<ServerItem>("completionItem/resolve", item, { signal: either })
      .catch(() => undefined);
    if (detailed) details.set(item, detailed);
  }));
  clearTimeout(timer);
  return details;
}

function toCompletion(item: ServerItem, start: number, end: number): CompletionItem {
  const edit = item.textEdit;
  const text = edit?.newText ?? item.insertText ?? item.label;
  const signature = item.data === undefined ? undefined : item.detail;
  const { documentation } = item;
  const markdown = typeof documentation === "string" ? documentation : documentation?.value;
  return {
    text,
    type: typeName(item),
    ...(signature ? { signature: signatureLine(signature) } : {}),
    ...(markdown ? { documentation: summary(markdown) } : {}),
    start,
    end,
  };
}

/** The kind in Jupyter's words; the detail knows what an alias stands for. */
function typeName({ kind, detail }: ServerItem): string {
  const told = detail &&
    /^(?:\(alias\) )?(class|function|module|namespace|enum)\b/.exec(detail)?.[1];
  if (told) return told === "namespace" ? "module" : told === "enum" ? "class" : told;
  return TYPES[(kind ?? 1) - 1] ?? "instance";
}

function signatureLine(detail: string): string {
  const line = withoutInternals(detail).split(/\nimport /)[0] ?? "";
  return line.replace(/^\((?:alias|method|property)\) /, "").replace(/\s+/g, " ").slice(0, 200);
}
