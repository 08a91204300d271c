import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isJsonMime,
  joinBundle,
  joinLines,
  splitBundle,
  splitLines,
} from "../../../kernel/notebook/lines.ts";

Deno.test("splitLines() splits where Python's splitlines does", () => {
  assert.deepEqual(splitLines(""), []);
  assert.deepEqual(splitLines("a\nb\r\nc\rd\u2028e\x0cf\x1cg\x85h"), [
    "a\n",
    "b\r\n",
    "c\r",
    "d\u2028",
    "e\x0c",
    "f\x1c",
    "g\x85",
    "h",
  ]);
  assert.deepEqual(splitLines("\n\n"), ["\n", "\n"]);
});

Deno.test("joinLines() gives back what splitLines() took apart, and refuses other values", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r", "\u2029", "\v") });
  fc.assert(fc.property(text, (whole) => assert.equal(joinLines(splitLines(whole)), whole)));
  for (const value of [1, null, {}, ["a", 1]]) assert.equal(joinLines(value), undefined);
});

Deno.test("splitBundle() splits texts and drawings, and leaves bytes and JSON whole", () => {
  const data = {
    "text/plain": "a\nb",
    "image/svg+xml": "<svg>\n</svg>",
    "image/png": "aGk=\n",
    "application/json": "a\nb",
    "application/vnd.vegalite.v5+json": { mark: "bar" },
  };
  const split = splitBundle(data);
  assert.deepEqual(split, {
    ...data,
    "text/plain": ["a\n", "b"],
    "image/svg+xml": ["<svg>\n", "</svg>"],
  });
  assert.deepEqual(joinBundle(split), data);
});

Deno.test("joinBundle() leaves lists alone that are JSON values", () => {
  const data = { "application/json": ["a", "b"], "application/x+json": ["c"] };
  assert.deepEqual(joinBundle(data), data);
});

Deno.test("isJsonMime() knows JSON by its name or its ending", () => {
  assert.ok(isJsonMime("application/json") && isJsonMime("application/geo+json"));
  assert.ok(!isJsonMime("text/json+json") && !isJsonMime("image/svg+xml"));
});
