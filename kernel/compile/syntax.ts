/**
 * Parsing, and what is said when it fails: every syntax error in coordinates of the cell.
 *
 * @module
 */

import { type OxcError, type ParseResult, parseSync, type Program } from "oxc-parser";
import type { Diagnostic } from "./cell.ts";
import { LineIndex } from "./position.ts";

/**
 * A cell that is not a program. Carries all that the parser had to say.
 *
 * @example
 * ```ts
 * import { CellSyntaxError } from "./syntax.ts";
 * const at = { line: 1, column: 1 };
 * const error = new CellSyntaxError([
 *   { severity: "error", message: "Unexpected token", start: at, end: at },
 * ]);
 * console.assert(error.message === "Unexpected token (line 1, column 1)");
 * ```
 */
export class CellSyntaxError extends SyntaxError {
  override readonly name: string = "SyntaxError";
  /** At least one, in source order. */
  readonly diagnostics: readonly Diagnostic[];

  /**
   * @param diagnostics what is wrong with the cell
   */
  constructor(diagnostics: readonly Diagnostic[]) {
    super(summary(diagnostics));
    this.diagnostics = diagnostics;
  }
}

/**
 * Parses a text as a TSX module, the strictest reading of a cell.
 *
 * @param text any text
 * @returns the parser's result; `program` is built only when asked for
 * @example
 * ```ts
 * import { parseCell } from "./syntax.ts";
 * console.assert(parseCell("const a: number = 1").errors.length === 0);
 * ```
 */
export function parseCell(text: string): ParseResult {
  return parseSync("cell.tsx", text, {
    lang: "tsx",
    sourceType: "module",
    showSemanticErrors: true,
  });
}

/** A cell of so many statements that no tree of it can be had; a long text in a cell is no trouble. */
export class CellSizeError extends RangeError {
  override readonly name = "CellSizeError";
}

/**
 * The tree of what was parsed.
 *
 * @param text what was parsed
 * @param parsed the parser's result
 * @returns the tree
 * @throws {CellSizeError} if the tree is larger than a text can be, as which the parser hands it over
 * @example
 * ```ts
 * import { parseCell, treeOf } from "./syntax.ts";
 * console.assert(treeOf("1; 2", parseCell("1; 2")).body.length === 2);
 * ```
 */
export function treeOf(text: string, parsed: Pick<ParseResult, "program">): Program {
  try {
    return parsed.program;
  } catch (cause) {
    const megabytes = (text.length / 1e6).toFixed(1);
    throw new CellSizeError(
      `The cell has too much code, ${megabytes} MB; split it, or read data from a file`,
      { cause },
    );
  }
}

/** An arrow with nothing behind it but comments. */
const LAST_ARROW = /=>(?:\s|\/\/[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*$/;

/**
 * Whether a text only lacks its end: more text could make a program of it.
 *
 * @param text what was parsed
 * @param errors what the parser said
 * @returns true if the parser ran into the end of the text
 * @example
 * ```ts
 * import { isUnfinished, parseCell } from "./syntax.ts";
 * console.assert(isUnfinished("f(", parseCell("f(").errors));
 * console.assert(!isUnfinished("f)", parseCell("f)").errors));
 * ```
 */
export function isUnfinished(text: string, errors: readonly OxcError[]): boolean {
  if (!LAST_ARROW.test(text)) return endsEarly(text, errors);
  // Where nothing follows an arrow, the parser takes it for the fault, not the end of the text.
  const more = `${text}\n0`;
  const left = parseCell(more).errors;
  return left.length === 0 || endsEarly(more, left);
}

/** Whether the parser ran into the end of the text. */
function endsEarly(text: string, errors: readonly OxcError[]): boolean {
  const end = text.trimEnd().length;
  return errors.some(({ message, labels }) =>
    labels.some((label) => {
      if (label.start >= end) return true;
      if (label.end < end) return false;
      if (message.startsWith("Unterminated multiline comment")) return true;
      if (message.startsWith("Identifier expected after")) return true;
      return message === "Unterminated string" &&
        (!/["']/.test(text[label.start] ?? "") || /\\\r?\n$/.test(text));
    })
  );
}

/**
 * The parser's errors as diagnostics.
 *
 * @param text what was parsed
 * @param errors what the parser said
 * @returns in source order
 * @example
 * ```ts
 * import { diagnose, parseCell } from "./syntax.ts";
 * const [first] = diagnose("1 +", parseCell("1 +").errors);
 * console.assert(first?.message === "Unexpected end of the cell");
 * ```
 */
export function diagnose(text: string, errors: readonly OxcError[]): readonly Diagnostic[] {
  const lines = new LineIndex(text);
  return errors.map((error) => {
    const label = error.labels.at(-1) ?? { start: 0, end: 0 };
    const first = error.message.includes("already been declared")
      ? label
      : error.labels[0] ?? label;
    return {
      severity: "error" as const,
      message: wording(error, first.start >= text.trimEnd().length),
      start: lines.position(first.start),
      end: lines.position(first.end),
    };
  }).toSorted((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
}

function wording({ message, helpMessage }: OxcError, atEnd: boolean): string {
  const said = atEnd && message === "Unexpected token"
    ? "Unexpected end of the cell"
    : message.replace("found `EOF`", "found the end of the cell").replace(/\.$/, "");
  return helpMessage === null ? said : `${said}. ${helpMessage}`;
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const [first] = diagnostics;
  if (first === undefined) return "The cell is not a program";
  const { message, start } = first;
  const more = diagnostics.length > 1 ? ` and ${diagnostics.length - 1} more` : "";
  return `${message} (line ${start.line}, column ${start.column})${more}`;
}
