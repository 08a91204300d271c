/**
 * Completions and documentation, drawn below the input.
 *
 * @module
 */

import type { Editor } from "../edit/editor.ts";
import { chosen } from "../edit/menu.ts";
import { columnsOf } from "../width.ts";
import { clip, type Row, RowWriter } from "./rows.ts";

/** The space there is. */
export interface Room {
  readonly columns: number;
  readonly height: number;
}

const WIDEST_NAME = 40;
const TALLEST_PANE = 10;
const BAR = "│ ";

/**
 * Draws the completions around the chosen one: name, kind and signature, one a row.
 *
 * @param editor the state to show
 * @param room the space there is
 * @returns at most `room.height` rows
 * @example
 * ```ts
 * import { createEditor } from "../edit/editor.ts";
 * import { drawMenu } from "./menu.ts";
 * console.assert(drawMenu(createEditor(), { columns: 80, height: 8 }).length === 0);
 * ```
 */
export function drawMenu(editor: Editor, room: Room): readonly Row[] {
  const { menu } = editor;
  if (menu === undefined || room.height < 1) return [];
  const whole = menu.items.length <= room.height;
  const height = whole || room.height === 1 ? room.height : room.height - 1;
  const first = Math.min(
    Math.max(0, menu.selected - Math.floor(height / 2)),
    Math.max(0, menu.items.length - height),
  );
  const shown = menu.items.slice(first, first + height);
  const widest = Math.min(WIDEST_NAME, Math.max(...shown.map((item) => columnsOf(item.text))));
  const kinds = Math.max(...shown.map((item) => columnsOf(item.type)));
  const writer = new RowWriter(room.columns);
  for (const [index, item] of shown.entries()) {
    if (index > 0) writer.endRow();
    const style = first + index === menu.selected ? "selected" : "plain";
    writer.write(clip(pad(clip(item.text, widest), widest), room.columns - 1), style);
    const left = room.columns - widest - 3;
    const rest = `  ${pad(item.type, kinds)}  ${oneLine(item.signature ?? "")}`;
    writer.write(clip(rest.trimEnd(), left), "dim");
  }
  if (!whole && room.height > 1) {
    writer.endRow();
    writer.write(
      clip(`${shown.length} of ${menu.items.length}, Tab for the next`, room.columns - 1),
      "dim",
    );
  }
  return writer.finish();
}

/**
 * Draws documentation: of the chosen completion, what was asked for, or of the open call.
 *
 * @param editor the state to show
 * @param room the space there is
 * @returns at most `room.height` rows, and ten at most
 * @example
 * ```ts
 * import { createEditor } from "../edit/editor.ts";
 * import { drawPane } from "./menu.ts";
 * console.assert(drawPane(createEditor(), { columns: 80, height: 8 }).length === 0);
 * ```
 */
export function drawPane(editor: Editor, room: Room): readonly Row[] {
  const item = chosen(editor);
  const own = [item?.signature, item?.documentation].filter((text) =>
    text !== undefined && text !== ""
  );
  const hint = editor.menu === undefined ? editor.hint : undefined;
  const text = (editor.pane ?? hint ?? own.join("\n")).trimEnd();
  if (text === "" || room.height < 1) return [];
  const lines = text.replace(/\n{2,}/g, "\n").split("\n")
    .flatMap((line) => wrapWords(line, room.columns - BAR.length));
  const height = Math.min(TALLEST_PANE, room.height);
  const shown = lines.length <= height ? lines : [...lines.slice(0, height - 1), "…"];
  const writer = new RowWriter(room.columns);
  writer.write(shown.map((line) => BAR + line).join("\n"), "dim");
  return writer.finish();
}

/** Breaks a line at spaces; a word that is wider than the terminal is clipped. */
function wrapWords(line: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/(?<= )/)) {
    if (current !== "" && columnsOf(current) + columnsOf(word.trimEnd()) > columns) {
      lines.push(current.trimEnd());
      current = "";
    }
    current += word;
  }
  return [...lines, current.trimEnd()].map((wrapped) => clip(wrapped, columns));
}

function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
