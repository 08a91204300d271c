/**
 * What keys can do, by name.
 *
 * @module
 */

import { erase, insert, lineRange } from "./buffer.ts";
import { change, type EditContext, type Editor, moveTo, redo, type Step, undo } from "./editor.ts";
import { startSearch, walkHistory } from "./history.ts";
import { kill, yank, yankOlder } from "./kill.ts";
import { columnOf, type Motion, MOTIONS, vertical } from "./motion.ts";

/** Maps a state to the next one; those that need the world around them name an effect. */
export type Command = (editor: Editor, context: EditContext) => Step;

/** Two columns for each level, as `deno fmt` has it. */
const INDENT = "  ";

/** What commands there are. */
export type CommandName =
  | "left"
  | "right"
  | "wordLeft"
  | "wordRight"
  | "lineStart"
  | "lineEnd"
  | "start"
  | "end"
  | "up"
  | "down"
  | "historyOlder"
  | "historyNewer"
  | "search"
  | "deleteLeft"
  | "deleteRight"
  | "deleteRightOrLeave"
  | "killWordLeft"
  | "killWordRight"
  | "killBigWordLeft"
  | "killToLineStart"
  | "killToLineEnd"
  | "yank"
  | "yankOlder"
  | "transpose"
  | "undo"
  | "redo"
  | "newline"
  | "submit"
  | "tab"
  | "inspect"
  | "cancel"
  | "clearScreen"
  | "nothing";

/** The commands; `keymap.ts` says which key means which. */
export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  left: moving(MOTIONS.left),
  right: moving(MOTIONS.right),
  wordLeft: moving(MOTIONS.wordLeft),
  wordRight: moving(MOTIONS.wordRight),
  lineStart: moving(MOTIONS.lineStart),
  lineEnd: moving(MOTIONS.lineEnd),
  start: moving(MOTIONS.start),
  end: moving(MOTIONS.end),
  up: (editor, context) => ({ editor: moveVertically(editor, -1, context) }),
  down: (editor, context) => ({ editor: moveVertically(editor, 1, context) }),
  historyOlder: (editor, context) => ({ editor: walkHistory(editor, -1, context) }),
  historyNewer: (editor, context) => ({ editor: walkHistory(editor, 1, context) }),
  search: (editor, context) => ({ editor: startSearch(editor, context) }),
  deleteLeft: deleting(MOTIONS.left),
  deleteRight: deleting(MOTIONS.right),
  deleteRightOrLeave: (editor, context) =>
    editor.buffer.text === "" ? { editor, effect: "leave" } : COMMANDS.deleteRight(editor, context),
  killWordLeft: killing(MOTIONS.wordLeft),
  killWordRight: killing(MOTIONS.wordRight),
  killBigWordLeft: killing(MOTIONS.bigWordLeft),
  killToLineStart: killing(MOTIONS.lineStart),
  // At the end of a line this joins the next one, as in Emacs.
  killToLineEnd: killing((buffer) => {
    const end = MOTIONS.lineEnd(buffer);
    return end === buffer.cursor ? MOTIONS.right(buffer) : end;
  }),
  yank: (editor) => ({ editor: yank(editor) }),
  yankOlder: (editor) => ({ editor: yankOlder(editor) }),
  transpose: (editor) => ({ editor: transpose(editor) }),
  undo: (editor) => ({ editor: undo(editor) }),
  redo: (editor) => ({ editor: redo(editor) }),
  newline: (editor, context) =>
    context.multiline ? { editor: breakLine(editor) } : { editor, effect: "submit" },
  submit: (editor) => ({ editor, effect: "submit" }),
  tab: (editor, context) => {
    const [start] = lineRange(editor.buffer);
    const blank = /^\s*$/.test(editor.buffer.text.slice(start, editor.buffer.cursor));
    if (!context.multiline) return { editor };
    if (!blank) return { editor, effect: "complete" };
    return { editor: change(editor, insert(editor.buffer, INDENT)) };
  },
  inspect: (editor) => ({ editor, effect: "inspect" }),
  cancel: (editor) => ({ editor, effect: "cancel" }),
  clearScreen: (editor) => ({ editor, effect: "clearScreen" }),
  nothing: (editor) => ({ editor }),
};

function moving(motion: Motion): Command {
  return (editor) => ({ editor: moveTo(editor, motion(editor.buffer)) });
}

function deleting(motion: Motion): Command {
  return (editor) => {
    const { buffer } = editor;
    return { editor: change(editor, erase(buffer, [buffer.cursor, motion(buffer)])) };
  };
}

function killing(motion: Motion): Command {
  return (editor) => ({ editor: kill(editor, motion) });
}

function moveVertically(editor: Editor, lines: -1 | 1, context: EditContext): Editor {
  const column = editor.last === "vertical" ? editor.column : columnOf(editor.buffer);
  const cursor = vertical(editor.buffer, { lines, column });
  if (cursor === undefined) return walkHistory(editor, lines, context);
  return { ...moveTo(editor, cursor), last: "vertical", column };
}

/**
 * Begins a new line, indented as the line it leaves.
 *
 * @param editor the state before
 * @param indent what the new line begins with, where that is known better
 * @returns the state after
 * @example
 * ```ts
 * import { breakLine } from "./commands.ts";
 * import { createEditor } from "./editor.ts";
 * console.assert(breakLine(createEditor("  a")).buffer.text === "  a\n  ");
 * ```
 */
export function breakLine(editor: Editor, indent?: string): Editor {
  const { buffer } = editor;
  const [start] = lineRange(buffer);
  const own = /^[ \t]*/.exec(buffer.text.slice(start, buffer.cursor))?.[0] ?? "";
  return change(editor, insert(buffer, `\n${indent ?? own}`));
}

/**
 * Types text; a closing bracket at the start of a line moves one level out.
 *
 * @param editor the state before
 * @param text what was typed
 * @returns the state after
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { type } from "./commands.ts";
 * console.assert(type(createEditor("{\n  "), "}").buffer.text === "{\n}");
 * ```
 */
export function type(editor: Editor, text: string): Editor {
  const { buffer } = editor;
  const before = buffer.text.slice(0, buffer.cursor);
  const closes = /^[)\]}]$/.test(text) && /\n\s*$/.test(before) && before.endsWith(INDENT);
  const outdented = closes ? erase(buffer, [buffer.cursor - INDENT.length, buffer.cursor]) : buffer;
  return change(editor, insert(outdented, text), { deed: "type" });
}

/** Swaps the two characters around the cursor. */
function transpose(editor: Editor): Editor {
  const { buffer } = editor;
  const [start, end] = lineRange(buffer);
  const middle = buffer.cursor === end ? MOTIONS.left(buffer) : buffer.cursor;
  const from = MOTIONS.left({ text: buffer.text, cursor: middle });
  const to = MOTIONS.right({ text: buffer.text, cursor: middle });
  if (middle <= start || to > end) return editor;
  const { text } = buffer;
  const swapped = text.slice(middle, to) + text.slice(from, middle);
  return change(editor, { text: text.slice(0, from) + swapped + text.slice(to), cursor: to });
}
