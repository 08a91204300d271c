import assert from "node:assert/strict";
import { KMeans } from "../../../../lib/models/estimators/k_means.ts";
import type { Estimator } from "../../../../lib/models/model.ts";
import type { HostTensor } from "../../../../lib/engine/run/onnx_runtime.ts";
import {
  assertRoundTrip,
  built,
  golden,
  learned,
  near,
  penguins,
  predicted,
  repeated,
  rows,
  scaled,
  standardised,
  tensor,
} from "./rig.ts";

const birds = standardised(penguins().x);

function inertia(model: Estimator, input: HostTensor): number {
  const distances = predicted(model, input, "distances");
  const clusters = model.outputs.distances?.shape[0] ?? 1;
  let sum = 0;
  for (let row = 0; row < distances.length; row += clusters) {
    sum += Math.min(...distances.slice(row, row + clusters)) ** 2;
  }
  return sum;
}

Deno.test("KMeans finds clusters of penguins as tight as scikit-learn's", () => {
  for (const seed of [1, 2, 3]) {
    const model = built(new KMeans({ clusters: 3 }), { seed });
    model.fit({ inputs: { input: birds } });
    near([inertia(model, birds)], [golden.scores.kMeans.inertia], 1e-4);
  }
});

Deno.test("KMeans stops where centres hardly move, and only there where it is told to", () => {
  const fitted = (tolerance: number): number => {
    const model = built(new KMeans({ clusters: 6, restarts: 1, tolerance }));
    model.fit({ inputs: { input: birds } });
    return inertia(model, birds);
  };
  const [exact, usual, loose] = [0, 1e-4, 1e9].map(fitted) as [number, number, number];
  assert.ok(exact <= usual && usual < loose, `${exact} ${usual} ${loose}`);
  near([usual], [exact], 0.02);
  assert.throws(() => new KMeans({ tolerance: -1 }), /KMeans cannot take tolerance: -1/);
});

Deno.test("KMeans gives the number of the nearest centre", () => {
  const model = built(new KMeans({ clusters: 3 }));
  model.fit({ inputs: { input: birds } });
  const distances = predicted(model, birds, "distances");
  for (const [row, label] of predicted(model, birds).entries()) {
    const own = distances.slice(3 * row, 3 * row + 3);
    assert.equal(own[label], Math.min(...own));
  }
});

Deno.test("KMeans draws from its seeds only: equal seeds give equal centres, fit after fit", () => {
  const [one, same] = [built(new KMeans({ restarts: 1 })), built(new KMeans({ restarts: 1 }))];
  const other = built(new KMeans({ restarts: 1 }), { seed: 9 });
  for (const model of [one, same, other, one]) model.fit({ inputs: { input: birds } });
  assert.deepEqual(one.getState(), same.getState());
  assert.notDeepEqual(one.getState(), other.getState());
});

Deno.test("KMeans puts its centres at the weighted means of their samples", () => {
  const model = built(new KMeans({ clusters: 2 }), { input: [1] });
  const weights = Float32Array.of(3, 1, 1, 1, 0);
  model.fit({ inputs: { input: tensor([0, 4, 100, 102, 1000], 1) }, weights });
  const centres = learned(model, "centres").sort((a, b) => a - b);
  near(centres, [1, 101]);
});

Deno.test("KMeans moves its centres by mini-batches towards those of all samples", () => {
  const model = built(new KMeans({ clusters: 3 }));
  for (let pass = 0; pass < 10; pass++) {
    for (let from = 0; from < 342; from += 38) {
      // Rows lie species by species: a batch takes some of each.
      const some = Array.from({ length: 342 }, (_, row) => row % 9 === from / 38 ? 1 : 0);
      model.partialFit?.({ inputs: { input: repeated(birds, some) } });
    }
  }
  assert.ok(inertia(model, birds) < 1.1 * golden.scores.kMeans.inertia);
  const before = inertia(model, birds);
  model.partialFit?.({ inputs: { input: rows(birds, 0, 5) } });
  assert.notEqual(inertia(model, birds), before);
});

Deno.test("KMeans predicts the same, and learns on, after a round trip", () => {
  const data = { inputs: { input: scaled } };
  assertRoundTrip(() => built(new KMeans({ clusters: 3 })), { data, partial: true });
});

Deno.test("KMeans finds centres among samples that are all the same", () => {
  const model = built(new KMeans({ clusters: 2 }), { input: [1] });
  model.fit({ inputs: { input: tensor([5, 5, 5], 1) } });
  assert.deepEqual(learned(model, "centres"), [5, 5]);
});

Deno.test("KMeans refuses fewer samples than clusters", () => {
  const model = built(new KMeans({ clusters: 31 }));
  assert.throws(() => model.fit({ inputs: { input: scaled } }), /31 clusters among 30 samples/);
  assert.throws(() => new KMeans({ clusters: 1.5 }), /clusters: 1.5; give a whole number/);
});
