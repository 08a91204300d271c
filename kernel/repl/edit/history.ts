/**
 * Earlier inputs: walked through by prefix, or searched as one types.
 *
 * @module
 */

import type { EditContext, Editor, HistoryWalk } from "./editor.ts";

/**
 * Shows the next older or newer input that begins with what stands before the cursor.
 *
 * @param editor the state before
 * @param direction -1 is older, 1 newer
 * @param context holds the history
 * @returns the state after; unchanged where no input fits
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { walkHistory } from "./history.ts";
 * const context = { history: ["let a", "b"], multiline: true };
 * console.assert(walkHistory(createEditor("l"), -1, context).buffer.text === "let a");
 * ```
 */
export function walkHistory(editor: Editor, direction: -1 | 1, { history }: EditContext): Editor {
  const { text, cursor } = editor.buffer;
  const walk = editor.walk ??
    { prefix: text.slice(0, cursor), index: history.length, draft: text };
  let index = walk.index + direction;
  while (index >= 0 && index < history.length) {
    const entry = history[index] ?? "";
    if (entry.startsWith(walk.prefix) && entry !== text) break;
    index += direction;
  }
  if (index < 0 || index > history.length) return editor;
  const found = index === history.length ? walk.draft : history[index] ?? "";
  return recall(editor, { text: found, direction, walk: { ...walk, index } });
}

/** Going older, the cursor ends on the first line, so that going on is one key away. */
function recall(
  editor: Editor,
  entry: { readonly text: string; readonly direction: -1 | 1; readonly walk: HistoryWalk },
): Editor {
  const firstEnd = entry.text.indexOf("\n");
  const cursor = entry.direction < 0 && firstEnd >= 0 ? firstEnd : entry.text.length;
  return {
    ...editor,
    buffer: { text: entry.text, cursor },
    past: editor.walk === undefined ? [...editor.past, editor.buffer] : editor.past,
    future: [],
    last: "other",
    walk: entry.walk,
  };
}

/**
 * Begins to search.
 *
 * @param editor the state before
 * @param context holds the history
 * @returns the state with an empty query
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { startSearch } from "./history.ts";
 * const editor = startSearch(createEditor("x"), { history: [], multiline: true });
 * console.assert(editor.search?.query === "");
 * ```
 */
export function startSearch(editor: Editor, context: EditContext): Editor {
  const search = { query: "", index: context.history.length, failed: false, origin: editor.buffer };
  return { ...editor, search, menu: undefined };
}

/**
 * Looks for the nearest input that contains a query.
 *
 * @param editor a state with a search
 * @param options the query, which way to look, and whether the input shown now may stay
 * @param context holds the history
 * @returns the state after, marked as failed where nothing fits
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { findInHistory, startSearch } from "./history.ts";
 * const context = { history: ["let a", "b"], multiline: true };
 * const editor = startSearch(createEditor(), context);
 * const found = findInHistory(editor, { query: "a", direction: -1 }, context);
 * console.assert(found.buffer.text === "let a");
 * ```
 */
export function findInHistory(
  editor: Editor,
  options: { readonly query: string; readonly direction: -1 | 1; readonly stay?: boolean },
  { history }: EditContext,
): Editor {
  const { search } = editor;
  if (search === undefined) return editor;
  const { query, direction } = options;
  if (query === "") return { ...editor, search: { ...search, query, failed: false } };
  let index = options.stay ? search.index : search.index + direction;
  for (; index >= 0 && index <= history.length; index += direction) {
    const entry = history[index];
    const place = entry?.lastIndexOf(query) ?? -1;
    const repeated = !options.stay && entry === editor.buffer.text;
    if (entry === undefined || place < 0 || repeated) continue;
    return {
      ...editor,
      buffer: { text: entry, cursor: place },
      search: { ...search, query, index, failed: false },
    };
  }
  return { ...editor, search: { ...search, query, failed: true } };
}

/**
 * Ends a search.
 *
 * @param editor a state with a search
 * @param options whether to keep what was found; else the text from before comes back
 * @returns the state after
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { endSearch, startSearch } from "./history.ts";
 * const editor = startSearch(createEditor("x"), { history: [], multiline: true });
 * console.assert(endSearch(editor, { keep: false }).buffer.text === "x");
 * ```
 */
export function endSearch(editor: Editor, options: { readonly keep: boolean }): Editor {
  const { search, buffer } = editor;
  if (search === undefined) return editor;
  const ended = { ...editor, search: undefined, walk: undefined, last: "other" as const };
  if (!options.keep) return { ...ended, buffer: search.origin };
  if (search.origin.text === buffer.text) return ended;
  return { ...ended, past: [...editor.past, search.origin], future: [] };
}
