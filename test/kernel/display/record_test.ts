import assert from "node:assert/strict";
import { asRecord, isRecord } from "../../../kernel/display/record.ts";

Deno.test("isRecord() tells objects from null, lists, functions and the rest", () => {
  for (const value of [{}, { a: 1 }, new Map(), Object.create(null)]) assert.ok(isRecord(value));
  for (const value of [null, undefined, [], () => {}, "a", 1]) assert.ok(!isRecord(value));
});

Deno.test("asRecord() gives back records themselves, and nothing to read for the rest", () => {
  const record = { a: 1 };
  assert.equal(asRecord(record), record);
  assert.deepEqual(asRecord(["a"]), {});
});
