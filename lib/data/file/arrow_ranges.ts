/**
 * Where the columns of an Arrow record batch lie in its body.
 *
 * @module
 */

import type { DataType, Message, Schema } from "apache-arrow";

/** Bytes of a body. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * Finds the bytes of some columns. Buffers follow each other in the order of the columns.
 *
 * @param message a record batch
 * @param options the schema, and names of columns
 * @returns the bytes of their buffers; the whole body where it cannot be told
 * @example
 * ```ts
 * import { tableFromArrays } from "apache-arrow";
 * import type { Message } from "apache-arrow";
 * import { wantedRanges } from "./arrow_ranges.ts";
 * function bytesOfX(message: Message): number {
 *   const { schema } = tableFromArrays({ x: [1], y: [2] });
 *   const ranges = wantedRanges(message, { schema, wanted: ["x"] });
 *   return ranges.reduce((sum, { length }) => sum + length, 0);
 * }
 * ```
 */
export function wantedRanges(
  message: Message,
  { schema, wanted }: { schema: Schema; wanted: readonly string[] },
): readonly ByteRange[] {
  const whole = [{ offset: 0, length: message.bodyLength }];
  const { buffers } = message.header() as unknown as { buffers: readonly ByteRange[] };
  const counts = schema.fields.map(({ type }) => countBuffers(type));
  if (counts.reduce((sum, count) => sum + count, 0) !== buffers.length) return whole;
  let first = 0;
  const ranges = schema.fields.flatMap(({ name }, at) => {
    const own = buffers.slice(first, first += counts[at] as number);
    return wanted.includes(name) ? own : [];
  });
  const fits = ranges.every(({ offset, length }) =>
    offset >= 0 && length >= 0 && offset + length <= message.bodyLength
  );
  return fits ? ranges : whole;
}

/** Buffers of each kind, besides those of its children; by the format's columnar layouts. */
const OWN_BUFFERS: readonly (readonly [RegExp, number])[] = [
  [/^Null$/, 0],
  [/^(FixedSizeList|Struct|SparseUnion)\b/, 1],
  [/^(Large)?(Utf8|Binary)$/, 3],
];

/** Not a number for kinds whose buffers are counted in each batch. */
function countBuffers(type: DataType): number {
  const kind = String(type);
  if (/View$/.test(kind)) return NaN;
  // The values of a dictionary are in a message of their own.
  if (/^Dictionary\b/.test(kind)) return 2;
  const [, own = 2] = OWN_BUFFERS.find(([pattern]) => pattern.test(kind)) ?? [];
  const children = type.children ?? [];
  return children.reduce((sum, child) => sum + countBuffers(child.type), own);
}
