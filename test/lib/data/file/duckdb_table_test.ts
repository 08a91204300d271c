import assert from "node:assert/strict";
import { buildColumn } from "../../../../lib/data/build_column.ts";
import type { DType } from "../../../../lib/data/column.ts";
import { runQuery, withDuckDB } from "../../../../lib/data/file/duckdb.ts";
import { createTable } from "../../../../lib/data/file/duckdb_table.ts";

Deno.test("createTable() keeps every kind of number, with gaps, over more rows than go at a time", async () => {
  const kinds: readonly DType[] = [
    ...["float64", "float32", "int32", "int16", "int8"] as const,
    ...["uint32", "uint16", "uint8"] as const,
  ];
  const rows = Array.from({ length: 5000 }, (_, at) => at % 11 === 3 ? null : at % 100);
  const columns = Object.fromEntries(
    kinds.map((dtype) => [dtype, buildColumn(dtype, rows, { dtype })]),
  );
  const read = await withDuckDB(async (connection, library) => {
    await createTable(connection, { name: "kinds", columns, library });
    return await runQuery(connection, { sql: "select * from kinds" });
  });
  for (const dtype of kinds) {
    assert.equal(read[dtype]?.dtype, dtype);
    assert.deepEqual(read[dtype]?.toArray(), rows, dtype);
  }
});

Deno.test("createTable() makes nested lists of samples with a shape", async () => {
  const columns = { m: buildColumn("m", [[[1, 2], [3, 4]], null]) };
  const read = await withDuckDB(async (connection, library) => {
    await createTable(connection, { name: "t", columns, library });
    return await runQuery(connection, { sql: "select m[2][1] as part, m from t" });
  });
  assert.deepEqual(read["part"]?.toArray(), [3, null]);
  assert.deepEqual(read["m"]?.toArray(), columns.m.toArray());
});
