/**
 * JSON text as nbformat writes it, and read so that no number loses its spelling.
 *
 * @module
 */

/**
 * Parses JSON; a number that JavaScript would spell otherwise (`1.0`, `1e-05`, 20 digits) is kept
 * as a raw JSON value, which {@linkcode formatJson} writes back as it was.
 *
 * @param text the JSON text
 * @returns the value
 * @throws {SyntaxError} when the text is not JSON
 * @example
 * ```ts
 * import { formatJson, parseJson } from "./json.ts";
 * console.assert(formatJson(parseJson("[1.0]")) === "[\n 1.0\n]\n");
 * ```
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, keepSpelling);
}

// TypeScript's own library does not know these two yet (V8 has had them since 11.4).
interface RawJson {
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
}
const raw = JSON as unknown as RawJson;

function keepSpelling(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return JSON.stringify(value) === context.source ? value : raw.rawJSON(context.source);
}

/**
 * Formats a JSON value the way nbformat does: one space of indent, keys sorted by code point, text
 * not escaped beyond need, a newline at the end.
 *
 * @param value a JSON value
 * @returns the text of the file
 * @example
 * ```ts
 * import { formatJson } from "./json.ts";
 * console.assert(formatJson({ b: [], a: 1 }) === '{\n "a": 1,\n "b": []\n}\n');
 * ```
 */
export function formatJson(value: unknown): string {
  return format(value, "\n") + "\n";
}

function format(value: unknown, newline: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  if (raw.isRawJSON(value)) return value.rawJSON;
  const inner = newline + " ";
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item) => inner + format(item, inner));
    return `[${items.join(",")}${newline}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return "{}";
  entries.sort(([a], [b]) => compareCodePoints(a, b));
  const members = entries.map(([key, item]) =>
    `${inner}${JSON.stringify(key)}: ${format(item, inner)}`
  );
  return `{${members.join(",")}${newline}}`;
}

/** Python sorts strings by code point, JavaScript by UTF-16 unit; they differ beyond U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const left = a[Symbol.iterator]();
  const right = b[Symbol.iterator]();
  for (;;) {
    const x = left.next();
    const y = right.next();
    if (x.done || y.done) return (x.done ? 0 : 1) - (y.done ? 0 : 1);
    const difference = (x.value.codePointAt(0) ?? 0) - (y.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
}

/**
 * Whether a value is a JSON object: neither null, nor a list, nor a raw number.
 *
 * @param value any JSON value
 * @returns true for objects
 * @example
 * ```ts
 * import { isRecord } from "./json.ts";
 * console.assert(isRecord({}) && !isRecord([]));
 * ```
 */
export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !raw.isRawJSON(value);
}
