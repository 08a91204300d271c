import assert from "node:assert/strict";
import fc from "fast-check";
import { formatJson, isRecord, parseJson } from "../../../kernel/notebook/json.ts";

Deno.test("formatJson() writes numbers as they were spelled", () => {
  const text = '{\n "big": 12345678901234567890,\n "float": 1.0,\n "small": 1e-05\n}\n';
  assert.equal(formatJson(parseJson(text)), text);
});

Deno.test("formatJson() sorts keys by code point, as Python does", () => {
  const written = formatJson({ "\u{1f600}": 1, "\uffee": 2, b: 3, ab: 4, a: 5 });
  const keys = [...written.matchAll(/"([^"]+)":/g)].map(([, key]) => key);
  assert.deepEqual(keys, ["a", "ab", "b", "\uffee", "\u{1f600}"]);
});

Deno.test("formatJson() writes JSON that says the same", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assert.deepEqual(JSON.parse(formatJson(value)), JSON.parse(JSON.stringify(value)));
  }));
});

Deno.test("isRecord() takes a number that kept its spelling for no object", () => {
  assert.ok(!isRecord((parseJson("[1.0]") as unknown[])[0]));
  assert.ok(isRecord({}) && !isRecord(null) && !isRecord([]));
});
