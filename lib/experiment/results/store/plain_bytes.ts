/**
 * Plain data and typed arrays as bytes: a JSON head, and the arrays behind it.
 *
 * @module
 */

/** Arrays by the name of their type. */
const ARRAYS = {
  Float64Array,
  Float32Array,
  Int32Array,
  Int16Array,
  Int8Array,
  Uint32Array,
  Uint16Array,
  Uint8Array,
  Uint8ClampedArray,
  BigInt64Array,
  BigUint64Array,
} as const;

type TypedArray = InstanceType<(typeof ARRAYS)[keyof typeof ARRAYS]>;

/** What JSON has no word for. */
const ODD_NUMBERS: Readonly<Record<string, number>> = {
  NaN,
  Infinity,
  "-Infinity": -Infinity,
  "-0": -0,
};

/** Bytes that the length of the head takes. */
const LENGTH = 8;

/**
 * Writes plain data.
 *
 * @param value what `toPlain` gave
 * @returns bytes
 * @example
 * ```ts
 * import { readBytes, writeBytes } from "./plain_bytes.ts";
 * readBytes(writeBytes({ x: Float32Array.of(1), y: NaN })); // { x: Float32Array [1], y: NaN }
 * ```
 */
export function writeBytes(value: unknown): Uint8Array {
  const { head, arrays, size } = encode(value);
  const text = new TextEncoder().encode(head);
  const start = LENGTH + padded(text.length);
  const whole = new Uint8Array(start + size);
  new DataView(whole.buffer).setUint32(0, text.length, true);
  whole.set(text, LENGTH);
  let at = start;
  for (const bytes of arrays) {
    whole.set(bytes, at);
    at += padded(bytes.length);
  }
  return whole;
}

/**
 * Writes plain data without arrays.
 *
 * @param value what `toPlain` gave
 * @returns JSON, or nothing when there are typed arrays in it
 * @example
 * ```ts
 * import { writeJson } from "./plain_bytes.ts";
 * console.log(writeJson({ x: 1, y: NaN })); // {"x":1,"y":{"@number":"NaN"}}
 * ```
 */
export function writeJson(value: unknown): string | undefined {
  const { head, arrays } = encode(value);
  return arrays.length === 0 ? head : undefined;
}

/**
 * Reads plain data without arrays.
 *
 * @param text what `writeJson` gave
 * @returns equal data
 * @example
 * ```ts
 * import { readJson } from "./plain_bytes.ts";
 * readJson('{"y":{"@number":"NaN"}}'); // { y: NaN }
 * ```
 */
export function readJson(text: string): unknown {
  return JSON.parse(text, (_key, part: unknown) => revived(part, new Uint8Array()));
}

interface Encoded {
  readonly head: string;
  readonly arrays: readonly Uint8Array[];
  /** Bytes of all arrays. */
  readonly size: number;
}

function encode(value: unknown): Encoded {
  const arrays: Uint8Array[] = [];
  let size = 0;
  const head = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "number") return isPlain(part) ? part : { "@number": nameOf(part) };
    if (!ArrayBuffer.isView(part)) return escaped(part);
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    const at = size;
    arrays.push(bytes);
    size += padded(bytes.length);
    return { "@array": [part.constructor.name, at, bytes.length] };
  });
  return { head, arrays, size };
}

/**
 * Reads plain data.
 *
 * @param bytes what `writeBytes` gave
 * @returns equal data; its arrays share no memory with the bytes
 * @throws RangeError when the bytes are damaged
 * @example
 * ```ts
 * import { readBytes, writeBytes } from "./plain_bytes.ts";
 * readBytes(writeBytes([1, "a", null])); // [1, "a", null]
 * ```
 */
export function readBytes(bytes: Uint8Array): unknown {
  if (bytes.length < LENGTH) {
    throw new RangeError("Cannot read plain data: the bytes end too early");
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const start = LENGTH + padded(length);
  if (bytes.length < start) throw new RangeError("Cannot read plain data: the bytes end too early");
  const text = new TextDecoder().decode(bytes.subarray(LENGTH, LENGTH + length));
  return JSON.parse(text, (_key, part: unknown) => revived(part, bytes.subarray(start)));
}

function revived(part: unknown, arrays: Uint8Array): unknown {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  if ("@number" in part) return ODD_NUMBERS[String(part["@number"])] ?? NaN;
  if ("@object" in part) return Object.fromEntries(part["@object"] as [string, unknown][]);
  return "@array" in part ? arrayOf(part["@array"], arrays) : part;
}

function arrayOf(place: unknown, arrays: Uint8Array): TypedArray {
  const [name, at, length] = place as readonly [keyof typeof ARRAYS, number, number];
  const make = Object.hasOwn(ARRAYS, name) ? ARRAYS[name] : undefined;
  if (make === undefined || !(at >= 0 && length >= 0 && at + length <= arrays.length)) {
    throw new RangeError(`Cannot read plain data: it has no array ${name} at ${at}`);
  }
  const copy = arrays.slice(at, at + length);
  return new make(copy.buffer, 0, length / make.BYTES_PER_ELEMENT);
}

/** Objects of the user that look like ours are written as lists of their entries. */
function escaped(part: unknown): unknown {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  const isOurs = ["@number", "@array", "@object"].some((key) => Object.hasOwn(part, key));
  return isOurs ? { "@object": Object.entries(part) } : part;
}

function isPlain(number: number): boolean {
  return Number.isFinite(number) && !Object.is(number, -0);
}

function nameOf(number: number): string {
  return Object.is(number, -0) ? "-0" : String(number);
}

/** Arrays begin where words of eight bytes do. */
function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
