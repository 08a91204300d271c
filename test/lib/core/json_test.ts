import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson, fingerprint, freeze, type Json } from "../../../lib/core/json.ts";

Deno.test("canonicalJson() is JSON, and forgets the order of keys", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = canonicalJson(value as Json);
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
  }));
  assert.equal(canonicalJson({ b: 1, a: { d: undefined, c: 2 } }), '{"a":{"c":2},"b":1}');
  assert.throws(() => canonicalJson({ a: NaN }), /Cannot write NaN as JSON/);
});

Deno.test("fingerprint() tells parts apart, wherever they are cut", () => {
  assert.notEqual(fingerprint("ab", "c"), fingerprint("a", "bc"));
  assert.notEqual(fingerprint(new Float32Array([1])), fingerprint(new Float32Array([2])));
  assert.equal(fingerprint(new Uint8Array([97])), fingerprint("a"));
});

Deno.test("freeze() freezes all the way down, but not the contents of arrays of numbers", () => {
  const tree = freeze({ a: [{ b: 1 }], c: new Float32Array(1) });
  assert.ok(Object.isFrozen(tree.a[0]));
  tree.c[0] = 2;
  assert.equal(tree.c[0], 2);
});
