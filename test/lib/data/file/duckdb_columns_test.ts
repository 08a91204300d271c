import assert from "node:assert/strict";
import { readSql } from "../../../../lib/data/file/duckdb.ts";

async function column(expression: string, from = "range(3)"): ReturnType<typeof readSql> {
  return await readSql({ sql: `select ${expression} as x from ${from}` });
}

Deno.test("columns of numbers keep their kind, over chunks and gaps", async () => {
  const kinds = ["double", "float", "integer", "smallint", "tinyint", "uinteger", "utinyint"];
  for (const kind of kinds) {
    const { x } = await column(`if(range % 3 = 0, null, (range % 100)::${kind})`, "range(5000)");
    assert.equal(x?.length, 5000);
    assert.equal(x?.nullCount, 1667, kind);
    assert.equal(x?.at(4999), 99, kind);
    assert.equal(x?.at(4998), null, kind);
  }
});

Deno.test("whole numbers of 64 bits become float64, and are refused beyond 2^53", async () => {
  const { x } = await column("(range * 1000000000000)::bigint");
  assert.deepEqual([x?.dtype, x?.at(2)], ["float64", 2e12]);
  await assert.rejects(
    column("9007199254740993::bigint"),
    /Cannot keep 9007199254740993 of column "x" as a number.*dtypes: \{ x: "utf8" \}/,
  );
});

Deno.test("times become milliseconds since 1970, decimals numbers, lists samples with a shape", async () => {
  const { x: day } = await column("date '1970-01-03'");
  const { x: moment } = await column("timestamp '1970-01-01 00:00:01.5'");
  const { x: price } = await column("1.25::decimal(9, 2)");
  const { x: list } = await column("[range, 2 * range]");
  assert.deepEqual([day?.at(0), moment?.at(0), price?.at(0)], [172_800_000, 1500, 1.25]);
  assert.deepEqual([list?.shape, list?.at(2)], [[2], [2, 4]]);
});

Deno.test("truth values, texts and results without rows are columns too", async () => {
  const { x: truth } = await column("range > 0");
  const { x: text } = await column("if(range = 1, null, 't' || range)");
  const { x: none } = await column("range", "range(0)");
  assert.deepEqual(truth?.toArray(), [false, true, true]);
  assert.deepEqual(text?.toArray(), ["t0", null, "t2"]);
  assert.equal(none?.length, 0);
});

Deno.test("columnBuilder() keeps the kind of texts and truth values that are all missing, or none", async () => {
  for (const [type, dtype] of [["varchar", "utf8"], ["boolean", "bool"]]) {
    for (const from of ["range(2)", "range(0)"]) {
      assert.equal((await column(`null::${type}`, from))["x"]?.dtype, dtype);
    }
  }
});
