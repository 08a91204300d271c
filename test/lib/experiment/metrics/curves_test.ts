import assert from "node:assert/strict";
import type { ThresholdCurves } from "../../../../lib/experiment/metrics/curve.ts";
import { precisionRecallCurve, rocCurve } from "../../../../lib/experiment/metrics/curves.ts";
import { canonicalJson } from "../../../../lib/core/json.ts";
import { textBesideChart } from "./display.ts";
import { compareWithGolden } from "./golden.ts";

Deno.test("rocCurve and precisionRecallCurve are those of scikit-learn", () => {
  const points = (result: unknown): unknown => {
    const [{ x, y } = assert.fail()] = (result as ThresholdCurves).curves;
    return [[...x], [...y]];
  };
  compareWithGolden("rocCurve", points);
  compareWithGolden("precisionRecallCurve", points);
});

Deno.test("rocCurve() has a curve for each class, by its label", () => {
  const outputs = [[3, 0, 0], [0, 3, 0], [0, 0, 3]];
  const { curves } = rocCurve(outputs, [0, 1, 2], { labels: ["a", "b", "c"] });
  assert.deepEqual(curves.map(({ label, area }) => [label, area]), [["a", 1], ["b", 1], ["c", 1]]);
});

Deno.test("ThresholdCurves show themselves as a chart and as text, and are plain data", () => {
  const roc = rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
  assert.equal(textBesideChart(roc), "ROC curve\nclass  area\n1      0.75");
  assert.match(canonicalJson(roc.toJSON()), /"thresholds":\["Infinity",0.8,/);
  const missing = precisionRecallCurve([[1, 0], [1, 0]], [0, 0]);
  assert.match(textBesideChart(missing), /1 +NaN/);
  assert.match(canonicalJson(missing.toJSON()), /"area":"NaN"/);
});

Deno.test("ThresholdCurves draw no more points than can be told apart", () => {
  const outputs = Float64Array.from({ length: 20_000 }, (_, at) => Math.sin(at));
  const targets = outputs.map((_, at) => at % 2);
  const roc = rocCurve(outputs, targets);
  assert.equal(roc.curves[0]?.x.length, 20_001);
  const show = (roc as unknown as Record<symbol, () => unknown>)[Symbol.for("Jupyter.display")];
  assert.ok(JSON.stringify(show?.call(roc)).length < 60_000);
});
