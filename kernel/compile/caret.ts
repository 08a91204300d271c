/**
 * Diagnostics as text: the message, the source line with its number, and carets under the place.
 *
 * @module
 */

import stringWidth from "string-width";
import type { Diagnostic } from "./cell.ts";

/** How blocks look. */
export interface CaretOptions {
  /** Stands before the place of each message, such as `Cell [3]`; default `Cell`. */
  readonly label?: string;
  /** Longest source excerpt in columns; default 100. */
  readonly width?: number;
}

const TAB = 4;

/**
 * Renders diagnostics one below another.
 *
 * @param text the cell they speak of
 * @param diagnostics in the order to show them
 * @param options label and width
 * @returns lines joined with LF, without one at the end
 * @example
 * ```ts
 * import { renderDiagnostics } from "./caret.ts";
 * const at = { line: 1, column: 5 };
 * const block = renderDiagnostics("1 + ", [
 *   { severity: "error", message: "Unexpected end", start: at, end: at },
 * ]);
 * console.assert(block.endsWith("1 | 1 + \n  |     ^"));
 * ```
 */
export function renderDiagnostics(
  text: string,
  diagnostics: readonly Diagnostic[],
  options: CaretOptions = {},
): string {
  const lines = text.split(/\r?\n/);
  return diagnostics.map((diagnostic) => renderOne(lines, diagnostic, options)).join("\n");
}

function renderOne(
  lines: readonly string[],
  diagnostic: Diagnostic,
  options: CaretOptions,
): string {
  const { severity, code, message, start } = diagnostic;
  const place = `${options.label ?? "Cell"}, line ${start.line}, column ${start.column}`;
  const head = `${place}: ${severity}${code === undefined ? "" : ` ${code}`}: ${message}`;
  const line = lines[start.line - 1];
  if (line === undefined) return head;
  const gutter = String(start.line);
  const { excerpt, carets } = underline(line, diagnostic, options.width ?? 100);
  return `${head}\n${gutter} | ${excerpt}\n${" ".repeat(gutter.length)} | ${carets}`;
}

function underline(
  line: string,
  { start, end }: Diagnostic,
  width: number,
): { readonly excerpt: string; readonly carets: string } {
  const from = Math.min(start.column - 1, line.length);
  const to = end.line === start.line ? Math.min(end.column - 1, line.length) : line.length;
  const left = from > width * 0.8 ? from - Math.floor(width / 2) : 0;
  const right = Math.min(line.length, left + width);
  const before = (left > 0 ? "…" : "") + expandTabs(line.slice(left, from));
  const column = stringWidth(before);
  const marked = expandTabs(line.slice(from, Math.min(to, right)), column);
  const after = expandTabs(line.slice(Math.max(from, Math.min(to, right)), right), column);
  return {
    excerpt: before + marked + after + (right < line.length ? "…" : ""),
    carets: " ".repeat(column) + "^".repeat(Math.max(1, stringWidth(marked))),
  };
}

function expandTabs(text: string, from = 0): string {
  if (!text.includes("\t")) return text;
  let out = "";
  for (const part of text.split(/(\t)/)) {
    out += part === "\t" ? " ".repeat(TAB - ((from + stringWidth(out)) % TAB)) : part;
  }
  return out;
}
