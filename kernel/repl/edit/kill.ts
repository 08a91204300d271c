/**
 * Emacs' kill ring: what was cut can be put back, the last cuts first.
 *
 * @module
 */

import { erase, insert } from "./buffer.ts";
import { change, type Editor } from "./editor.ts";
import type { Motion } from "./motion.ts";

const LONGEST_RING = 30;

/**
 * Cuts from the cursor to where a motion leads.
 *
 * @param editor the state before
 * @param motion names the other end of the cut
 * @returns the state after; cuts in a row are yanked as one
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { kill, yank } from "./kill.ts";
 * import { MOTIONS } from "./motion.ts";
 * const cut = kill(createEditor("one two"), MOTIONS.wordLeft);
 * console.assert(yank(cut).buffer.text === "one two");
 * ```
 */
export function kill(editor: Editor, motion: Motion): Editor {
  const { text, cursor } = editor.buffer;
  const target = motion(editor.buffer);
  if (target === cursor) return editor;
  const cut = text.slice(Math.min(cursor, target), Math.max(cursor, target));
  const [newest = "", ...older] = editor.kills;
  const kills = editor.last === "kill"
    ? [target < cursor ? cut + newest : newest + cut, ...older]
    : [cut, ...editor.kills].slice(0, LONGEST_RING);
  return { ...change(editor, erase(editor.buffer, [cursor, target]), { deed: "kill" }), kills };
}

/**
 * Puts back what was cut last.
 *
 * @param editor the state before
 * @returns the state after, the cursor behind the text
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { yank } from "./kill.ts";
 * console.assert(yank(createEditor("", ["x"])).buffer.text === "x");
 * ```
 */
export function yank(editor: Editor): Editor {
  const [newest] = editor.kills;
  if (newest === undefined) return editor;
  return change(editor, insert(editor.buffer, newest), { deed: "yank" });
}

/**
 * Right after a yank, replaces what it put in by the cut before that.
 *
 * @param editor the state before
 * @returns the state after; unchanged where no yank came just before
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * import { yank, yankOlder } from "./kill.ts";
 * console.assert(yankOlder(yank(createEditor("", ["x", "y"]))).buffer.text === "y");
 * ```
 */
export function yankOlder(editor: Editor): Editor {
  const [newest, ...older] = editor.kills;
  if (editor.last !== "yank" || newest === undefined || older.length === 0) return editor;
  const { cursor } = editor.buffer;
  const without = erase(editor.buffer, [cursor - newest.length, cursor]);
  const next = { ...editor, kills: [...older, newest] };
  return change(next, insert(without, older[0] ?? ""), { deed: "yank" });
}
