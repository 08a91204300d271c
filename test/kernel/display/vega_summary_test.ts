import assert from "node:assert/strict";
import { summarize } from "../../../kernel/display/vega_summary.ts";

Deno.test("summarize() prefers the chart's own description", () => {
  assert.equal(
    summarize({ spec: { description: "Mass by species." }, rows: 3 }),
    "Mass by species.",
  );
});

Deno.test("summarize() says title, marks and encodings of all layers once", () => {
  const x = { field: "a", bin: true };
  const spec = {
    title: { text: "Histogram" },
    layer: [
      { mark: "bar", encoding: { x, y: { aggregate: "count" } } },
      { mark: { type: "rule" }, encoding: { x, y: { aggregate: "mean", field: "b" } } },
    ],
  };
  assert.equal(
    summarize({ spec, rows: 1_000 }),
    "Bar and rule chart “Histogram”: x is a in bins, y is count, y is mean of b; 1,000 rows.",
  );
});
