import assert from "node:assert/strict";
import * as arrow from "apache-arrow";
import { table } from "../../../kernel/display/records.ts";
import { assertHarmless, ATTACK, forms, formsAtOnce, plainText } from "./support.ts";

/** One column with a value and a null, as the lines of its box. */
function cells(type: arrow.DataType, values: readonly unknown[]): string[] {
  const column = arrow.vectorFromArray([...values], type);
  const lines = String(plainText(new arrow.Table({ c: column }))).split("\n").slice(3, -1);
  return lines.filter((line) => line.startsWith("│")).map((line) =>
    line.split("│")[2]?.trim() ?? ""
  );
}

Deno.test("a table of Arrow shows names, types, and nulls apart from text", () => {
  const data = formsAtOnce(
    new arrow.Table({
      mass: arrow.vectorFromArray([3750, NaN, null], new arrow.Float64()),
      species: arrow.vectorFromArray(["Adelie", "null", null]),
    }),
  );
  assert.equal(
    data["text/plain"],
    [
      "Table: 3 rows × 2 columns",
      "┌───┬─────────┬───────────────────┐",
      "│   │    mass │ species           │",
      "│   │ Float64 │ Utf8 (dictionary) │",
      "├───┼─────────┼───────────────────┤",
      "│ 0 │    3750 │ Adelie            │",
      "│ 1 │     NaN │ null              │",
      "│ 2 │    null │ null              │",
      "└───┴─────────┴───────────────────┘",
    ].join("\n"),
  );
  const html = String(data["text/html"]);
  assert.match(html, /<td style="text-align:left">null<\/td>/);
  assert.match(html, /<td style="text-align:left"><i style="opacity:0.65">null<\/i><\/td>/);
  assert.match(html, /<td style="text-align:right"><i style="opacity:0.65">NaN<\/i><\/td>/);
});

Deno.test("a column of a table of Arrow, and a batch of it, show like tables", () => {
  const table = new arrow.Table({
    mass: arrow.vectorFromArray([3750, null], new arrow.Float64()),
    day: arrow.vectorFromArray([new Date(0), new Date(1e12)], new arrow.DateDay()),
  });
  assert.equal(
    plainText(table.getChild("mass")),
    [
      "Vector: 2 rows × 1 column",
      "┌───┬─────────┐",
      "│   │   value │",
      "│   │ Float64 │",
      "├───┼─────────┤",
      "│ 0 │    3750 │",
      "│ 1 │    null │",
      "└───┴─────────┘",
    ].join("\n"),
  );
  assert.match(String(formsAtOnce(table.getChild("day"))["text/html"]), /2001-09-09/);
  const words = String(plainText(arrow.vectorFromArray(["a", "b", "a"])));
  assert.match(words, /Utf8 \(dictionary\)[^]*│ b/);
  const batch = String(plainText(table.batches[0]));
  assert.match(batch, /^Record batch: 2 rows × 2 columns\n[^]*2001-09-09/);
});

Deno.test("a table of Arrow shows numbers of every width readably", () => {
  assert.deepEqual(cells(new arrow.Float32(), [0.1, 1e-20, null]), [
    "Float32",
    "0.1",
    "1e-20",
    "null",
  ]);
  assert.deepEqual(cells(new arrow.Int64(), [-(2n ** 60n)]), ["Int64", "-1152921504606846976"]);
  const decimals = [new Uint32Array([12345, 0, 0, 0]), new Uint32Array(4).fill(0xffff_ffff)];
  assert.deepEqual(cells(new arrow.Decimal(2, 10, 128), decimals), [
    "Decimal(10, 2)",
    "123.45",
    "-0.01",
  ]);
});

Deno.test("a table of Arrow shows dates, times and durations readably", () => {
  assert.deepEqual(cells(new arrow.DateDay(), [new Date(1e12)])[1], "2001-09-09");
  assert.deepEqual(cells(new arrow.TimestampMillisecond(), [1e12])[1], "2001-09-09 01:46:40");
  const zoned = new arrow.TimestampMicrosecond("Europe/Berlin");
  assert.deepEqual(cells(zoned, [1e12])[1], "2001-09-09 01:46:40Z");
  assert.deepEqual(cells(new arrow.TimeMicrosecond(), [3_600_000_000n])[1], "01:00:00");
  assert.deepEqual(cells(new arrow.DurationMillisecond(), [1500n])[1], "1500 ms");
});

Deno.test("a table of Arrow shows bytes, lists and structs on one line", () => {
  const field = (name: string, type: arrow.DataType) => new arrow.Field(name, type);
  assert.equal(cells(new arrow.Binary(), [new Uint8Array([1, 255])])[1], "2 bytes: 01 ff");
  const list = new arrow.List(field("item", new arrow.Int32()));
  assert.equal(cells(list, [[1, 2]])[1], "[1,2]");
  assert.match(cells(list, [Array(1_000).fill(7)])[1] ?? "", /^\[7,7,.*… 990 more]$/);
  const struct = new arrow.Struct([field("p", new arrow.Int32()), field("q", new arrow.Utf8())]);
  assert.equal(cells(struct, [{ p: 1, q: "z" }])[1], '{"p": 1, "q": "z"}');
});

Deno.test("a table of Arrow with a million rows is shown in less than 50 ms", () => {
  const column = arrow.makeVector(new Float64Array(1_000_000));
  const big = new arrow.Table({ a: column, b: column, c: column });
  const start = performance.now();
  const data = formsAtOnce(big);
  const took = performance.now() - start;
  assert.match(String(data["text/html"]), /1,000,000 rows/);
  assert.ok(took < 50, `took ${took} ms`);
});

Deno.test("a table of Arrow lets no markup through", async () => {
  const { "text/html": html } = await forms(
    new arrow.Table({ [ATTACK]: arrow.vectorFromArray([ATTACK], new arrow.Utf8()) }),
  );
  assertHarmless(html);
});

Deno.test("table() gives a table of Arrow a title", async () => {
  const { "text/plain": text } = await forms(
    table(new arrow.Table({ a: arrow.vectorFromArray([1]) }), { title: "Penguins" }),
  );
  assert.match(String(text), /^Penguins: 1 row × 1 column\n/);
});
