import assert from "node:assert/strict";
import { calibration } from "../../../../lib/experiment/metrics/calibration.ts";
import { canonicalJson } from "../../../../lib/core/json.ts";
import { textBesideChart } from "./display.ts";

const reliability = calibration([0.1, 0.1, 0.9, 0.9], [0, 1, 1, 1], {
  from: "probabilities",
  bins: 2,
});

Deno.test("Reliability shows itself as a chart and as text", () => {
  assert.equal(
    textBesideChart(reliability),
    "Reliability: expected calibration error 0.25, greatest 0.4\n" +
      "probability  samples  claimed  found\n" +
      "0–0.5              2      0.1    0.5\n" +
      "0.5–1              2      0.9      1",
  );
});

Deno.test("Reliability is plain data, and never changes", () => {
  assert.match(canonicalJson(reliability.toJSON()), /^\{"bins":\[\{"claimed":0.1,"found":0.5/);
  assert.ok(Object.isFrozen(reliability.bins[0]));
});
