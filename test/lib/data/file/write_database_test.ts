import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { writeDatabase } from "../../../../lib/data/file/write_database.ts";
import { inFolder } from "../../../support/temporary.ts";

const set = FeatureSet.fromColumns("cells", {
  soh: [95.5, null, 80],
  signal: [[1, 2], [3, 4], [5, 6]],
  kind: ["a", "b", null],
  ok: [true, false, true],
}, { features: ["signal"], targets: ["soh"], tags: ["kind", "ok"] });

Deno.test("toDatabase() writes a table that fromFile() reads again, beside others", async () => {
  await inFolder(async (folder) => {
    const database = join(folder, "lab.duckdb");
    await set.toDatabase(database, { ids: "id" });
    await set.take([2]).toDatabase(database, { table: "odd table", tags: "kind" });
    const again = await FeatureSet.fromFile("again", { sql: "select * from cells", database }, {
      features: ["signal"],
      targets: ["soh"],
      tags: ["kind", "ok"],
      ids: "id",
    });
    assert.deepEqual(again.records(), set.records());
    assert.deepEqual(again.sampleIds, set.sampleIds);
    const sql = 'select count(*)::int as n, count(kind)::int as k from "odd table"';
    const counts = await FeatureSet.fromFile("n", { sql, database }, { features: ["n", "k"] });
    assert.deepEqual(counts.records(), [{ n: 1, k: 0 }]);
  });
});

Deno.test("writeDatabase() leaves a table that is there as it is, and says so", async () => {
  await inFolder(async (folder) => {
    const database = join(folder, "lab.duckdb");
    await set.toDatabase(database, { table: "t" });
    await assert.rejects(set.take([0]).toDatabase(database, { table: "t" }), /"t" already exists/);
    const sql = "select count(*)::int as n from t";
    const { n } = (await FeatureSet.fromFile("n", { sql, database }, { features: ["n"] }))
      .columns();
    assert.equal(n?.at(0), 3);
  });
});

Deno.test("writeDatabase() refuses no columns, and files that are no database", async () => {
  await assert.rejects(writeDatabase("never.duckdb", {}, { table: "t" }), /"t" without a column/);
  await inFolder(async (folder) => {
    const path = join(folder, "text.duckdb");
    await writeFile(path, "not a database, but long enough to be one ".repeat(200));
    await assert.rejects(set.toDatabase(path), { name: "FileFormatError" });
  });
});
