/**
 * The memory of Arrow columns, checked before it is read: lengths that were written down, or damaged,
 * must fit the bytes that are there, or reading would go on for ever.
 *
 * @module
 */

import type { Data, Vector } from "apache-arrow";

/** What is read of a chunk; Arrow's own types differ for every kind of column. */
interface Chunk {
  readonly length: number;
  readonly offset: number;
  readonly nullCount: number;
  readonly nullBitmap?: ArrayLike<number> | null;
  readonly valueOffsets?: ArrayLike<number | bigint> | null;
  readonly values?: ArrayLike<unknown> | null;
  readonly children: readonly Chunk[];
  readonly dictionary?: { readonly length: number; readonly data: readonly Chunk[] } | null;
  readonly type: { toString(): string; readonly listSize?: number };
}

/** Kinds whose samples differ in length. */
const WITH_OFFSETS = /^(Large)?(Utf8|Binary)$|^(List|Map)</;

/**
 * Checks all chunks of a column.
 *
 * @param vector the column
 * @throws {RangeError} when a length goes beyond the memory that is there
 * @example
 * ```ts
 * import { vectorFromArray } from "apache-arrow";
 * import { checkMemory } from "./check_arrow.ts";
 * checkMemory(vectorFromArray(Float32Array.of(1, 2)));
 * ```
 */
export function checkMemory(vector: Vector): void {
  for (const data of vector.data as readonly Data[]) checkChunk(data as unknown as Chunk);
}

function checkChunk(chunk: Chunk): void {
  const { length, nullCount, nullBitmap, valueOffsets, values, children, dictionary } = chunk;
  const kind = String(chunk.type);
  if (nullCount > 0) atLeast(length, 8 * (nullBitmap?.length ?? 0), "flags of what is missing");
  if (dictionary !== null && dictionary !== undefined) {
    atLeast(length, values?.length ?? 0, "places in a dictionary");
    for (const part of dictionary.data) checkChunk(part);
  } else if ((valueOffsets?.length ?? 0) > 0 || (length > 0 && WITH_OFFSETS.test(kind))) {
    const [child] = children;
    checkOffsets(valueOffsets ?? [], { length, most: child?.length ?? values?.length ?? 0 });
  } else if (kind === "Bool") {
    atLeast(length, 8 * (values?.length ?? 0), "truth values");
  } else if (chunk.type.listSize !== undefined) {
    atLeast(length * chunk.type.listSize, children[0]?.length ?? 0, "items of lists");
  } else if (children.length > 0) {
    for (const child of children) atLeast(length, child.length, "parts of samples");
  } else if (kind !== "Null") {
    atLeast(length, values?.length ?? 0, "values");
  }
  for (const child of children) checkChunk(child);
}

function checkOffsets(
  offsets: ArrayLike<number | bigint>,
  { length, most }: { length: number; most: number },
): void {
  atLeast(length + 1, offsets.length, "places where samples start");
  let before = 0;
  for (let at = 0; at <= length; at++) {
    const offset = Number(offsets[at]);
    if (offset < before || offset > most) {
      throw new RangeError(
        `sample ${at} starts at ${offset}, which is not from ${before} to ${most}`,
      );
    }
    before = offset;
  }
}

function atLeast(wanted: number, there: number, what: string): void {
  if (wanted <= there) return;
  throw new RangeError(`it claims ${wanted} ${what}, and there are ${there}`);
}
