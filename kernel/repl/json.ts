/**
 * Fields of message contents, read without trust.
 *
 * @module
 */

import type { Json, JsonObject } from "../wire/message.ts";

/**
 * A field that should be an object.
 *
 * @param value the field
 * @returns the object, or an empty one
 * @example
 * ```ts
 * import { asObject } from "./json.ts";
 * console.assert(Object.keys(asObject(null)).length === 0);
 * ```
 */
export function asObject(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as JsonObject
    : {};
}

/**
 * A field that should be a list.
 *
 * @param value the field
 * @returns the list, or an empty one
 * @example
 * ```ts
 * import { asArray } from "./json.ts";
 * console.assert(asArray("x").length === 0);
 * ```
 */
export function asArray(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/**
 * A field that should be text; MIME bundles may hold it as a list of lines.
 *
 * @param value the field
 * @returns the text, or undefined
 * @example
 * ```ts
 * import { asText } from "./json.ts";
 * console.assert(asText(["a\n", "b"]) === "a\nb");
 * ```
 */
export function asText(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.join("") : undefined;
}
