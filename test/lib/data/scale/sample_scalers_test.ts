import assert from "node:assert/strict";
import fc from "fast-check";
import {
  Normalizer,
  PerSampleMinMaxScaler,
  PerSampleZeroStart,
} from "../../../../lib/data/scale/sample_scalers.ts";
import type { Scaler } from "../../../../lib/data/scale/scaler.ts";

/** Scales samples of a signal; positions are features. */
function scaled(scaler: Scaler, samples: readonly (readonly number[])[]): number[][] {
  const positions = samples[0]?.length ?? 0;
  const features = Array.from(
    { length: positions },
    (_, at) => Float64Array.from(samples, (sample) => sample[at] ?? NaN),
  );
  const { features: made } = scaler.fit({ rows: 0, features }).transform({
    rows: samples.length,
    features,
  });
  return samples.map((_, row) => made.map((values) => values[row] as number));
}

// Not the least numbers there are: half of their distance is none.
const number = fc.integer({ min: -1e6, max: 1e6 }).map((value) => value / 1000);
const signal = fc.array(number, { minLength: 5, maxLength: 5 });

Deno.test("PerSampleMinMaxScaler brings each sample by itself into its range", () => {
  fc.assert(fc.property(fc.array(signal, { minLength: 1 }), (samples) => {
    for (
      const [at, sample] of scaled(new PerSampleMinMaxScaler({ range: [-1, 1] }), samples).entries()
    ) {
      const constant = new Set(samples[at]).size === 1;
      assert.ok(Math.abs(Math.min(...sample) + 1) < 1e-9);
      assert.ok(Math.abs(Math.max(...sample) - (constant ? -1 : 1)) < 1e-9);
    }
  }));
});

Deno.test("PerSampleZeroStart shifts each sample to one start, and keeps its form", () => {
  assert.deepEqual(scaled(new PerSampleZeroStart(), [[3, 4, 2], [0, 1, 5]]), [[0, 1, -1], [
    0,
    1,
    5,
  ]]);
  assert.deepEqual(scaled(new PerSampleZeroStart({ start: 2 }), [[3, 4, 2]]), [[2, 3, 1]]);
});

Deno.test("Normalizer makes the norm of each sample 1, and leaves zeros as they are", () => {
  assert.deepEqual(scaled(new Normalizer(), [[3, 4], [0, 0]]), [[0.6, 0.8], [0, 0]]);
  assert.deepEqual(scaled(new Normalizer({ norm: "l1" }), [[1, -3]]), [[0.25, -0.75]]);
  assert.deepEqual(scaled(new Normalizer({ norm: "max" }), [[1, -4]]), [[0.25, -1]]);
});

Deno.test("scalers of each sample have no inverse: what they took away is in no other sample", () => {
  for (const Class of [Normalizer, PerSampleMinMaxScaler, PerSampleZeroStart]) {
    const fitted = new Class().fit({ rows: 1, features: [Float64Array.of(1)] });
    assert.equal(fitted.inverse, undefined);
    assert.equal(fitted.featureWise, false);
  }
});
