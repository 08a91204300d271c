import assert from "node:assert/strict";
import { compile, type TopLevelSpec } from "vega-lite";
import { AxisSeries } from "../../../../lib/experiment/results/axis_series.ts";

interface Spec {
  readonly data: { readonly values: readonly { x: number; y: number | null; line: string }[] };
  readonly encoding: Readonly<Record<string, { readonly title?: string }>>;
}

function seriesOf(
  epochs: number,
): AxisSeries<{ epoch: number; batch: number; label: string }, number> {
  return AxisSeries.from(
    "loss",
    Array.from({ length: epochs }, (_, epoch) => epoch).flatMap((epoch) =>
      [0, 1].flatMap((batch) =>
        ["mse", "l1"].map((label) => [{ epoch, batch, label }, epoch + batch] as const)
      )
    ),
  );
}

Deno.test("plot() draws the mean over batches by epoch, a line for each label", () => {
  const spec = seriesOf(3).plot() as unknown as Spec;
  assert.deepEqual(spec.data.values.filter(({ line }) => line === "mse"), [
    { x: 0, y: 0.5, line: "mse" },
    { x: 1, y: 1.5, line: "mse" },
    { x: 2, y: 2.5, line: "mse" },
  ]);
  assert.deepEqual([spec.encoding.x?.title, spec.encoding.y?.title], ["epoch", "loss"]);
  assert.equal(spec.encoding.color?.title, "label");
  assert.doesNotThrow(() => compile(structuredClone(spec) as unknown as TopLevelSpec));
});

Deno.test("plot() draws along the axis that it is told, and thins long lines", () => {
  const spec = seriesOf(5001).plot({ x: "epoch", lines: [] }) as unknown as Spec;
  assert.equal(spec.data.values.length, 1667);
  assert.deepEqual(spec.data.values[0], { x: 0, y: 1.5, line: "" });
  const byBatch = seriesOf(3).plot({ x: "batch" }) as unknown as Spec;
  assert.deepEqual(byBatch.data.values.map(({ x, y }) => [x, y]), [[0, 1], [1, 2], [0, 1], [1, 2]]);
});

Deno.test("plot() leaves gaps where numbers are not finite, and refuses what is no number", () => {
  const odd = AxisSeries.from("loss", [[{ epoch: 0 }, NaN], [{ epoch: 1 }, 1]]);
  const spec = odd.plot() as unknown as Spec;
  assert.deepEqual(spec.data.values.map(({ y }) => y), [null, 1]);
  assert.throws(() => AxisSeries.from("name", [[{ epoch: 0 }, "a"]]).plot(), /no numbers/);
  assert.throws(() => AxisSeries.from("loss", [[{ label: "a" }, 1]]).plot(), /none of its axes/);
});

Deno.test("a chart shows itself in a notebook", () => {
  const chart = seriesOf(2).plot();
  const bundle = Reflect.get(chart, Symbol.for("Jupyter.display")).call(chart);
  assert.equal(bundle["application/vnd.vegalite.v5+json"].$schema, chart.$schema);
  assert.match(bundle["text/plain"], /loss by epoch, label: 4 points/);
});

Deno.test("plot() refuses axes and options that there are not", () => {
  assert.throws(() => seriesOf(2).plot({ x: "epok" as never }), /did you mean "epoch"\?/);
  assert.throws(() => seriesOf(2).plot({ lines: ["lable" as never] }), /did you mean "label"\?/);
  assert.throws(() => seriesOf(2).plot({ line: ["label"] } as never), /did you mean "lines"\?/);
});
