/**
 * The picture of an editor: rows of text and where the cursor stands on them.
 *
 * @module
 */

import type { Editor } from "../edit/editor.ts";
import { columnsOf } from "../width.ts";
import { matchBrackets } from "./brackets.ts";
import { highlight, type Span } from "./highlight.ts";
import { drawMenu, drawPane } from "./menu.ts";
import { type Place, type Row, RowWriter } from "./rows.ts";

/** What is on the screen, from the prompt down. */
export interface Frame {
  readonly rows: readonly Row[];
  readonly cursor: Place;
}

/** How an editor is to be shown. */
export interface FrameOptions {
  readonly columns: number;
  readonly height: number;
  /** Stands before the first line. */
  readonly prompt: string;
  /** `code` is highlighted, `line` is shown as it is, `secret` is not shown. */
  readonly kind: "code" | "line" | "secret";
  /** True for the last picture of an input: no menu, no marks, the cursor behind the text. */
  readonly final?: boolean;
}

/**
 * Draws an editor.
 *
 * @param editor what to show
 * @param options where and how
 * @returns rows that fit the terminal, unless the picture is final
 * @example
 * ```ts
 * import { createEditor } from "../edit/editor.ts";
 * import { drawFrame } from "./frame.ts";
 * const options = { columns: 80, height: 24, prompt: "> ", kind: "line" } as const;
 * console.assert(drawFrame(createEditor("a"), options).cursor.column === 3);
 * ```
 */
export function drawFrame(editor: Editor, options: FrameOptions): Frame {
  const input = drawInput(editor, options);
  if (options.final) return input;
  const search = drawSearch(editor, options.columns);
  const shown = fitHeight(input, Math.max(1, options.height - search.length));
  const room = Math.max(0, options.height - shown.rows.length - search.length);
  const menu = drawMenu(editor, { columns: options.columns, height: Math.min(8, room) });
  const pane = drawPane(editor, { columns: options.columns, height: room - menu.length });
  return fitHeight(
    { ...shown, rows: [...shown.rows, ...search, ...menu, ...pane] },
    options.height,
  );
}

function drawInput(editor: Editor, options: FrameOptions): Frame {
  const writer = new RowWriter(options.columns);
  writer.write(options.prompt, options.kind === "code" ? "prompt" : "plain");
  const spans = inputSpans(editor, options);
  const target = options.final ? editor.buffer.text.length : editor.buffer.cursor;
  const continuation = "...: ".padStart(columnsOf(options.prompt));
  let cursor = writer.place;
  let offset = 0;
  for (const span of spans) {
    const parts = splitAt(span.text, target - offset);
    for (const [index, part] of parts.entries()) {
      if (index > 0) cursor = writer.place;
      for (const [line, text] of part.split("\n").entries()) {
        if (line > 0) {
          writer.endRow();
          if (options.kind === "code") writer.write(continuation, "dim");
        }
        writer.write(text, span.style);
      }
    }
    offset += span.text.length;
    if (offset === target) cursor = writer.place;
  }
  return { rows: writer.finish(cursor), cursor };
}

function inputSpans(editor: Editor, options: FrameOptions): readonly Span[] {
  const { text, cursor } = editor.buffer;
  if (options.kind === "secret") return [];
  if (options.kind === "line") return [{ text, style: "plain" }];
  const spans = highlight(text);
  const pair = options.final ? undefined : matchBrackets(spans, cursor);
  return pair === undefined ? spans : mark(spans, pair);
}

/** Sets the brackets of a pair apart. */
function mark(spans: readonly Span[], pair: readonly [number, number]): readonly Span[] {
  let offset = 0;
  return spans.flatMap((span) => {
    const start = offset;
    offset += span.text.length;
    const inside = pair.filter((place) => place >= start && place < offset);
    const pieces: Span[] = [];
    let from = start;
    for (const place of inside) {
      pieces.push({ ...span, text: span.text.slice(from - start, place - start) });
      pieces.push({ text: span.text.charAt(place - start), style: "match" });
      from = place + 1;
    }
    pieces.push({ ...span, text: span.text.slice(from - start) });
    return pieces.filter((piece) => piece.text !== "");
  });
}

function splitAt(text: string, place: number): readonly string[] {
  return place > 0 && place < text.length ? [text.slice(0, place), text.slice(place)] : [text];
}

function drawSearch(editor: Editor, columns: number): readonly Row[] {
  const { search } = editor;
  if (search === undefined) return [];
  const writer = new RowWriter(columns);
  writer.write(search.failed ? "nothing older with " : "search back: ", "dim");
  writer.write(search.query, search.failed ? "error" : "plain");
  return writer.finish();
}

/** Shows the part around the cursor where the terminal is too low for everything. */
function fitHeight(frame: Frame, height: number): Frame {
  const { rows, cursor } = frame;
  if (rows.length <= height) return frame;
  const last = Math.min(rows.length - height, Math.max(0, cursor.row - Math.floor(height / 2)));
  return {
    rows: rows.slice(last, last + height),
    cursor: { row: cursor.row - last, column: cursor.column },
  };
}
