import assert from "node:assert/strict";
import { compile } from "vega-lite";
import { parse, View } from "vega";
import { barsOf } from "../../../../lib/experiment/collection/bar_chart.ts";

const of = { of: "experiment", title: "test mse" };

function shown(chart: object): Record<string, unknown> {
  const display = (chart as Record<symbol, () => Record<string, unknown>>)[
    Symbol.for("Jupyter.display")
  ];
  return display?.() ?? assert.fail("no display");
}

Deno.test("barsOf() draws a bar for each label, in order, and a point for each of several values", async () => {
  const values = [
    { label: "small", value: 3 },
    { label: "cv", value: 1 },
    { label: "cv", value: 2 },
    { label: "broken", value: NaN },
  ];
  const bundle = shown(barsOf(values, of));
  assert.equal(bundle["text/plain"], "test mse: small 3, cv 1.5");
  const spec = bundle["application/vnd.vegalite.v5+json"] as Parameters<typeof compile>[0];
  const svg = await new View(parse(compile(spec).spec), { renderer: "none" }).toSVG();
  assert.equal(svg.split("mark-rect role-mark").length, 2);
  assert.equal([...svg.matchAll(/aria-roledescription="(bar|point)"/g)].length, 4);
  assert.ok(svg.indexOf(">small<") < svg.indexOf(">cv<"));
});

Deno.test("barsOf() draws bars alone where each label has one value", () => {
  const { layer } = barsOf([{ label: "small", value: 3 }], of) as unknown as { layer: object[] };
  assert.equal(layer.length, 1);
});
