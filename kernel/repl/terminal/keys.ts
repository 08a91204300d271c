/**
 * Bytes of a terminal, already decoded to text, become keys.
 *
 * Source: xterm control sequences ("PC-style function keys", "bracketed paste") and the kitty
 * keyboard protocol (`CSI code ; modifiers u`), which some terminals send for Shift-Enter.
 *
 * @module
 */

/** One key press, one typed code point, or one bracketed paste. */
export type Key =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "paste"; readonly text: string }
  /** Named as Emacs does: `C-a`, `M-f`, `C-left`, `S-tab`, `enter`. */
  | { readonly kind: "press"; readonly name: string };

/** The keys that are whole, and the text that may still become one. */
export interface Decoded {
  readonly keys: readonly Key[];
  readonly pending: string;
}

const PASTE_START = "\x1b[200~";
const PASTE_END = "\x1b[201~";
// deno-lint-ignore no-control-regex
const CSI = /^\x1b\[([0-9;:<=>?]*)[ -/]*([@-~])/;
// deno-lint-ignore no-control-regex
const CSI_PREFIX = /^\x1b\[[0-9;:<=>?]*[ -/]*$/;

const CONTROL: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\b": "C-h",
  "\x7f": "backspace",
  "\x1b": "escape",
  "\0": "C-space",
  "\x1c": "C-\\",
  "\x1d": "C-]",
  "\x1e": "C-^",
  "\x1f": "C-_",
};

const FINAL: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
  Z: "S-tab",
};

const TILDE: Readonly<Record<string, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
  11: "f1",
};

/**
 * Reads keys from text that may be cut anywhere, also inside a key.
 *
 * @param pending what an earlier call left over
 * @param chunk the text that arrived since
 * @returns the whole keys, and what to hand to the next call
 * @example
 * ```ts
 * import { decodeKeys } from "./keys.ts";
 * const first = decodeKeys("", "a\x1b[");
 * const second = decodeKeys(first.pending, "A");
 * console.assert(second.keys[0]?.kind === "press");
 * ```
 */
export function decodeKeys(pending: string, chunk: string): Decoded {
  const keys: Key[] = [];
  let rest = pending + chunk;
  while (rest !== "") {
    const taken = takeKey(rest);
    if (taken === undefined) break;
    if (taken.key !== undefined) keys.push(taken.key);
    rest = rest.slice(taken.length);
  }
  return { keys, pending: rest };
}

/**
 * Decides what unfinished text means when nothing follows it: a lone Escape, most often.
 *
 * @param pending what {@linkcode decodeKeys} left over
 * @returns the keys
 * @example
 * ```ts
 * import { flushKeys } from "./keys.ts";
 * console.assert(flushKeys("\x1b").length === 1);
 * ```
 */
export function flushKeys(pending: string): readonly Key[] {
  if (pending.startsWith(PASTE_START)) return [paste(pending.slice(PASTE_START.length))];
  if (pending === "\x1b") return [press("escape")];
  return pending.startsWith("\x1b") && pending.length === 2 ? [press(`M-${pending[1]}`)] : [];
}

/** A key and how much text it took; without `key` the text means nothing to us. */
interface Taken {
  readonly length: number;
  readonly key?: Key;
}

function takeKey(text: string): Taken | undefined {
  if (text.startsWith("\x1b")) return takeEscape(text);
  const point = String.fromCodePoint(text.codePointAt(0) ?? 0);
  if (/^[\ud800-\udbff]$/.test(point) && text.length === 1) return undefined;
  return { length: point.length, key: plainKey(point) };
}

function takeEscape(text: string): Taken | undefined {
  if (text.length === 1) return undefined;
  if (text.startsWith(PASTE_START)) {
    const end = text.indexOf(PASTE_END);
    if (end < 0) return undefined;
    return { length: end + PASTE_END.length, key: paste(text.slice(PASTE_START.length, end)) };
  }
  if (text[1] === "[") return takeCsi(text);
  if (text[1] === "O") {
    if (text.length === 2) return undefined;
    const name = FINAL[text[2] ?? ""];
    return { length: 3, ...(name === undefined ? {} : { key: press(name) }) };
  }
  if (text[1] === "\x1b") return { length: 1, key: press("escape") };
  const inner = takeKey(text.slice(1));
  if (inner?.key === undefined) return inner;
  const name = inner.key.kind === "press" ? inner.key.name : inner.key.text;
  return { length: inner.length + 1, key: press(`M-${name}`) };
}

function takeCsi(text: string): Taken | undefined {
  const match = CSI.exec(text);
  if (match === null) return CSI_PREFIX.test(text) ? undefined : { length: 2 };
  const name = csiName(match[1] ?? "", match[2] ?? "");
  return { length: match[0].length, ...(name === undefined ? {} : { key: press(name) }) };
}

function csiName(parameters: string, final: string): string | undefined {
  const [first = "", modifier = "1", third = ""] = parameters.split(";");
  if (final === "u") return withModifiers(namedCode(first), modifier);
  if (final !== "~") return withModifiers(FINAL[final], modifier);
  // modifyOtherKeys: CSI 27 ; modifiers ; code ~
  return first === "27"
    ? withModifiers(namedCode(third), modifier)
    : withModifiers(TILDE[first], modifier);
}

function namedCode(code: string): string | undefined {
  const number = Number.parseInt(code, 10);
  if (!(number > 0 && number <= 0x10ffff)) return undefined;
  const character = String.fromCodePoint(number);
  return CONTROL[character] ?? character;
}

function withModifiers(name: string | undefined, modifier: string): string | undefined {
  if (name === undefined) return undefined;
  const bits = (Number.parseInt(modifier, 10) || 1) - 1;
  return `${bits & 4 ? "C-" : ""}${bits & 2 ? "M-" : ""}${bits & 1 ? "S-" : ""}${name}`;
}

function plainKey(point: string): Key {
  const named = CONTROL[point];
  if (named !== undefined) return press(named);
  if (point < " ") return press(`C-${String.fromCharCode(point.charCodeAt(0) + 96)}`);
  return { kind: "text", text: point };
}

function press(name: string): Key {
  return { kind: "press", name };
}

function paste(text: string): Key {
  // Other control characters could not be seen, and could only do harm.
  // deno-lint-ignore no-control-regex
  const clean = text.replace(/\r\n?/g, "\n").replace(/[\0-\x08\x0b-\x1f\x7f]/g, "");
  return { kind: "paste", text: clean };
}
