/**
 * Plain data: what configurations, states and records are made of.
 *
 * @module
 */

import { createHash } from "node:crypto";

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object that JSON can hold; keys without a value are left out. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/**
 * Writes plain data with its keys in order, so that equal data gives equal text.
 *
 * @param value plain data
 * @returns JSON without white space
 * @throws {TypeError} when a number is not finite, which JSON would silently turn into `null`
 * @example
 * ```ts
 * import { canonicalJson } from "./json.ts";
 * console.log(canonicalJson({ b: 1, a: [true] })); // {"a":[true],"b":1}
 * ```
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`Cannot write ${value} as JSON: write it as text or as null`);
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const object = value as JsonObject;
  const parts = Object.keys(object).sort().flatMap((key) => {
    const part = object[key];
    return part === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(part)}`];
  });
  return `{${parts.join(",")}}`;
}

/**
 * A short name for content: the same for the same bytes, in any process and on any machine.
 *
 * @param parts texts and bytes, in order
 * @returns the SHA-256 of the parts and their lengths, in hexadecimal
 * @example
 * ```ts
 * import { fingerprint } from "./json.ts";
 * console.log(fingerprint("a", new Uint8Array([1])).length); // 64
 * ```
 */
export function fingerprint(...parts: readonly (string | ArrayBufferView)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    const bytes = typeof part === "string"
      ? new TextEncoder().encode(part)
      : new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    hash.update(`${bytes.byteLength}:`).update(bytes);
  }
  return hash.digest("hex");
}

/**
 * Freezes plain data, all the way down.
 *
 * @param value plain data
 * @returns the same value
 * @example
 * ```ts
 * import { freeze } from "./json.ts";
 * const config = freeze({ ratios: { train: 0.8, test: 0.2 } });
 * ```
 */
export function freeze<T>(value: T): T {
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  if (Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
