import assert from "node:assert/strict";
import { tableFromIPC, tableToIPC } from "apache-arrow";
import { AxisSeries } from "../../../../lib/experiment/results/axis_series.ts";

Deno.test("toArrow() writes axes and numbers that other readers of Arrow can read", async () => {
  const series = AxisSeries.from("loss", [
    [{ epoch: 0, batch: 3, label: "mse" }, 0.5],
    [{ epoch: 1, batch: null, label: "l1" }, NaN],
  ]);
  const table = tableFromIPC(tableToIPC(await series.toArrow()));
  assert.deepEqual(
    table.toArray().map((row) => ({ ...row?.toJSON() })),
    series.toRecords().map((record) => ({ ...record })),
  );
});

Deno.test("toArrow() writes tensors of one shape as lists, and other objects as JSON", async () => {
  const tensor = (first: number) =>
    ({ dtype: "float32", shape: [2, 1], data: Float32Array.of(first, 2) }) as const;
  const tensors = await AxisSeries.from("output", [[{ b: 0 }, tensor(1)], [{ b: 1 }, tensor(3)]])
    .toArrow();
  assert.deepEqual([...tensors.getChild("output")?.get(1) ?? []], [3, 2]);
  const objects = await AxisSeries.from("artifact", [[{ b: 0.5 }, { x: [1] }]]).toArrow();
  assert.equal(objects.getChild("artifact")?.get(0), '{"x":[1]}');
  assert.equal(objects.getChild("b")?.get(0), 0.5);
  const texts = await AxisSeries.from<{ b: number }, string | null>("t", [[{ b: 0 }, "a"], [
    { b: 1 },
    null,
  ]]).toArrow();
  assert.deepEqual([...texts.getChild("t") ?? []], ["a", null]);
});

Deno.test("toColumns() gives typed arrays where all are numbers", () => {
  const { epoch, batch, loss } = AxisSeries.from<{ epoch: number; batch: number | null }, number>(
    "loss",
    [[{ epoch: 0, batch: null }, 1]],
  ).toColumns();
  assert.deepEqual([epoch, batch, loss], [Float64Array.of(0), [null], Float64Array.of(1)]);
});
