import assert from "node:assert/strict";
import {
  calibration,
  expectedCalibrationError,
} from "../../../../lib/experiment/metrics/calibration.ts";
import type { Reliability } from "../../../../lib/experiment/metrics/reliability.ts";
import { assertClose } from "./close.ts";
import { compareWithGolden } from "./golden.ts";

Deno.test("calibration of one score is scikit-learn's calibration_curve", () => {
  compareWithGolden("calibration", (result) => {
    const bins = (result as Reliability).bins.filter(({ weight }) => weight > 0);
    return [bins.map(({ found }) => found), bins.map(({ claimed }) => claimed)];
  });
});

Deno.test("calibration() of several scores asks of the class that came out", () => {
  const outputs = [[0.8, 0.1, 0.1], [0.3, 0.6, 0.1], [0.1, 0.2, 0.7]];
  const { bins } = calibration(outputs, [0, 2, 2], { from: "probabilities", bins: 2 });
  assert.deepEqual(bins[0]?.weight, 0);
  assertClose([bins[1]?.claimed, bins[1]?.found], [0.7, 2 / 3]);
});

Deno.test("expectedCalibrationError() is the gap of the bins, by their weight", () => {
  const outputs = [0.1, 0.1, 0.9, 0.9];
  const options = { from: "probabilities", bins: 2, weights: [1, 1, 3, 3] } as const;
  assertClose(expectedCalibrationError(outputs, [0, 1, 1, 1], options), (2 * 0.4 + 6 * 0.1) / 8);
  assertClose(calibration(outputs, [0, 1, 1, 1], options).maximumError, 0.4);
});

Deno.test("calibration() puts the end of an interval into it, and 0 into the first", () => {
  const ends = Array.from({ length: 11 }, (_, at) => at / 10);
  const { bins } = calibration(ends, ends.map(() => 1), { from: "probabilities", bins: 10 });
  assert.deepEqual(bins.map(({ weight }) => weight), [2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
});

Deno.test("calibration() refuses half a bin, and is undefined for nothing", () => {
  assert.throws(() => calibration.with({ bins: 2.5 }), /bins = 2.5: give whole numbers/);
  assert.throws(() => calibration([], []), /no sample was added/);
  assert.throws(() => expectedCalibrationError([], []), /no sample was added/);
});
