import assert from "node:assert/strict";
import { GaussianProcess } from "../../../../lib/models/estimators/gaussian_process.ts";
import * as tf from "../../../../lib/tf.ts";
import { built, near, predicted, rows, scaled, y } from "./rig.ts";

const data = { inputs: { input: rows(scaled, 0, 20) }, targets: rows(y, 0, 20) };

Deno.test("recordProcess() gives means and deviations of several targets as predict() does", () => {
  const options = { variance: 2, noise: 0.2, lengthScale: [1, 2, 3, 4], optimize: false };
  const model = built(new GaussianProcess(options), { targets: [2] });
  model.fit(data);
  const x = tf.tensor2d(Float32Array.from(scaled.data), [30, 4]);
  const found = model.record?.({ input: x }) ?? assert.fail("nothing is recorded");
  for (const port of ["output", "deviation"]) {
    assert.deepEqual(found[port]?.shape, [30, 2]);
    near(found[port]?.dataSync() ?? [], predicted(model, scaled, port), 1e-5);
  }
});

Deno.test("recordProcess() refuses so little noise that float32 would round more away", () => {
  const options = { variance: 2, noise: 1e-9, lengthScale: 9, optimize: false };
  const model = built(new GaussianProcess(options), { targets: [2] });
  model.fit(data);
  const x = tf.tensor2d(Float32Array.from(scaled.data), [30, 4]);
  assert.throws(() => model.record?.({ input: x }), {
    name: "RangeError",
    message:
      /float32 rounds its predictions by about .* more than a tenth of its noise .* more noise/,
  });
});
