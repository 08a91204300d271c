import assert from "node:assert/strict";
import fc from "fast-check";
import {
  CheckpointError,
  packFile,
  unpackFile,
} from "../../../../lib/experiment/checkpoints/packed_file.ts";
import { spoiled, spoilt } from "../../file/spoilt.ts";

const tree = {
  epoch: 3,
  weights: Float32Array.from({ length: 100 }, (_, at) => at / 7),
  path: ["a"],
};

Deno.test("unpackFile() gives the tree that packFile() wrote", () => {
  assert.deepEqual(unpackFile(packFile(tree)), tree);
});

Deno.test("unpackFile() refuses files that are damaged anywhere, or cut off", () => {
  const bytes = packFile(tree);
  fc.assert(
    fc.property(spoiled, (spoiling) => {
      assert.throws(() => unpackFile(spoilt(bytes, spoiling), "a.checkpoint"), CheckpointError);
    }),
    { numRuns: 300 },
  );
});
