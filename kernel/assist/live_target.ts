/**
 * The expression before the cursor, if it can be evaluated without doing anything.
 *
 * @module
 */

import jsTokens from "js-tokens";

/** An object whose names may continue the text at the cursor. */
export interface LiveTarget {
  /** Names, members and indices only: no call, no operator. */
  readonly expression: string;
  /** What is asked for: `.name`, `["key"]`, or an entry as in `.get("key")`. */
  readonly wants: "members" | "keys" | "entries";
  /** What is typed of the name. */
  readonly prefix: string;
  /** UTF-16 offsets of the prefix. */
  readonly start: number;
  readonly end: number;
  /** The access before the prefix, as typed: `.`, `?.`, or the opening quote. */
  readonly access: string;
}

interface Token {
  readonly type: string;
  readonly value: string;
  readonly closed?: boolean;
}

/** Methods whose first argument names an entry: of a Map, or a column of an Arrow table. */
const BY_NAME: ReadonlySet<string> = new Set(["get", "has", "getChild", "select"]);

/** Words that no expression can begin with, or not one without effect. */
const KEYWORDS: ReadonlySet<string> = new Set(
  ("await break case catch class const continue debugger default delete do else export extends " +
    "false finally for function if import in instanceof let new null return super switch throw " +
    "true try typeof var void while with yield").split(" "),
);

/**
 * Finds the object whose names are being typed.
 *
 * @param code the text
 * @param offset the cursor, in UTF-16 units
 * @returns the object; undefined when the cursor stands elsewhere or a call would be needed
 * @example
 * ```ts
 * import { liveTarget } from "./live.ts";
 * console.assert(liveTarget("1 + a.b[0].na", 13)?.expression === "a.b[0]");
 * console.assert(liveTarget("f().na", 6) === undefined);
 * ```
 */
export function liveTarget(code: string, offset: number): LiveTarget | undefined {
  const tokens = meaningful(code.slice(0, offset));
  const last = tokens.at(-1);
  if (!last) return undefined;
  if (last.type === "StringLiteral" && last.closed === false) {
    return keyTarget(tokens, offset);
  }
  const typed = last.type === "IdentifierName" && code.slice(0, offset).endsWith(last.value)
    ? last.value
    : "";
  const access = tokens.at(typed ? -2 : -1)?.value ?? "";
  if (access !== "." && access !== "?.") return undefined;
  const expression = chainBefore(tokens, tokens.length - (typed ? 2 : 1));
  if (expression === undefined) return undefined;
  const start = offset - typed.length;
  return { expression, wants: "members", prefix: typed, start, end: offset, access };
}

/** The object of `a["key` or of `a.get("key`. */
function keyTarget(tokens: readonly Token[], offset: number): LiveTarget | undefined {
  const literal = tokens.at(-1)?.value ?? "";
  const opening = tokens.at(-2)?.value;
  const prefix = literal.slice(1);
  const place = { prefix, start: offset - prefix.length, end: offset, access: literal[0] ?? '"' };
  if (opening === "[") {
    const before = tokens.at(-3)?.value === "?." ? 3 : 2;
    const expression = chainBefore(tokens, tokens.length - before);
    return expression === undefined ? undefined : { expression, wants: "keys", ...place };
  }
  const isAccess = tokens.at(-4)?.value === "." || tokens.at(-4)?.value === "?.";
  if (opening === "(" && isAccess && BY_NAME.has(tokens.at(-3)?.value ?? "")) {
    const expression = chainBefore(tokens, tokens.length - 4);
    return expression === undefined ? undefined : { expression, wants: "entries", ...place };
  }
  return undefined;
}

/** Tokens without blanks and comments; none when the text ends within a comment or template. */
function meaningful(code: string): readonly Token[] {
  const tokens: readonly Token[] = [...jsTokens(code)];
  const last = tokens.at(-1);
  const inside = last?.type === "MultiLineComment" && last.closed === false ||
    last?.type === "SingleLineComment" ||
    last?.type === "NoSubstitutionTemplate" && last.closed === false ||
    last?.type === "RegularExpressionLiteral" && last.closed === false ||
    last?.type === "TemplateHead" && last.value.length > 0 && !last.value.endsWith("${");
  if (inside) return [];
  return tokens.filter(({ type }) =>
    !["WhiteSpace", "LineTerminatorSequence", "SingleLineComment", "MultiLineComment"]
      .includes(type)
  );
}

/**
 * The longest chain of names, members and indices that ends before a token.
 *
 * @returns its text; undefined when what stands there is no such chain
 */
function chainBefore(tokens: readonly Token[], end: number): string | undefined {
  const parts: string[] = [];
  let at = end - 1;
  while (at >= 0) {
    const token = tokens[at];
    if (token?.value === "!" && parts.length === 0 || isNonNull(tokens, at)) {
      at--;
      continue;
    }
    if (token?.value === "]") {
      const index = indexBefore(tokens, at);
      if (!index) return undefined;
      parts.unshift(index.text);
      at = index.start - 1;
      if (tokens[at]?.value === "?.") {
        parts.unshift("?.");
        at--;
      }
      continue;
    }
    if (token?.type !== "IdentifierName") return undefined;
    const access = tokens[at - 1]?.value;
    const isMember = access === "." || access === "?.";
    if (!isMember) {
      return KEYWORDS.has(token.value) ? undefined : [token.value, ...parts].join("");
    }
    parts.unshift(access, token.value);
    at -= 2;
  }
  return undefined;
}

/** Whether this is the `!` of TypeScript between a name and its member. */
function isNonNull(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]?.value;
  return tokens[at]?.value === "!" && (next === "." || next === "[" || next === "?.");
}

/** An index that is a literal or a chain of its own, `]` being the token at `end`. */
function indexBefore(
  tokens: readonly Token[],
  end: number,
): { readonly text: string; readonly start: number } | undefined {
  const inner = tokens[end - 1];
  const isLiteral = inner?.type === "NumericLiteral" ||
    inner?.type === "StringLiteral" && inner.closed !== false;
  if (inner && isLiteral && tokens[end - 2]?.value === "[") {
    return { text: `[${inner.value}]`, start: end - 2 };
  }
  let depth = 0;
  for (let at = end; at >= 0; at--) {
    if (tokens[at]?.value === "]") depth++;
    if (tokens[at]?.value === "[" && --depth === 0) {
      const text = chainBefore(tokens.slice(at + 1, end), end - at - 1);
      const whole = text !== undefined &&
        text === tokens.slice(at + 1, end).map(({ value }) => value).join("");
      return whole ? { text: `[${text}]`, start: at } : undefined;
    }
  }
  return undefined;
}
