import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanBundle } from "../../../kernel/display/clean.ts";

Deno.test("cleanBundle() answers what JSON holds exactly, whatever goes in", () => {
  const type = fc.constantFrom(
    "text/plain",
    "text/html",
    "image/png",
    "image/svg+xml",
    "application/json",
    "application/vnd.vegalite.v5+json",
  );
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withObjectString: true,
    withTypedArray: true,
    withSparseArray: true,
    withUnicodeString: true,
  });
  fc.assert(
    fc.property(fc.dictionary(type, anything), anything, (data, metadata) => {
      // deno-lint-ignore no-explicit-any -- the type is what is being broken
      const clean = cleanBundle({ data, metadata: { any: metadata } as any });
      assert.deepStrictEqual(JSON.parse(JSON.stringify(clean)), clean);
      assert.ok(JSON.stringify(clean).isWellFormed());
    }),
    { numRuns: 300 },
  );
});

Deno.test("cleanBundle() writes bytes as base64, and as text where the type is text", () => {
  const bytes = new TextEncoder().encode("hé");
  const { data } = cleanBundle({
    data: { "image/png": bytes, "image/svg+xml": bytes, "text/html": bytes.buffer },
    metadata: {},
  });
  assert.deepEqual(data, { "image/png": "aMOp", "image/svg+xml": "hé", "text/html": "hé" });
});

Deno.test("cleanBundle() writes JSON as text where nbformat takes no values", () => {
  const { data } = cleanBundle({
    data: { "model/gltf+json": { a: [1n] }, "application/geo+json": { a: [1n] }, "x/y+json": "{}" },
    metadata: {},
  });
  assert.deepEqual(data, {
    "model/gltf+json": '{"a":[1]}',
    "application/geo+json": { a: [1] },
    "x/y+json": "{}",
  });
});

Deno.test("cleanBundle() spells non-finite numbers for people and leaves them out for programs", () => {
  const value = { a: NaN, b: -Infinity };
  const { data } = cleanBundle({
    data: { "application/json": value, "application/vnd.vegalite.v5+json": value },
    metadata: {},
  });
  assert.deepEqual(data, {
    "application/json": { a: "NaN", b: "-Infinity" },
    "application/vnd.vegalite.v5+json": { a: null, b: null },
  });
});

Deno.test("cleanBundle() cuts long text and says how long it was", () => {
  const { data } = cleanBundle(
    { data: { "text/plain": "x".repeat(2_000_000) }, metadata: {} },
  );
  assert.match(String(data["text/plain"]), /x\n… cut: 2\.0 MB is more than 1\.0 MB$/);
});

Deno.test("cleanBundle() leaves markup whole, whose second half closes what the first opens", () => {
  const markup = `<script>${"x".repeat(2_000_000)}</script>`;
  const data = { "text/html": markup, "text/markdown": markup, "image/svg+xml": markup };
  assert.deepEqual(cleanBundle({ data, metadata: {} }).data, data);
  const { data: tooLarge } = cleanBundle({ data, metadata: {} }, { hard: 1_000_000 });
  assert.deepEqual(Object.keys(tooLarge), ["text/plain"]);
  assert.match(String(tooLarge["text/plain"]), /text\/html left out: 2\.0 MB is more than 1\.0 MB/);
});

Deno.test("cleanBundle() leaves out a picture that is too large, and says so in the text", () => {
  const { data } = cleanBundle(
    { data: { "image/png": "A".repeat(101), "text/plain": "a picture" }, metadata: {} },
    { hard: 100 },
  );
  assert.deepEqual(Object.keys(data), ["text/plain"]);
  assert.match(String(data["text/plain"]), /^a picture\n\(image\/png left out: /);
});

Deno.test("cleanBundle() never cuts a character in two", () => {
  const { data } = cleanBundle({ data: { "text/plain": "a🐧" }, metadata: {} }, { soft: 2 });
  assert.ok(String(data["text/plain"]).isWellFormed());
});
