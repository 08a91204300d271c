/**
 * Objects with names: neither null nor lists.
 *
 * @module
 */

/**
 * Whether a value has properties by name, as an object literal has.
 *
 * @param value anything
 * @returns false for null, lists, functions and what is no object
 * @example
 * ```ts
 * import { isRecord } from "./record.ts";
 * console.assert(isRecord({}) && !isRecord([]) && !isRecord(null));
 * ```
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A value whose properties are to be read, if it has any.
 *
 * @param value anything
 * @returns the value, or an object without properties in its place
 * @example
 * ```ts
 * import { asRecord } from "./record.ts";
 * console.assert(asRecord(["a"])["length"] === undefined);
 * ```
 */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
