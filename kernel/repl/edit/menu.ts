/**
 * Completions offered below the input.
 *
 * @module
 */

import type { CompletionItem } from "../../assist/assist.ts";
import { change, type Editor } from "./editor.ts";

/**
 * Answers a request for completions: inserts what is certain, offers the rest.
 *
 * @param editor the state in which they were asked for
 * @param completions the answer; offsets are of the editor's text
 * @returns the state after
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { offer } from "./menu.ts";
 * const item = { text: "print", type: "function", start: 0, end: 2 };
 * console.assert(offer(createEditor("pr"), [item]).buffer.text === "print");
 * ```
 */
export function offer(editor: Editor, completions: readonly CompletionItem[]): Editor {
  const items = completions.filter((item) => fits(editor, item));
  const [first] = items;
  if (first === undefined) return { ...editor, menu: undefined };
  if (items.length === 1) return accept({ ...editor, menu: undefined }, first);
  const start = Math.min(...items.map((item) => item.start));
  const shared = commonPrefix(
    items.map((item) => editor.buffer.text.slice(start, item.start) + item.text),
  );
  const asked = editor.buffer.cursor;
  const grown = shared.length > asked - start
    ? accept({ ...editor, menu: undefined }, { ...first, text: shared, start, end: asked })
    : editor;
  return { ...grown, menu: { all: items, items, selected: -1, asked } };
}

/**
 * Chooses the next or previous completion, round and round.
 *
 * @param editor the state before
 * @param by how many further; negative goes back
 * @returns the state after
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { select } from "./menu.ts";
 * console.assert(select(createEditor(), 1).menu === undefined);
 * ```
 */
export function select(editor: Editor, by: number): Editor {
  const { menu } = editor;
  if (menu === undefined) return editor;
  const count = menu.items.length;
  const from = menu.selected < 0 && by < 0 ? 0 : menu.selected;
  return { ...editor, pane: undefined, menu: { ...menu, selected: (from + by + count) % count } };
}

/**
 * Puts the chosen completion into the text and closes the menu.
 *
 * @param editor the state before
 * @param item what to put in; by default the chosen one
 * @returns the state after
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { accept } from "./menu.ts";
 * const item = { text: "print", type: "function", start: 0, end: 1 };
 * console.assert(accept(createEditor("p"), item).buffer.text === "print");
 * ```
 */
export function accept(
  editor: Editor,
  item: CompletionItem | undefined = chosen(editor),
): Editor {
  const closed = { ...editor, menu: undefined, pane: undefined };
  if (item === undefined) return closed;
  const { text, cursor } = editor.buffer;
  const behind = Math.max(0, item.end - (editor.menu?.asked ?? cursor));
  const next = text.slice(0, item.start) + item.text + text.slice(cursor + behind);
  return change(closed, { text: next, cursor: item.start + item.text.length });
}

/**
 * Keeps the completions that fit what was typed since, or closes the menu.
 *
 * @param editor the state after a key
 * @returns the state with its menu up to date
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { narrow } from "./menu.ts";
 * console.assert(narrow(createEditor()).menu === undefined);
 * ```
 */
export function narrow(editor: Editor): Editor {
  const { menu } = editor;
  if (menu === undefined) return editor;
  const items = menu.all.filter((item) => fits(editor, item) && item.start < editor.buffer.cursor);
  if (items.length === 0) return { ...editor, menu: undefined };
  return { ...editor, menu: { ...menu, items, selected: -1 } };
}

/**
 * The completion that Enter would take.
 *
 * @param editor any state
 * @returns the completion, or undefined where none is chosen
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { chosen } from "./menu.ts";
 * console.assert(chosen(createEditor()) === undefined);
 * ```
 */
export function chosen(editor: Editor): CompletionItem | undefined {
  return editor.menu?.items[editor.menu.selected];
}

function fits(editor: Editor, item: CompletionItem): boolean {
  const { text, cursor } = editor.buffer;
  const typed = text.slice(item.start, cursor).toLowerCase();
  return item.start <= cursor && item.text.toLowerCase().startsWith(typed);
}

function commonPrefix(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let length = first.length;
  for (const text of others) {
    let same = 0;
    while (same < length && text[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}
