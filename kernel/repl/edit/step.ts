/**
 * The walk of the line editor: one key in, the next state out.
 *
 * @module
 */

import type { Key } from "../terminal/keys.ts";
import { insert } from "./buffer.ts";
import { COMMANDS, type } from "./commands.ts";
import { change, type EditContext, type Editor, type Step } from "./editor.ts";
import { endSearch, findInHistory } from "./history.ts";
import { KEYMAP } from "./keymap.ts";
import { accept, chosen, narrow, select } from "./menu.ts";

/**
 * Does what a key says.
 *
 * @param editor the state before
 * @param key the key
 * @param options history, and whether lines may be added
 * @returns the state after, and what the editor wants done
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { step } from "./step.ts";
 * const context = { history: [], multiline: true };
 * const { editor } = step(createEditor(), { kind: "text", text: "a" }, context);
 * console.assert(editor.buffer.text === "a");
 * ```
 */
export function step(editor: Editor, key: Key, options: EditContext): Step {
  return searchStep(editor, key, options) ?? menuStep(editor, key) ??
    plainStep({ ...editor, pane: undefined }, key, options);
}

/** While a search runs, text goes to its query; any other key takes what was found, then acts. */
function searchStep(editor: Editor, key: Key, context: EditContext): Step | undefined {
  const { search } = editor;
  if (search === undefined) return undefined;
  const { query } = search;
  if (key.kind !== "press") {
    const longer = query + key.text;
    const found = findInHistory(editor, { query: longer, direction: -1, stay: true }, context);
    return { editor: found };
  }
  switch (key.name) {
    case "C-r":
      return { editor: findInHistory(editor, { query, direction: -1 }, context) };
    case "C-s":
      return { editor: findInHistory(editor, { query, direction: 1 }, context) };
    case "backspace":
    case "C-h": {
      const shorter = Array.from(query).slice(0, -1).join("");
      const latest = { ...editor, search: { ...search, index: context.history.length } };
      return {
        editor: findInHistory(latest, { query: shorter, direction: -1, stay: true }, context),
      };
    }
    case "escape":
    case "C-g":
    case "C-c":
      return { editor: endSearch(editor, { keep: false }) };
    case "enter":
      return { editor: endSearch(editor, { keep: true }) };
    default:
      return step(endSearch(editor, { keep: true }), key, context);
  }
}

/** While completions are offered, some keys choose among them; the others act as ever. */
function menuStep(editor: Editor, key: Key): Step | undefined {
  if (editor.menu === undefined || key.kind !== "press") return undefined;
  switch (key.name) {
    case "tab":
    case "down":
    case "C-n":
      return { editor: select(editor, 1) };
    case "S-tab":
    case "up":
    case "C-p":
      return { editor: select(editor, -1) };
    case "escape":
    case "C-g":
    case "C-c":
      return { editor: { ...editor, menu: undefined, pane: undefined } };
    case "enter":
    case "right":
      return chosen(editor) === undefined ? undefined : { editor: accept(editor) };
    default:
      return undefined;
  }
}

function plainStep(editor: Editor, key: Key, context: EditContext): Step {
  if (key.kind === "text") return { editor: narrow(type(editor, key.text)) };
  const closed = { ...editor, menu: undefined };
  if (key.kind === "paste") {
    const text = context.multiline ? key.text : key.text.replaceAll("\n", " ");
    return { editor: change(closed, insert(editor.buffer, text)) };
  }
  const erases = key.name === "backspace" || key.name === "C-h";
  if (key.name === "escape") return { editor: { ...closed, hint: undefined } };
  const command = COMMANDS[KEYMAP[key.name] ?? "nothing"];
  const after = command(erases ? editor : closed, context);
  return erases ? { ...after, editor: narrow(after.editor) } : after;
}
