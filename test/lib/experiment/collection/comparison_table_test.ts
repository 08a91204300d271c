import assert from "node:assert/strict";
import {
  ComparisonTable,
  parameterCells,
} from "../../../../lib/experiment/collection/comparison_table.ts";

const table = new ComparisonTable("fold", [
  { label: "a<b", values: { mse: 0.25, kind: "x" } },
  { label: "b", values: { mse: 0.125 } },
  { label: "c", values: { mse: NaN, epochs: null } },
]);

Deno.test("ComparisonTable.value() reads cells, and says which there are", () => {
  assert.equal(table.value("b", "mse"), 0.125);
  assert.equal(table.value("b", "kind"), null);
  assert.throws(() => table.value("d", "mse"), /No fold "d"/);
  assert.throws(() => table.value("b", "mes"), /did you mean "mse"/);
});

Deno.test("ComparisonTable.sortBy() puts rows without a number last, whatever the direction", () => {
  assert.deepEqual(table.sortBy("mse").labels, ["b", "a<b", "c"]);
  assert.deepEqual(table.sortBy("mse", { descending: true }).labels, ["a<b", "b", "c"]);
});

Deno.test("ComparisonTable is records, lines of text, and HTML in which labels are text", () => {
  assert.deepEqual(table.toRecords()[1], { fold: "b", mse: 0.125, kind: null, epochs: null });
  assert.match(String(table), /b +0\.125 +–/);
  const show = (table as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ];
  assert.match(show?.call(table)["text/html"] ?? "", /a&lt;b<\/th><td>0.25<\/td><td>x<\/td>/);
});

Deno.test("parameterCells() leaves numbers and texts, and writes all else as JSON", () => {
  const cells = parameterCells({ rate: 0.1, name: "relu", widths: [8, 4], on: true });
  assert.deepEqual(cells, { rate: 0.1, name: "relu", widths: "[8,4]", on: "true" });
});
