import assert from "node:assert/strict";
import { AxisSeries } from "../../../../lib/experiment/results/axis_series.ts";

const loss = AxisSeries.from(
  "loss",
  [0, 1, 2, 3, 4, 5].flatMap((epoch) =>
    ["mse", "<b>"].map((label) => [{ epoch, batch: null, label }, epoch / 3] as const)
  ),
);

function shown(value: object): Record<string, string> {
  return Reflect.get(value, Symbol.for("Jupyter.display")).call(value);
}

Deno.test("a series shows its first and last entries as a table and as text", () => {
  const { "text/html": html = "", "text/plain": text = "" } = shown(loss);
  assert.match(html, /^<table><caption>loss: 12 entries · epoch 6 × batch 1 × label 2<\/caption>/);
  assert.match(html, /<th scope="col">epoch<\/th>/);
  assert.match(html, /<td>&lt;b&gt;<\/td>/);
  assert.doesNotMatch(html, /<b>/);
  assert.equal(text.split("\n").length, 2 + 5 + 1 + 5);
  assert.match(text, /0 {6}– {6}mse {4}0\n/);
  assert.match(text, /1\.66667$/);
});

Deno.test("a short series shows all of its entries, of any kind", () => {
  const tensor = { dtype: "float32", shape: [2, 1], data: Float32Array.of(1, 2) };
  const { "text/plain": text = "" } = shown(AxisSeries.from<{ at: number }, unknown>("any", [
    [{ at: 0 }, tensor],
    [{ at: 1 }, { a: 1 }],
    [{ at: 2 }, null],
    [{ at: 3 }, new Map()],
  ]));
  assert.match(text, /float32 \(2, 1\)/);
  assert.match(text, /\{ a \}/);
  assert.match(text, /Map/);
  assert.equal(text.split("\n").length, 6);
});
