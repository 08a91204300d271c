/** Trees for property tests. */
import fc from "fast-check";
import type { PlainTree } from "../../../../lib/experiment/runner/tree.ts";

const arrays = fc.oneof(
  fc.float32Array(),
  fc.float64Array(),
  fc.int8Array(),
  fc.int16Array(),
  fc.int32Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.uint16Array(),
  fc.uint32Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
);
const keys = fc.oneof(fc.string(), fc.constantFrom("$", "__proto__", "constructor", "0"));

/** Trees of every kind, with keys that would mislead a careless reader. */
export const trees: fc.Arbitrary<PlainTree> = fc.letrec<{ tree: PlainTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.constantFrom(-0, NaN, Infinity, -Infinity),
    fc.string({ unit: "binary" }),
    arrays,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(keys, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).tree;
