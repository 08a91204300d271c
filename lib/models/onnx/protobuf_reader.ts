/**
 * Protocol buffers, read field by field: enough for the head of an ONNX file.
 *
 * @module
 */

/** A field of a message: a whole number, or the bytes of a text or of a message within. */
export interface Field {
  readonly number: number;
  readonly value: number | Uint8Array;
}

const UTF8 = new TextDecoder();

/**
 * Reads the fields of a message.
 *
 * @param bytes the message; what is inside of it is not copied
 * @returns its fields in order, without fixed-width numbers, which are skipped
 * @throws SyntaxError where the bytes are no message
 * @example
 * ```ts
 * import { readFields } from "./protobuf_reader.ts";
 * [...readFields(Uint8Array.of(0x08, 0x07))]; // [{ number: 1, value: 7 }]
 * ```
 */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  const at = { byte: 0 };
  while (at.byte < bytes.length) {
    const key = readVarint(bytes, at);
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (wire === 0) yield { number, value: readVarint(bytes, at) };
    else if (wire === 2) yield { number, value: readBytes(bytes, at) };
    else if (wire === 1) at.byte += 8;
    else if (wire === 5) at.byte += 4;
    else throw new SyntaxError(`Cannot read a message: byte ${at.byte} begins no field`);
    if (at.byte > bytes.length) throw new SyntaxError("Cannot read a message: it is cut off");
  }
}

/**
 * The text of a field.
 *
 * @param field a field of text
 * @returns the text
 * @throws SyntaxError when it is a number
 * @example
 * ```ts
 * import { textOf } from "./protobuf_reader.ts";
 * textOf({ number: 1, value: Uint8Array.of(97) }); // a
 * ```
 */
export function textOf(field: Field): string {
  return UTF8.decode(messageOf(field));
}

/**
 * The bytes of a field.
 *
 * @param field a field of bytes, text, or a message
 * @returns the bytes
 * @throws SyntaxError when it is a number
 * @example
 * ```ts
 * import { messageOf, readFields } from "./protobuf_reader.ts";
 * for (const field of readFields(new Uint8Array())) readFields(messageOf(field));
 * ```
 */
export function messageOf({ number, value }: Field): Uint8Array {
  if (typeof value !== "number") return value;
  throw new SyntaxError(`Cannot read field ${number}: it is a number`);
}

/**
 * The whole numbers of a field that may be repeated: one, or many packed together.
 *
 * @param field a number, or the bytes of several
 * @returns the numbers
 * @throws SyntaxError when the bytes are no numbers
 * @example
 * ```ts
 * import { numbersOf } from "./protobuf_reader.ts";
 * numbersOf({ number: 1, value: Uint8Array.of(3, 4) }); // [3, 4]
 * ```
 */
export function numbersOf({ value }: Field): readonly number[] {
  if (typeof value === "number") return [value];
  const numbers: number[] = [];
  const at = { byte: 0 };
  while (at.byte < value.length) numbers.push(readVarint(value, at));
  return numbers;
}

function readBytes(bytes: Uint8Array, at: { byte: number }): Uint8Array {
  const length = readVarint(bytes, at);
  const begin = at.byte;
  at.byte += length;
  return bytes.subarray(begin, at.byte);
}

/** Seven bits a byte; numbers beyond 2⁵³ are not exact, and mean nothing here. */
function readVarint(bytes: Uint8Array, at: { byte: number }): number {
  let [value, scale] = [0, 1];
  for (let count = 0; count < 10; count++) {
    const byte = bytes[at.byte++];
    if (byte === undefined) throw new SyntaxError("Cannot read a message: it is cut off");
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
  throw new SyntaxError("Cannot read a message: a number has more than ten bytes");
}
