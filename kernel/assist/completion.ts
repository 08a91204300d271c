/**
 * Completions: the server's items, sorted and cut to what fits the word before the cursor, the first
 * of them with types and documentation.
 *
 * @module
 */

import type { CompletionItem as ServerItem, CompletionList } from "vscode-languageserver-types";
import type { CompletionItem } from "./assist.ts";
import type { CompletionDetails } from "./details.ts";
import { MODULE_SCHEME } from "./flat_declarations.ts";
import type { Question } from "./question.ts";
import { summary, withoutInternals } from "./server_text.ts";
import { offsetAt, positionAt } from "./text_position.ts";

/** More completions than anybody reads; keeps a bare Ctrl-Space small. */
const MOST_ITEMS = 300;

/** An answer should be there after so long, counted from the question; details wait no longer. */
const ANSWER_MS = 14;

/** Details get this long even when the names themselves were slow. */
const LEAST_DETAILS_MS = 4;

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
 * @param options the cursor, and the details known so far
 * @returns completions, best first
 * @example
 * ```ts
 * import { askCompletions } from "./completion.ts";
 * import { CompletionDetails } from "./details.ts";
 * import type { Question } from "./question.ts";
 * const details = new CompletionDetails();
 * const ask = (question: Question) => askCompletions(question, { offset: 3, details });
 * ```
 */
export async function askCompletions(
  { server, uri, text, signal }: Question,
  { offset, details }: { readonly offset: number; readonly details: CompletionDetails },
): Promise<readonly CompletionItem[]> {
  const asked = performance.now();
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
  const detailed = await details.of(chosen.map(({ item }) => item), {
    server,
    place: text.slice(0, chosen[0]?.start),
    milliseconds: Math.max(LEAST_DETAILS_MS, ANSWER_MS - (performance.now() - asked)),
  });
  return chosen.map((choice) => toCompletion({ ...choice, detailed: detailed.get(choice.item) }));
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
  const word = /#?[\p{ID_Continue}$]*$/u.exec(text.slice(0, offset))?.[0] ?? "";
  const placed = items.filter(isForUsers).map((item) => place(item, { text, offset, word }));
  const fitting = placed.filter(({ rank }) => rank < Infinity);
  const prefixed = fitting.filter(({ rank }) => rank < LOOSE);
  return (prefixed.length > 0 ? prefixed : fitting)
    .sort((a, b) => a.rank - b.rank || compareText(sortKey(a), sortKey(b)))
    .slice(0, MOST_ITEMS);
}

/** The modules of our declarations are there for documents of ours only. */
function isForUsers({ label }: ServerItem): boolean {
  return !label.startsWith(MODULE_SCHEME);
}

/** As the server sorts, but names that begin with `_` last. */
function sortKey({ item }: Chosen): string {
  return `${item.label.startsWith("_") ? 1 : 0}${item.sortText ?? ""}`;
}

/** What may stand before a word that is typed as part of something else, such as a quote or a dot. */
const MARKS = /^[^\p{ID_Continue}$#]+/u;

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
  if (have.startsWith(want) || have.replace(MARKS, "").startsWith(want.replace(MARKS, ""))) {
    return 1;
  }
  let at = -1;
  for (const letter of want) {
    at = have.indexOf(letter, at + 1);
    if (at < 0) return Infinity;
  }
  return LOOSE;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toCompletion(
  { item, detailed, start, end }: Chosen & { readonly detailed: ServerItem | undefined },
): CompletionItem {
  const text = item.textEdit?.newText ?? item.insertText ?? item.label;
  const signature = detailed?.detail;
  const documentation = detailed?.documentation ?? item.documentation;
  const markdown = typeof documentation === "string" ? documentation : documentation?.value;
  return {
    text,
    type: typeName(detailed ?? item),
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
  const line = withoutInternals(detail).split(/\n(?:import|export) /)[0] ?? "";
  return line.replace(/^\((?:alias|method|property)\) /, "").replace(/\s+/g, " ").slice(0, 200);
}
