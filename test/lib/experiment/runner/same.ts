/** Equality of trees to the bit. */
import assert from "node:assert/strict";
import { packTree } from "../../../../lib/experiment/runner/tree.ts";

/** Compares values and then the bits of arrays, where one NaN is not like another. */
export function assertSame(actual: unknown, wanted: unknown): void {
  assert.deepStrictEqual(actual, wanted);
  const [left, right] = [packTree(actual), packTree(wanted)];
  assert.equal(left.text, right.text);
  assert.deepStrictEqual(left.blobs.map(bytes), right.blobs.map(bytes));
}

function bytes(blob: Uint8Array): string {
  return new Uint8Array(blob).toBase64();
}
