import assert from "node:assert/strict";
import fc from "fast-check";
import { buildColumn } from "../../../lib/data/build_column.ts";
import {
  appendColumns,
  rawNames,
  refusePadding,
  sourceOf,
} from "../../../lib/data/combine_parts.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { rowsOf } from "../../../lib/data/row_origins.ts";

const set = FeatureSet.fromColumns("s", { x: [1, 2, 3] }, { features: ["x"] });

Deno.test("appendColumns() puts samples below each other, texts and missing ones too", () => {
  const texts = fc.array(fc.option(fc.constantFrom("a", "b", "c")), { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), (lists) => {
    const parts = lists.map((list) => buildColumn("t", ["x", ...list]));
    const wanted = lists.flatMap((list) => ["x", ...list]);
    const joined = appendColumns("t", parts);
    assert.deepEqual(joined.toArray(), wanted);
    assert.equal(new Set(joined.levels).size, joined.levels?.length);
    assert.equal(joined.fingerprint, buildColumn("t", wanted).fingerprint);
  }));
});

Deno.test("appendColumns() makes no flags where nothing is missing, and no copy of one part", () => {
  const [a, none] = [buildColumn("x", Float32Array.of(1)), buildColumn("x", new Float32Array(0))];
  assert.equal(appendColumns("x", [none, a, none]), a);
  assert.equal(appendColumns("x", [a, a]).valid, undefined);
});

Deno.test("appendColumns() refuses other kinds and shapes, with both", () => {
  const [a, b] = [buildColumn("x", [1]), buildColumn("x", [[1, 2]])];
  assert.throws(
    () => appendColumns("x", [a, b]),
    /columns "x" below each other: one is float64 of shape \[\], another float64 of \[2\]/,
  );
});

Deno.test("sourceOf() writes rows down only where they do not follow each other", () => {
  assert.equal(sourceOf(set).rows, undefined);
  assert.deepEqual(rowsOf(sourceOf(set.take([2, 0])).rows, 0), [2]);
  const placed = sourceOf(set, Int32Array.of(1, -1));
  assert.deepEqual([rowsOf(placed.rows, 0), rowsOf(placed.rows, 1)], [[1], []]);
});

Deno.test("rawNames() leaves out what scalers made, and refusePadding() what is none", () => {
  assert.deepEqual(rawNames(set.fitTransform("negate", { domain: "features" })), [
    "features.x.raw",
  ]);
  assert.throws(
    () => refusePadding(set.toView().padTo(4)),
    /padding; leave it out with withoutPadding/,
  );
});
