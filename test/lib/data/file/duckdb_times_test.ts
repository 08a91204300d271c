import assert from "node:assert/strict";
import { readSql } from "../../../../lib/data/file/duckdb.ts";

async function read(expression: string): Promise<unknown> {
  const { x } = await readSql({ sql: `select ${expression} as x` });
  return x?.at(0);
}

Deno.test("times of every unit are the same milliseconds since 1970", async () => {
  const kinds = ["timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns", "timestamptz"];
  for (const kind of kinds) {
    assert.equal(await read(`${kind} '2024-01-03 10:00:00+00'`), Date.UTC(2024, 0, 3, 10), kind);
  }
  assert.equal(await read("date '2024-01-03'"), Date.UTC(2024, 0, 3));
  assert.equal(await read("timestamp_ns '2024-01-03 10:00:00.000001'"), 1704276000000.001);
});

Deno.test("durations are milliseconds, and refused where they hold months", async () => {
  assert.equal(await read("interval '3 days 2 seconds'"), 3 * 86_400_000 + 2000);
  await assert.rejects(
    read("interval '1 month 2 days'"),
    /column "x" as milliseconds: months differ/,
  );
});

Deno.test("dates before and after all others are infinite", async () => {
  assert.equal(await read("date 'infinity'"), Infinity);
  assert.equal(await read("timestamp '-infinity'"), -Infinity);
});
