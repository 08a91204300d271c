import assert from "node:assert/strict";
import fc from "fast-check";
import { clip, RowWriter } from "../../../../kernel/repl/draw/rows.ts";
import { columnsOf } from "../../../../kernel/repl/width.ts";

/** Rows without their colours. */
function rowsOf(text: string, columns: number): readonly string[] {
  const writer = new RowWriter(columns);
  writer.write(text, "plain");
  return writer.finish().map((row) => row.text);
}

Deno.test("RowWriter wraps where the terminal ends, and never through a wide character", () => {
  assert.deepEqual(rowsOf("abcdef", 4), ["abcd", "ef"]);
  assert.deepEqual(rowsOf("abc漢", 4), ["abc", "漢"]);
  assert.deepEqual(rowsOf("a\n\nb", 4), ["a", "", "b"]);
});

Deno.test("RowWriter shows control characters, and tabs as blanks to the next stop", () => {
  assert.deepEqual(rowsOf("a\x07\x7f\x1b", 20), ["a^G^?^["]);
  assert.deepEqual(rowsOf("\ta\tb", 20), ["    a   b"]);
});

Deno.test("RowWriter tells where the next character goes: behind a full row on the next", () => {
  const writer = new RowWriter(3);
  writer.write("abc", "plain");
  assert.deepEqual(writer.place, { row: 1, column: 0 });
  assert.equal(writer.finish(writer.place).length, 2);
});

Deno.test("RowWriter fills no row with more columns than there are, and loses nothing", () => {
  const text = fc.string({ unit: fc.constantFrom("a", " ", "漢", "é", "👩‍👩‍👧") });
  fc.assert(fc.property(text, fc.integer({ min: 2, max: 12 }), (whole, columns) => {
    const writer = new RowWriter(columns);
    writer.write(whole, "plain");
    const rows = writer.finish();
    assert.ok(rows.every(({ text, width }) => columnsOf(text) === width && width <= columns));
    assert.equal(rows.map((row) => row.text).join(""), whole);
  }));
});

Deno.test("clip() cuts with an ellipsis and stays within its columns", () => {
  assert.equal(clip("abc", 3), "abc");
  assert.equal(clip("漢漢漢", 4), "漢…");
  assert.equal(clip("abc", 0), "");
  fc.assert(fc.property(fc.string(), fc.nat({ max: 20 }), (text, columns) => {
    assert.ok(columnsOf(clip(text, columns)) <= columns);
  }));
});
