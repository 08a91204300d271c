import assert from "node:assert/strict";
import fc from "fast-check";
import { packOrigins, rowsOf } from "../../../lib/data/row_origins.ts";

Deno.test("rowsOf() gives back the rows that packOrigins() was given, sample by sample", () => {
  const samples = fc.array(fc.array(fc.nat(2 ** 31 - 1), { maxLength: 5 }), { maxLength: 20 });
  fc.assert(fc.property(samples, (given) => {
    const starts = [0];
    for (const rows of given) starts.push((starts.at(-1) ?? 0) + rows.length);
    const origins = packOrigins(Int32Array.from(given.flat()), Int32Array.from(starts));
    const again = JSON.parse(JSON.stringify(origins));
    assert.deepEqual(given.map((_, at) => rowsOf(again, at)), given);
  }));
});

Deno.test("rowsOf() has none where a sample has no part of the source, or a file was forged", () => {
  assert.deepEqual(rowsOf(packOrigins(Int32Array.of(4, -1)), 1), []);
  assert.deepEqual(rowsOf({ rows: "?" }, 0), []);
  assert.deepEqual(rowsOf({ rows: "AAAA", starts: "AAAAAP///38=" }, 0), []);
  assert.deepEqual(rowsOf(undefined, 7), [7]);
});
