import assert from "node:assert/strict";
import { parityPlot } from "../../../../lib/experiment/metrics/parity.ts";
import { canonicalJson } from "../../../../lib/core/json.ts";
import { textBesideChart } from "./display.ts";

Deno.test("parityPlot() has points and errors of each output, without padding", () => {
  const { series } = parityPlot([[1, 20], [2, 30], [9, 9]], [[1, 22], [3, 29], [0, 0]], {
    labels: ["volts", "degrees"],
    weights: [1, 1, 0],
  });
  assert.deepEqual(series.map(({ label }) => label), ["volts", "degrees"]);
  assert.deepEqual([...series[1]?.outputs ?? []], [20, 30]);
  assert.equal(series[0]?.mae, 0.5);
  assert.equal(series[1]?.rmse, Math.sqrt(2.5));
  assert.equal(series[0]?.r2, 0.5);
});

Deno.test("Parity shows itself as a chart and as text, and is plain data", () => {
  const text = textBesideChart(parityPlot([1, 2, 4], [1, 2, 3]));
  assert.equal(
    text,
    "Outputs against targets\n" +
      "output  samples   R²    RMSE     MAE\n" +
      "0             3  0.5  0.5774  0.3333",
  );
  assert.match(canonicalJson(parityPlot([1], [1]).toJSON()), /"r2":"NaN"/);
});
