/**
 * JSON as strict readers want it: whatever a sender puts into a message, the text can be read.
 *
 * @module
 */

import type { Json, JsonObject } from "./message.ts";

/** Nesting beyond this is cut: readers of other languages stop soon after. */
const DEEPEST = 500;

/** Stands where a value contains itself. */
const CYCLE = "[Circular]";

/** Stands where a value is nested too deeply. */
const TOO_DEEP = "[Too deep]";

/**
 * Writes a value as JSON, mending what JSON cannot hold.
 *
 * @param value anything; see {@link cleanJson} for what becomes of it
 * @returns the text of one JSON value, without lone surrogates
 * @example
 * ```ts
 * import { writeJson } from "./json.ts";
 * const text = writeJson({ big: 1n, none: NaN, not: undefined });
 * console.assert(text === '{"big":"1","none":null}');
 * ```
 */
export function writeJson(value: unknown): string {
  try {
    const text = JSON.stringify(value);
    // JSON.stringify escapes surrogates only where they are alone, which strict readers refuse.
    if (text !== undefined && !text.includes("\\ud")) return text;
  } catch {
    // A BigInt, a cycle, a getter that throws: the slow way copes with each.
  }
  return JSON.stringify(cleanJson(value));
}

/**
 * Makes a JSON value of anything: NaN and infinities become null, BigInts text, `undefined` and
 * functions vanish, lone surrogates become U+FFFD, cycles and excessive depth a short text.
 *
 * @param value anything
 * @returns the value itself where nothing had to be mended
 * @example
 * ```ts
 * import { cleanJson } from "./json.ts";
 * const clean = { a: [1, "two", null] };
 * console.assert(cleanJson(clean) === clean);
 * ```
 */
export function cleanJson(value: unknown): Json {
  return clean(value, []) ?? null;
}

function clean(value: unknown, above: readonly object[]): Json | undefined {
  switch (typeof value) {
    case "string":
      return value.isWellFormed() ? value : value.toWellFormed();
    case "number":
      return Number.isFinite(value) ? value : null;
    case "boolean":
      return value;
    case "bigint":
      return value.toString();
    case "object":
      return value === null ? null : cleanObject(value, above);
    default:
      return undefined;
  }
}

function cleanObject(value: object, above: readonly object[]): Json | undefined {
  if (above.includes(value)) return CYCLE;
  if (above.length >= DEEPEST) return TOO_DEEP;
  const path = [...above, value];
  if (Array.isArray(value)) return cleanArray(value, path);
  const toJson = read(value, "toJSON");
  if (typeof toJson !== "function") return cleanRecord(value, path);
  try {
    return clean(toJson.call(value), path);
  } catch (error) {
    return `[${error}]`.toWellFormed();
  }
}

function cleanArray(values: readonly unknown[], path: readonly object[]): Json {
  const cleaned = Array.from(values, (value) => clean(value, path) ?? null);
  const same = cleaned.every((value, index) => value === values[index]);
  return same ? values as readonly Json[] : cleaned;
}

function cleanRecord(record: object, path: readonly object[]): JsonObject {
  const cleaned: Record<string, Json> = {};
  let same = true;
  for (const key of Object.keys(record)) {
    const before = read(record, key);
    const after = clean(before, path);
    const name = key.toWellFormed();
    same &&= after !== undefined && after === before && name === key;
    if (after === undefined) continue;
    // A plain assignment to "__proto__" would set the prototype and lose the entry.
    Object.defineProperty(cleaned, name, { value: after, enumerable: true, configurable: true });
  }
  return same ? record as JsonObject : cleaned;
}

function read(object: object, key: string): unknown {
  try {
    return Reflect.get(object, key);
  } catch (error) {
    return `[${error}]`;
  }
}
