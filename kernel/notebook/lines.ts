/**
 * Multi-line strings: the list of lines a notebook file stores, and the one string we work with.
 *
 * @module
 */

/** What Python's `str.splitlines` takes for the end of a line; nbformat splits with it. */
const LINE_REGEXP =
  // deno-lint-ignore no-control-regex
  /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+$/g;

/**
 * Splits text into lines that keep their ends, as nbformat stores it.
 *
 * @param text any text
 * @returns its lines; none for the empty text
 * @example
 * ```ts
 * import { splitLines } from "./lines.ts";
 * console.assert(splitLines("a\nb").length === 2);
 * ```
 */
export function splitLines(text: string): readonly string[] {
  return text.match(LINE_REGEXP) ?? [];
}

/**
 * Joins what a file stores as one string or as a list of lines.
 *
 * @param value a string or a list of strings
 * @returns the text, or undefined when the value is neither
 * @example
 * ```ts
 * import { joinLines } from "./lines.ts";
 * console.assert(joinLines(["a\n", "b"]) === "a\nb");
 * ```
 */
export function joinLines(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!Array.isArray(value) || !value.every((line) => typeof line === "string")) return undefined;
  return value.join("");
}

/**
 * Whether a MIME type holds a JSON value rather than text.
 *
 * @param mime the MIME type
 * @returns true for `application/json` and `application/…+json`
 * @example
 * ```ts
 * import { isJsonMime } from "./lines.ts";
 * console.assert(isJsonMime("application/vnd.vegalite.v5+json"));
 * ```
 */
export function isJsonMime(mime: string): boolean {
  return mime === "application/json" || (mime.startsWith("application/") && mime.endsWith("+json"));
}

/**
 * Joins the texts of a MIME bundle.
 *
 * @param data a bundle as a file stores it
 * @returns the bundle with each list of lines joined
 * @example
 * ```ts
 * import { joinBundle } from "./lines.ts";
 * console.assert(joinBundle({ "text/plain": ["a\n", "b"] })["text/plain"] === "a\nb");
 * ```
 */
export function joinBundle(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([mime, value]) => [
      mime,
      isJsonMime(mime) ? value : joinLines(value) ?? value,
    ]),
  );
}

/**
 * Splits the texts of a MIME bundle; base64 and JSON stay as they are.
 *
 * @param data a bundle with joined texts
 * @returns the bundle as a file stores it
 * @example
 * ```ts
 * import { splitBundle } from "./lines.ts";
 * console.assert(Array.isArray(splitBundle({ "text/plain": "a" })["text/plain"]));
 * ```
 */
export function splitBundle(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([mime, value]) => [
      mime,
      typeof value === "string" && isSplitMime(mime) ? splitLines(value) : value,
    ]),
  );
}

function isSplitMime(mime: string): boolean {
  return mime.startsWith("text/") || mime === "application/javascript" || mime === "image/svg+xml";
}
