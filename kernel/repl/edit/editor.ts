/**
 * The state of the line editor: an immutable value that every key maps to the next one.
 *
 * @module
 */

import type { CompletionItem } from "../../assist/assist.ts";
import { type Buffer, EMPTY } from "./buffer.ts";

/** What the last key did; like follows like in one undo step, one kill, one column. */
export type Deed = "type" | "kill" | "yank" | "vertical" | "other";

/** A walk through the inputs that begin as the text did when it started. */
export interface HistoryWalk {
  readonly prefix: string;
  /** Index into the history; its length stands for the text that was being written. */
  readonly index: number;
  readonly draft: string;
}

/** An incremental search, and what to go back to when it is given up. */
export interface Search {
  readonly query: string;
  /** Index of the input that is shown; the history's length before anything was found. */
  readonly index: number;
  readonly failed: boolean;
  readonly origin: Buffer;
}

/** Completions that fit what stands before the cursor, and the one chosen so far. */
export interface Menu {
  readonly all: readonly CompletionItem[];
  /** Those that still fit. */
  readonly items: readonly CompletionItem[];
  /** Index into `items`, -1 before anything is chosen. */
  readonly selected: number;
  /** Where the cursor was when they were asked for; what an item replaces behind it stays behind. */
  readonly asked: number;
}

/** All that the editor knows between two keys. */
export interface Editor {
  readonly buffer: Buffer;
  /** Buffers to go back to, oldest first. */
  readonly past: readonly Buffer[];
  /** Buffers that undo went back from, nearest first. */
  readonly future: readonly Buffer[];
  readonly last: Deed;
  /** The column that moving up and down tries to keep. */
  readonly column: number;
  /** Killed text, newest first. */
  readonly kills: readonly string[];
  readonly walk?: HistoryWalk | undefined;
  readonly search?: Search | undefined;
  readonly menu?: Menu | undefined;
  /** Documentation shown below the input until the next key. */
  readonly pane?: string | undefined;
  /** How to call what is being called; shown where nothing else is, as long as the call is open. */
  readonly hint?: string | undefined;
}

/** What a key needs to know besides the editor's state. */
export interface EditContext {
  /** Earlier inputs, oldest first. */
  readonly history: readonly string[];
  /** False where a program asks for one line. */
  readonly multiline: boolean;
}

/** What the editor wants of the world around it. */
export type Effect = "submit" | "leave" | "cancel" | "complete" | "inspect" | "clearScreen";

/** The state after a key, and what is to be done about it. */
export interface Step {
  readonly editor: Editor;
  readonly effect?: Effect;
}

const LONGEST_PAST = 1000;

/**
 * An editor of a text, the cursor at its end.
 *
 * @param text what stands in the input already
 * @param kills killed text of earlier inputs, to be yanked again
 * @returns the state before the first key
 * @example
 * ```ts
 * import { createEditor } from "./editor.ts";
 * console.assert(createEditor("ab").buffer.cursor === 2);
 * ```
 */
export function createEditor(text = "", kills: readonly string[] = []): Editor {
  const buffer = text === "" ? EMPTY : { text, cursor: text.length };
  return { buffer, past: [], future: [], last: "other", column: 0, kills };
}

/**
 * Changes the text, so that it can be undone.
 *
 * @param editor the state before
 * @param buffer the text after
 * @param options what kind of change it is
 * @returns the state after; typing on within a word joins the undo step before it
 * @example
 * ```ts
 * import { change, createEditor, undo } from "./editor.ts";
 * const changed = change(createEditor(), { text: "a", cursor: 1 }, { deed: "type" });
 * console.assert(undo(changed).buffer.text === "");
 * ```
 */
export function change(
  editor: Editor,
  buffer: Buffer,
  { deed = "other" }: { readonly deed?: Deed } = {},
): Editor {
  if (buffer.text === editor.buffer.text) return { ...editor, buffer, last: deed };
  const typed = buffer.text[buffer.cursor - 1] ?? "";
  const joins = deed === "type" && editor.last === "type" && /\S/.test(typed) &&
    editor.past.length > 0;
  return {
    ...editor,
    buffer,
    past: joins ? editor.past : [...editor.past, editor.buffer].slice(-LONGEST_PAST),
    future: [],
    last: deed,
    walk: undefined,
  };
}

/**
 * Moves the cursor.
 *
 * @param editor the state before
 * @param cursor where to
 * @returns the state after
 * @example
 * ```ts
 * import { createEditor, moveTo } from "./editor.ts";
 * console.assert(moveTo(createEditor("ab"), 0).buffer.cursor === 0);
 * ```
 */
export function moveTo(editor: Editor, cursor: number): Editor {
  return { ...editor, buffer: { text: editor.buffer.text, cursor }, last: "other" };
}

/**
 * Goes back one change.
 *
 * @param editor the state before
 * @returns the state after; the same where nothing is left to undo
 * @example
 * ```ts
 * import { createEditor, undo } from "./editor.ts";
 * console.assert(undo(createEditor("a")).buffer.text === "a");
 * ```
 */
export function undo(editor: Editor): Editor {
  const buffer = editor.past.at(-1);
  if (buffer === undefined) return editor;
  return {
    ...editor,
    buffer,
    past: editor.past.slice(0, -1),
    future: [editor.buffer, ...editor.future],
    last: "other",
    walk: undefined,
  };
}

/**
 * Takes back one undo.
 *
 * @param editor the state before
 * @returns the state after; the same where nothing was undone
 * @example
 * ```ts
 * import { change, createEditor, redo, undo } from "./editor.ts";
 * const changed = change(createEditor(), { text: "a", cursor: 1 });
 * console.assert(redo(undo(changed)).buffer.text === "a");
 * ```
 */
export function redo(editor: Editor): Editor {
  const [buffer, ...future] = editor.future;
  if (buffer === undefined) return editor;
  return { ...editor, buffer, past: [...editor.past, editor.buffer], future, last: "other" };
}
