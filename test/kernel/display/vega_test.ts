import assert from "node:assert/strict";
import * as arrow from "apache-arrow";
import { createFormatter } from "../../../kernel/display/format.ts";
import { readImageHead } from "../../../kernel/display/image_size.ts";
import { chartBundle, renderSvg } from "../../../kernel/display/vega.ts";
import { assertHarmless, ATTACK, forms } from "./support.ts";

const $schema = "https://vega.github.io/schema/vega-lite/v6.json";
const CHART = "application/vnd.vegalite.v5+json";
const values = [{ a: 1, b: 2, kind: "x" }, { a: 2, b: 4, kind: "y" }];
const encoding = {
  x: { field: "a", type: "quantitative" },
  y: { field: "b", type: "quantitative" },
  color: { field: "kind" },
};

Deno.test("a Vega-Lite specification shows as version 5, a picture and a sentence, and no more", async () => {
  const spec = { $schema, data: { values }, mark: "point", encoding };
  const { data, metadata } = await createFormatter().formatValue(spec);
  const summary = "Point chart: x is a, y is b, color is kind; 2 rows.";
  assert.deepEqual(Object.keys(data), [CHART, "image/png", "text/plain"]);
  assert.equal(data["text/plain"], summary);
  const sent = data[CHART] as Record<string, unknown>;
  assert.equal(sent.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
  assert.equal(sent.description, summary);
  assert.deepEqual(sent.data, { values });
  const head = readImageHead(Uint8Array.fromBase64(String(data["image/png"])));
  const size = (metadata["image/png"] ?? {}) as { width: number; height: number; alt: string };
  assert.equal(size.alt, summary);
  assert.deepEqual([head?.width, head?.height], [size.width * 2, size.height * 2]);
});

Deno.test("a Vega-Lite specification without a schema shows as a chart", async () => {
  const data = await forms({ data: { values }, mark: "point", encoding });
  assert.deepEqual(Object.keys(data), [CHART, "image/png", "text/plain"]);
});

Deno.test("a chart builder shows as the chart it builds", async () => {
  const builder = { toSpec: () => ({ $schema, data: { values }, mark: "bar", encoding }) };
  assert.deepEqual(Object.keys(await forms(builder)), [CHART, "image/png", "text/plain"]);
  assert.match(String((await forms({ toSpec: () => 1 }))["text/plain"]), /toSpec must answer/);
});

Deno.test("a Vega specification shows as Vega, without our Vega-Lite settings", async () => {
  const data = await forms({
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width: 10,
    height: 10,
    marks: [],
  });
  assert.deepEqual(Object.keys(data), [
    "application/vnd.vega.v5+json",
    "image/png",
    "text/plain",
  ]);
});

Deno.test("chartBundle() takes a table of Arrow for its rows, wherever rows may stand", async () => {
  const table = new arrow.Table({
    a: arrow.vectorFromArray([1n, 2n], new arrow.Int64()),
    b: arrow.vectorFromArray([1.5, NaN], new arrow.Float64()),
  });
  for (const data of [table, { values: table }]) {
    const shown = await forms({ $schema, data, mark: "line", encoding: { x: { field: "a" } } });
    const sent = shown[CHART] as { readonly data: unknown };
    assert.deepEqual(sent.data, { values: [{ a: 1, b: 1.5 }, { a: 2, b: null }] });
  }
});

Deno.test("chartBundle() draws counts of 64 bits as numbers", async () => {
  const values = [{ n: 1n }, { n: -20n }, { n: 2n ** 64n }];
  const shown = await forms({ $schema, data: { values }, mark: "bar", encoding: {} });
  const sent = shown[CHART] as { readonly data: unknown };
  assert.deepEqual(sent.data, { values: [{ n: 1 }, { n: -20 }, { n: 2 ** 64 }] });
});

Deno.test("chartBundle() stores no more than 5,000 rows in a notebook", async () => {
  const many = Array.from({ length: 5_001 }, (_, a) => ({ a: a % 7 }));
  const spec = {
    data: { values: many },
    mark: "bar",
    encoding: { x: { field: "a" }, y: { aggregate: "count" } },
  };
  const { data } = await chartBundle(spec);
  assert.deepEqual(Object.keys(data), ["image/png", "text/plain"]);
  assert.match(String(data["text/plain"]), /5,001 rows\.\n\(a picture only: more than 5000 rows/);
});

Deno.test("chartBundle() refuses more rows than Vega can draw", async () => {
  const rows = Array(200_001).fill({ a: 1 });
  await assert.rejects(
    () => chartBundle({ data: { values: rows }, mark: "point" }),
    /can hold 200,000 rows: this one has 200,001; group them/,
  );
});

Deno.test("chartBundle() names a column that is not there, and those that are", async () => {
  const wrong = { data: { values }, mark: "point", encoding: { x: { field: "A" } } };
  await assert.rejects(
    () => chartBundle(wrong),
    /x names the column "A", which its rows do not have: they have "a", "b", "kind"/,
  );
});

Deno.test("chartBundle() names an unknown mark, and a chart without any", async () => {
  await assert.rejects(() => chartBundle({ mark: "dot" }), /unknown mark "dot": there are arc, /);
  await assert.rejects(() => chartBundle({ data: { values } }), /none of mark, layer/);
  await assert.rejects(() => chartBundle({ layer: [{ mark: "lin" }] }), /unknown mark "lin"/);
});

Deno.test("a chart that is not valid shows as text with the reason", async () => {
  const { "text/plain": text } = await forms({ $schema, mark: "dot" });
  assert.match(String(text), /"chart" formatter failed with TypeError: .*unknown mark "dot"/);
});

Deno.test("chartBundle() notes what could not be loaded", async () => {
  const { data } = await chartBundle({ data: { url: "no/such.csv" }, mark: "point" });
  assert.match(String(data["text/plain"]), /\(Loading failed no\/such\.csv/);
});

Deno.test("renderSvg() labels the drawing, leaves its background clear and escapes its text", async () => {
  const svg = await renderSvg({
    title: ATTACK,
    description: ATTACK,
    data: { values: [{ a: ATTACK, b: 1 }] },
    mark: "bar",
    encoding: { x: { field: "a" }, y: { field: "b", type: "quantitative" } },
  });
  assert.match(svg, /^<svg role="img" aria-label="/);
  assert.match(svg, /#0072b2/);
  assert.doesNotMatch(svg, /fill="white"/);
  assertHarmless(svg);
});

Deno.test("renderSvg() keeps the colours that a specification asks for", async () => {
  const svg = await renderSvg({
    data: { values },
    mark: "point",
    encoding: { x: { field: "a", type: "quantitative" } },
    config: { mark: { color: "#123456" } },
  });
  assert.match(svg, /#123456/);
});
