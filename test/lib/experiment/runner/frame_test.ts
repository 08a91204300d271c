import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeFrame, type Frame, FrameReader } from "../../../../lib/experiment/runner/frame.ts";
import { packTree, unpackTree } from "../../../../lib/experiment/runner/tree.ts";
import { assertSame } from "./same.ts";
import { trees } from "./trees.ts";

const frames = fc.array(
  fc.record({ message: fc.jsonValue(), tree: fc.option(trees, { nil: undefined }) }),
  { maxLength: 4 },
);

Deno.test("FrameReader finds the frames of encodeFrame(), however the bytes are cut", () => {
  fc.assert(fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 })), (sent, cuts) => {
    const packed = sent.map(({ message, tree }): Frame => ({
      message,
      tree: tree === undefined ? undefined : packTree(tree),
    }));
    const bytes = join(packed.flatMap(encodeFrame));
    const reader = new FrameReader();
    const found: Frame[] = [];
    let at = 0;
    for (const cut of [...cuts, bytes.length]) {
      found.push(...reader.read(bytes.subarray(at, at + cut)));
      at += cut;
    }
    found.push(...reader.read(bytes.subarray(at)));
    assert.equal(found.length, sent.length);
    for (const [index, { message, tree }] of found.entries()) {
      assert.equal(JSON.stringify(message), JSON.stringify(sent[index]?.message));
      assertSame({ tree: tree && unpackTree(tree) }, { tree: sent[index]?.tree });
    }
  }));
});

Deno.test("encodeFrame() does not copy arrays", () => {
  const values = new Float32Array(1000);
  const parts = encodeFrame({ message: 1, tree: packTree({ values, none: new Uint8Array(0) }) });
  assert.equal(parts.length, 2);
  assert.equal(parts[1]?.buffer, values.buffer);
});

Deno.test("FrameReader refuses bytes that are no frames", () => {
  const bytes = new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 65, 65]);
  assert.throws(() => new FrameReader().read(bytes), SyntaxError);
});

function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
