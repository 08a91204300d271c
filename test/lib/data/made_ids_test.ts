import assert from "node:assert/strict";
import fc from "fast-check";
import { idLines, keyOfContent, makeIds, rowLike, rowOfId } from "../../../lib/data/made_ids.ts";

const [key, other] = [keyOfContent("a"), keyOfContent("b")];
const row = fc.nat(2 ** 31 - 1);

function idOf(row: number, of = key): string {
  return makeIds(of, Int32Array.of(row))[0] ?? "";
}

Deno.test("makeIds() gives the identifiers of rows in the order asked, and none to padding", () => {
  assert.deepEqual(makeIds(key, Int32Array.of(5, -1, 3)), [idOf(5), "N/A", idOf(3)]);
  assert.deepEqual(makeIds(key, new Int32Array(0)), []);
});

Deno.test("makeIds() goes on behind the rows that it makes at a time", () => {
  const rows = Int32Array.from({ length: 70_000 }, (_, at) => at);
  const ids = makeIds(key, rows);
  assert.equal(ids.length, rows.length);
  for (const at of [0, 65_535, 65_536, 69_999]) assert.equal(ids[at], idOf(at));
});

Deno.test("rowOfId() is the inverse of makeIds()", () => {
  fc.assert(fc.property(row, (row) => assert.equal(rowOfId(key, idOf(row)), row)));
});

Deno.test("rowLike() finds the one row whose identifier begins alike, in another table", () => {
  fc.assert(fc.property(row, (row) => {
    const like = rowLike(row, { from: key, to: other });
    assert.equal(rowLike(like, { from: other, to: key }), row);
    // Rows are numbers of 31 bits; the like of one may be beyond.
    if (like < 2 ** 31) assert.equal(idOf(like, other).slice(0, 8), idOf(row).slice(0, 8));
  }));
});

Deno.test("idLines() writes a line for each identifier, as makeIds() gives them", () => {
  const rows = Int32Array.of(9, 2);
  assert.equal(new TextDecoder().decode(idLines(key, rows)), `${idOf(9)}\n${idOf(2)}\n`);
});

Deno.test("keyOfContent() depends on the content only", () => {
  assert.deepEqual(keyOfContent("a"), key);
  assert.notDeepEqual(other, key);
});
