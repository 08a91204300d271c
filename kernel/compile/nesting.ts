/**
 * A guard before the parser: it recurses on nesting, and text that nests too deeply would end the
 * process (a native stack overflow cannot be caught).
 *
 * @module
 */

import jsTokens from "js-tokens";
import type { Diagnostic } from "./cell.ts";
import { LineIndex } from "./position.ts";

/** Brackets within brackets that the parser survives; it fails between 4000 and 8000. */
const BRACKETS = 1500;
/** Operators in one expression; a chain of `? :` fails between 8000 and 32000. */
const OPERATORS = 6000;
/** Texts this short cannot nest deeply enough. */
const HARMLESS = 3000;

/**
 * Checks that the parser will survive a text.
 *
 * @param text any text
 * @returns what to say if it nests too deeply, or undefined
 * @example
 * ```ts
 * import { tooDeep } from "./nesting.ts";
 * console.assert(tooDeep("f(x)") === undefined);
 * console.assert(tooDeep("(".repeat(9999)) !== undefined);
 * ```
 */
export function tooDeep(text: string): Diagnostic | undefined {
  if (text.length <= HARMLESS || excess(characters(text)) === undefined) return undefined;
  // Brackets in strings and comments nest nothing; look again, at tokens.
  const offset = excess(tokens(text));
  if (offset === undefined) return undefined;
  const start = new LineIndex(text).position(offset);
  return {
    severity: "error",
    message: `The cell nests too deeply for the parser: more than ${BRACKETS} brackets or ` +
      `${OPERATORS} operators within each other; split the expression`,
    start,
    end: start,
  };
}

/** Words that what follows them stands within, be it an operand or a statement. */
const PREFIXES = new Set(
  "await delete do else for keyof new typeof void while with yield".split(" "),
);

/** A piece of text and where it starts. */
type Piece = readonly [text: string, offset: number];

function excess(pieces: Iterable<Piece>): number | undefined {
  let brackets = 0;
  let operators = 0;
  const prefixes = new Prefixes();
  let before = "";
  let lineEnded = false;
  for (const [piece, offset] of pieces) {
    if (piece === "\n") {
      lineEnded = true;
      continue;
    }
    if (lineEnded && isValueEnd(before) && isValueStart(piece)) operators = 0;
    prefixes.take(piece, before);
    if (piece === "(" || piece === "[" || piece === "{" || piece === "${") brackets++;
    else if (piece === ")" || piece === "]" || piece === "}") brackets = Math.max(0, brackets - 1);
    else if (piece === ";" || piece === ",") operators = 0;
    else if (piece === "<") operators += 2;
    else if (!isValueEnd(piece)) operators++;
    else if (!lineEnded && before === ")") operators++;
    if (brackets / BRACKETS + (operators + prefixes.count) / OPERATORS > 1) return offset;
    before = piece;
    lineEnded = false;
  }
  return undefined;
}

/** Counts prefixes of which one stands within another: `;` ends an operator's reach, not an `else`'s. */
class Prefixes {
  /** Those around the place that was reached. */
  count = 0;
  /** How many of them are new since each open bracket. */
  readonly #within: number[] = [0];

  take(piece: string, before: string): void {
    if ((before === ";" || before === "}") && piece !== "else") this.#end();
    if (piece === "(" || piece === "[" || piece === "{" || piece === "${") this.#within.push(0);
    else if (piece === ")" || piece === "]" || piece === "}") this.#close();
    else if (PREFIXES.has(piece)) this.#add(1);
  }

  #add(count: number): void {
    this.#within.push((this.#within.pop() ?? 0) + count);
    this.count += count;
  }

  /** A statement begins that is not a part of the one before. */
  #end(): void {
    this.#add(-(this.#within.at(-1) ?? 0));
  }

  #close(): void {
    this.#end();
    if (this.#within.length > 1) this.#within.pop();
  }
}

function isValueEnd(piece: string): boolean {
  return /[\p{L}\p{N}_$)\]}"'`]$/u.test(piece);
}

function isValueStart(piece: string): boolean {
  return /^[\p{L}\p{N}_$"'`@]/u.test(piece) && piece !== "else";
}

function* characters(text: string): Iterable<Piece> {
  for (const { 0: piece, index } of text.matchAll(/[^\s\w$]|\n|\w+/g)) yield [piece, index];
}

function* tokens(text: string): Iterable<Piece> {
  let offset = 0;
  for (const token of jsTokens(text)) {
    if (token.type === "LineTerminatorSequence") yield ["\n", offset];
    else if (token.type === "TemplateHead") yield ["(", offset];
    else if (token.type === "TemplateTail") yield [")", offset];
    else if (!/^(WhiteSpace|.*Comment)$/.test(token.type)) {
      yield [/Literal|Template/.test(token.type) ? "0" : token.value, offset];
    }
    offset += token.value.length;
  }
}
