import assert from "node:assert/strict";
import { runQuery, withDuckDB } from "../../../../lib/data/file/duckdb.ts";
import {
  columnsNeeded,
  identifier,
  literal,
  refuseUnknown,
  selectFrom,
} from "../../../../lib/data/file/scan.ts";

Deno.test("identifier() and literal() keep any text in its place", async () => {
  const nasty = `a "b" 'c'; drop table t; --`;
  const sql = `select ${literal(nasty)} as ${identifier(nasty)}`;
  const read = await withDuckDB((connection) => runQuery(connection, { sql }));
  assert.deepEqual(Object.keys(read), [nasty]);
  assert.equal(read[nasty]?.at(0), nasty);
});

Deno.test("selectFrom() takes conditions that end in a comment", async () => {
  const sql = selectFrom("range(5)", { names: ["range"], where: "range > 2 -- few" });
  const { range } = await withDuckDB((connection) => runQuery(connection, { sql }));
  assert.deepEqual(range?.toArray(), [3, 4]);
  assert.equal(selectFrom("t", {}), "select * from t");
});

Deno.test("columnsNeeded() adds the columns that a condition may mean, in any casing", () => {
  const all = ["volt", "Cell", "temp"];
  assert.deepEqual(columnsNeeded(all, { names: ["temp"], where: "cell = 3" }), ["Cell", "temp"]);
  assert.deepEqual(columnsNeeded(all, {}), all);
});

Deno.test("refuseUnknown() names the nearest column", () => {
  assert.doesNotThrow(() => refuseUnknown(["a"], ["a", "b"]));
  assert.throws(() => refuseUnknown(["vol"], ["volt"]), /No column "vol": did you mean "volt"/);
});
