import assert from "node:assert/strict";
import { tableFromIPC } from "apache-arrow";
import { buildColumn } from "../../../../lib/data/build_column.ts";
import { fromArrowTable } from "../../../../lib/data/file/read_arrow.ts";
import { IDS_COLUMN, toArrowTable, toIpcBytes } from "../../../../lib/data/file/write_arrow.ts";

const columns = {
  x: buildColumn("x", Float32Array.of(1, 2, 3)),
  signal: buildColumn("signal", [[[1, 2]], [[3, 4]], null]),
  kind: buildColumn("kind", ["a", null, "b"]),
  ok: buildColumn("ok", [true, null, false]),
};

Deno.test("toArrowTable() shares the memory of numbers, and the file gives all back", async () => {
  const table = await toArrowTable(columns);
  assert.equal(table.getChild("x")?.data[0]?.values.buffer, columns.x.values.buffer);
  const again = fromArrowTable(tableFromIPC(await toIpcBytes(table)));
  for (const [name, column] of Object.entries(columns)) {
    assert.deepEqual(again[name]?.toArray(), column.toArray(), name);
    assert.deepEqual([again[name]?.dtype, again[name]?.shape], [column.dtype, column.shape], name);
  }
});

Deno.test("toArrowTable() writes shapes as the extension type that others know", async () => {
  const { schema } = await toArrowTable({ signal: columns.signal });
  const [field] = schema.fields;
  assert.equal(field?.metadata.get("ARROW:extension:name"), "arrow.fixed_shape_tensor");
  assert.deepEqual(JSON.parse(field?.metadata.get("ARROW:extension:metadata") ?? ""), {
    shape: [1, 2],
  });
});

Deno.test("toArrowTable() puts identifiers into a column of their own, behind the others", async () => {
  const table = await toArrowTable({ x: columns.x }, ["p", "q", "r"]);
  assert.deepEqual(table.schema.fields.map(({ name }) => name), ["x", IDS_COLUMN]);
  assert.deepEqual([...table.getChild(IDS_COLUMN) ?? []], ["p", "q", "r"]);
});

Deno.test("toIpcBytes() keeps columns apart that lie over each other in memory", async () => {
  const values = Float64Array.from({ length: 9 }, (_, at) => at * at);
  const column = (from: number) => buildColumn("x", values.subarray(from, from + 8));
  const columns = { x: column(0), same: column(0), next: column(1) };
  const again = fromArrowTable(tableFromIPC(await toIpcBytes(await toArrowTable(columns))));
  for (const [name, { values }] of Object.entries(columns)) {
    assert.deepEqual(again[name]?.toArray(), [...values], name);
  }
});

Deno.test("toIpcBytes() keeps the kind of columns that hold nothing", async () => {
  const kinds = { kind: columns.kind, ok: columns.ok, x: columns.x };
  for (const rows of [Int32Array.of(), Int32Array.of(1)]) {
    const taken = Object.entries(kinds).map(([name, column]) => [name, column.take(rows)] as const);
    const written = await toIpcBytes(await toArrowTable(Object.fromEntries(taken)));
    const again = fromArrowTable(tableFromIPC(written));
    assert.deepEqual(Object.values(again).map(({ dtype }) => dtype), ["utf8", "bool", "float32"]);
  }
});

Deno.test("toIpcBytes() of equal columns are equal bytes", async () => {
  const write = async () =>
    await toIpcBytes(await toArrowTable({ kind: buildColumn("k", ["a", "b"]) }));
  assert.deepEqual(await write(), await write());
});
