import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { scanFile } from "../../../../lib/data/file/scan_file.ts";
import { readSql } from "../../../../lib/data/file/duckdb.ts";

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "modulab-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(sql: string, database = ":memory:"): Promise<void> {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

Deno.test("readSql() keeps kinds, missing values and lists, over many chunks", async () => {
  const columns = await readSql({
    sql: `select range::float as x, range::integer as n, range as big, range % 2 = 0 as even,
      'k' || (range % 3) as kind, case when range % 10 = 3 then null else range / 2 end as gap,
      [range::double, 1.5::double] as pair, date '1970-01-03' as day,
      timestamp '1970-01-01 00:00:01.5' as at, 2.50::decimal(5, 2) as price from range(5000)`,
  });
  const kinds = Object.entries(columns).map(([name, { dtype, shape }]) => [name, dtype, shape]);
  assert.deepEqual(kinds, [
    ["x", "float32", []],
    ["n", "int32", []],
    ["big", "float64", []],
    ["even", "bool", []],
    ["kind", "utf8", []],
    ["gap", "float64", []],
    ["pair", "float64", [2]],
    ["day", "float64", []],
    ["at", "float64", []],
    ["price", "float64", []],
  ]);
  const row = Object.fromEntries(
    Object.entries(columns).map(([name, one]) => [name, one.at(4321)]),
  );
  assert.deepEqual(row, {
    x: 4321,
    n: 4321,
    big: 4321,
    even: false,
    kind: "k1",
    gap: 2160.5,
    pair: [4321, 1.5],
    day: 172800000,
    at: 1500,
    price: 2.5,
  });
  assert.equal(columns["gap"]?.nullCount, 500);
  assert.equal(columns["gap"]?.at(3), null);
});

Deno.test("fromFile() reads the columns it names of a Parquet file", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "it's.parquet");
    const quoted = path.replaceAll("'", "''");
    await run(
      `copy (select range::float as volt, range % 5 as cell, 'x' as "odd ""name""" from range(3000))
      to '${quoted}' (format parquet)`,
    );
    const set = await FeatureSet.fromFile("pulses", path, { features: ["volt"], tags: ["cell"] });
    assert.equal(set.length, 3000);
    assert.deepEqual(set.columnNames, ["features.volt.raw", "tags.cell.raw"]);
    assert.equal(set.filter({ cell: 2 }).length, 600);
    const odd = await scanFile(path, { format: "parquet", names: ['odd "name"'] });
    assert.equal(odd['odd "name"']?.at(0), "x");
  });
});

Deno.test("fromFile() runs a query with parameters on a database file", async () => {
  await inFolder(async (folder) => {
    const database = join(folder, "cells.duckdb");
    await run(
      "create table cells as select range as cell, range * 2.0 as soh from range(10)",
      database,
    );
    const source = {
      sql: "select * from cells where cell >= $from",
      database,
      parameters: { from: 7 },
    };
    const set = await FeatureSet.fromFile("cells", source, { features: ["soh"], tags: ["cell"] });
    assert.deepEqual(set.records(), [
      { soh: 14, cell: 7 },
      { soh: 16, cell: 8 },
      { soh: 18, cell: 9 },
    ]);
  });
});

Deno.test("queries that fail and files that are none give a SyntaxError with DuckDB's words", async () => {
  await assert.rejects(readSql({ sql: "select volt from range(3)" }), (error: unknown) => {
    assert.ok(error instanceof SyntaxError);
    assert.match(error.message, /^Cannot run the query: .*"volt" not found/s);
    return true;
  });
  await inFolder(async (folder) => {
    const path = join(folder, "broken.parquet");
    await writeFile(path, "PAR1 and nothing else");
    await assert.rejects(scanFile(path, { format: "parquet" }), SyntaxError);
    await assert.rejects(
      scanFile(join(folder, "none.parquet"), { format: "parquet" }),
      SyntaxError,
    );
  });
  await assert.rejects(
    readSql({ sql: "select 9223372036854775807 as big" }),
    /Cannot keep 9223372036854775807/,
  );
});

Deno.test("readSql() gives the rows of a query in its order, whatever the query is like", async () => {
  const order = "select *, hash(range) % 1009 as h from range(200000) order by h, range";
  const { range: whole } = await readSql({ sql: order });
  const queries = [
    order,
    `${order}; `,
    `${order} -- by its hash`,
    `with t as (${order}) select * from t`,
    `create table t as ${order}; select * from t`,
  ];
  for (const sql of queries) {
    const { range, ...others } = await readSql({ sql }, { names: ["range"] });
    assert.deepEqual([range?.fingerprint, others], [whole?.fingerprint, {}], sql);
  }
  const first = { sql: "select range as x from range($n)", parameters: { n: 2 } };
  assert.deepEqual((await readSql(first, { names: ["x"] }))["x"]?.toArray(), [0, 1]);
});

Deno.test("readSql() keeps the columns named only, and says which there are", async () => {
  const sql = "select range as x, 9223372036854775807 as big, range * 2 as y from range(3)";
  const { y, x, ...others } = await readSql({ sql }, { names: ["y", "x"] });
  assert.deepEqual([x?.toArray(), y?.toArray(), others], [[0, 1, 2], [0, 2, 4], {}]);
  await assert.rejects(readSql({ sql }, { names: ["bag"] }), {
    name: "UnknownNameError",
    message: 'No column "bag": did you mean "big"? Columns: "x", "big", "y"',
  });
});
