import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { buildColumn } from "../../../../lib/data/build_column.ts";
import { readSql } from "../../../../lib/data/file/duckdb.ts";
import { scanFile } from "../../../../lib/data/file/scan_file.ts";
import { writeParquet } from "../../../../lib/data/file/write_parquet.ts";
import { inFolder } from "../../../support/temporary.ts";

Deno.test("writeParquet() keeps kinds and missing samples over more rows than go at a time", async () => {
  const length = 5000;
  const columns = {
    x: buildColumn("x", Int16Array.from({ length }, (_, at) => at)),
    'odd "name"': buildColumn(
      "odd",
      Array.from({ length }, (_, at) => at % 7 === 0 ? null : `t${at}`),
    ),
    signal: buildColumn("signal", Array.from({ length }, (_, at) => [[at], [-at]])),
  };
  await inFolder(async (folder) => {
    const path = join(folder, "it's.parquet");
    await writeParquet(path, columns);
    const read = await scanFile(path, { format: "parquet" });
    assert.equal(read["x"]?.dtype, "int16");
    assert.deepEqual(read["x"]?.values, columns.x.values);
    assert.deepEqual(read['odd "name"']?.toArray(), columns['odd "name"'].toArray());
    // Axes of one entry at the end of a shape are dropped.
    assert.deepEqual(read["signal"]?.at(4999), [4999, -4999]);
    assert.deepEqual(await readdir(folder), ["it's.parquet"]);
  });
});

Deno.test("writeParquet() writes what others read by the names of the columns", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.parquet");
    await writeParquet(path, { ok: buildColumn("ok", [true, null, false]) });
    const sql = "select count(*)::int as n, count(ok)::int as there from read_parquet($path)";
    const { n, there } = await readSql({ sql, parameters: { path } });
    assert.deepEqual([n?.at(0), there?.at(0)], [3, 2]);
  });
});

Deno.test("writeParquet() refuses no columns, which Parquet cannot hold", async () => {
  await assert.rejects(writeParquet("never.parquet", {}), /Cannot write Parquet without a column/);
});
