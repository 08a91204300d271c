import assert from "node:assert/strict";
import fc from "fast-check";
import {
  copyPacked,
  packTree,
  unpackTree,
  UnserialisableError,
} from "../../../../lib/experiment/runner/tree.ts";
import { assertSame } from "./same.ts";
import { trees } from "./trees.ts";

Deno.test("unpackTree() gives back what packTree() was given, bit for bit", () => {
  fc.assert(fc.property(trees, (tree) => {
    assertSame(unpackTree(copyPacked(packTree(tree))), tree);
  }));
});

Deno.test("packTree() writes text without bytes, and bytes beside it", () => {
  const { text, blobs } = packTree({ $: "NaN", rate: NaN, rows: new Uint8Array([1, 2]) });
  assert.equal(text, '{"$":{"$":"NaN","rate":{"$":"NaN"},"rows":{"$":["Uint8Array",0]}}}');
  assert.deepEqual(blobs, [new Uint8Array([1, 2])]);
});

Deno.test("packTree() keeps the bits of a NaN, and only the part that a view shows", () => {
  const words = new Uint32Array([1, 0x7fc12345, 0xffc00001, 4]);
  const view = new Float32Array(words.buffer, 4, 2);
  const back = unpackTree(copyPacked(packTree(view)));
  assert.ok(back instanceof Float32Array);
  assert.deepEqual(new Uint32Array(back.buffer), new Uint32Array([0x7fc12345, 0xffc00001]));
});

Deno.test("packTree() copies memory that others may change", () => {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const packed = packTree(shared);
  shared[0] = 5;
  assertSame(unpackTree(packed), new Int32Array([0]));
});

Deno.test("packTree() leaves out keys without a value, and takes objects without a prototype", () => {
  const bare = Object.assign(Object.create(null), { rows: 3, gone: undefined });
  assertSame(unpackTree(packTree(bare)), { rows: 3 });
});

Deno.test("packTree() names the place and the kind of what it refuses", () => {
  const loop: unknown[] = [];
  loop.push({ again: loop });
  class Model {}
  const cases: readonly (readonly [unknown, string])[] = [
    [{ folds: [1, { run: () => 1 }] }, "input.folds[1].run: it is a function"],
    [{ "a b": new Date(0) }, 'input["a b"]: it is an instance of Date'],
    [[new Model()], "input[0]: it is an instance of Model"],
    [new Map(), "input: it is an instance of Map"],
    [{ big: 3n }, "input.big: it is a bigint (BigInt64Array holds some)"],
    [[undefined], "input[0]: it is undefined"],
    [[, 1], "input[0]: it is undefined"],
    [{ [Symbol("key")]: 1 }, "input[Symbol(key)]: it is under a symbol"],
    [Symbol("s"), "input: it is a symbol"],
    [new DataView(new ArrayBuffer(2)), "input: it is an instance of DataView"],
    [loop, "input[0].again: it is an object above itself"],
  ];
  for (const [tree, told] of cases) {
    assert.throws(() => packTree(tree, "input"), (error) => {
      assert.ok(error instanceof UnserialisableError);
      assert.ok(error.message.startsWith(`Cannot send ${told}; wanted null`), error.message);
      assert.equal(error.path, told.slice(0, told.indexOf(": it")));
      return true;
    });
  }
});

Deno.test("packTree() takes one object twice, beside itself", () => {
  const fold = { rows: 3 };
  assertSame(unpackTree(packTree([fold, fold])), [{ rows: 3 }, { rows: 3 }]);
});

Deno.test("unpackTree() refuses marks that packTree() does not write", () => {
  for (const text of ['{"$":"Date"}', '{"$":["Map",0]}', '{"$":["Int8Array",1]}', '{"$":null}']) {
    assert.throws(() => unpackTree({ text, blobs: [new Uint8Array(1)] }), {
      name: "SyntaxError",
      message: /^Cannot read the mark/,
    });
  }
});
