import assert from "node:assert/strict";
import * as arrow from "apache-arrow";
import { hasChartShape } from "../../../kernel/display/chart_shape.ts";

const data = { values: [{ a: 1 }] };
const encoding = { x: { field: "a" }, tooltip: [{ field: "a" }] };

Deno.test("hasChartShape() knows views, with the mark as a text or an object", () => {
  const table = arrow.tableFromJSON([{ a: 1 }]);
  const charts = [
    { data, mark: "bar", encoding },
    { data, mark: { type: "line", point: true }, encoding, width: 300, title: "a" },
    { data: { url: "cars.json" }, mark: "point", encoding },
    { data: table, mark: "point", encoding },
    { __proto__: null, data, mark: "bar", encoding },
  ];
  for (const chart of charts) assert.ok(hasChartShape(chart), JSON.stringify(chart));
});

Deno.test("hasChartShape() knows lists of views, which may share data and encodings", () => {
  const layer = [{ mark: "line" }, { mark: "point" }];
  const charts = [
    { data, encoding, layer },
    { data, layer: [{ mark: "line", encoding }, { mark: "point", encoding }] },
    { hconcat: [{ data, mark: "bar", encoding }, { data, encoding, layer }] },
    { data, vconcat: [{ mark: "bar", encoding }, { concat: [{ mark: "bar", encoding }] }] },
  ];
  for (const chart of charts) assert.ok(hasChartShape(chart), JSON.stringify(chart));
});

Deno.test("hasChartShape() knows nothing that may be something else", () => {
  class Exam {
    readonly data = data;
    readonly mark = "bar";
    readonly encoding = encoding;
  }
  const others: readonly object[] = [
    {},
    { mark: "bar" },
    { data, mark: "bar" },
    { mark: "bar", encoding },
    { data: "text", mark: "bar", encoding },
    { data, mark: 1, encoding },
    { data, mark: "pass", encoding },
    { data, mark: "text", encoding: "utf-8" },
    { data, mark: "text", encoding: {} },
    { data, mark: "text", encoding: { x: 1, y: 2 } },
    { data, mark: "text", encoding: { charset: { name: "utf-8" } } },
    { data, encoding, layer: [] },
    { data, encoding, layer: [{ type: "dense", units: 3 }] },
    { data, encoding, layer: "conv1" },
    { data, encoding },
    [{ data, mark: "bar", encoding }],
    new Exam(),
  ];
  for (const other of others) assert.ok(!hasChartShape(other), JSON.stringify(other));
});
