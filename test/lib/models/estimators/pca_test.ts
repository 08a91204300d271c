import assert from "node:assert/strict";
import { PCA } from "../../../../lib/models/estimators/pca.ts";
import {
  assertRoundTrip,
  built,
  golden,
  learned,
  near,
  predicted,
  repeated,
  rows,
  tensor,
  weights,
  x,
} from "./rig.ts";

for (
  const { name, expected, ...data } of [
    { name: "PCA", expected: golden.pca },
    { name: "PCA of weighted samples", expected: golden.weightedPCA, weights },
  ]
) {
  Deno.test(`${name} finds the components that scikit-learn finds, up to their signs`, () => {
    const pca = built(new PCA({ components: 3 }));
    pca.fit({ inputs: { input: x }, ...data });
    near(learned(pca, "mean"), expected.mean);
    near(learned(pca, "variance"), expected.variance);
    const directions = learned(pca, "components");
    const code = predicted(pca, rows(x, 0, 5));
    for (let component = 0; component < 3; component++) {
      const of = (all: number[], width: number, row: number) => all[row * width + component] ?? 0;
      const own = directions.slice(4 * component, 4 * component + 4);
      const theirs = expected.components.slice(4 * component, 4 * component + 4);
      const sign = own.reduce((sum, value, at) => sum + value * (theirs[at] ?? 0), 0) > 0 ? 1 : -1;
      near(own.map((value) => sign * value), theirs, 1e-4);
      const codes = Array.from({ length: 5 }, (_, row) => sign * of(code, 3, row));
      near(codes, Array.from({ length: 5 }, (_, row) => of(expected.code, 3, row)), 1e-4);
    }
  });
}

Deno.test("PCA gives each direction the sign of which its largest coefficient is positive", () => {
  const pca = built(new PCA());
  pca.fit({ inputs: { input: x } });
  const directions = learned(pca, "components");
  for (let component = 0; component < 4; component++) {
    const own = directions.slice(4 * component, 4 * component + 4);
    assert.ok(Math.max(...own) >= Math.max(...own.map((value) => -value)));
  }
});

Deno.test("PCA of all components reconstructs its input, of fewer its nearest plane", () => {
  const all = built(new PCA());
  all.fit({ inputs: { input: x } });
  near(predicted(all, x, "reconstruction"), [...x.data].map(Number), 1e-6);
  const line = built(new PCA({ components: 1 }), { input: [2] });
  line.fit({ inputs: { input: tensor([0, 0, 1, 1, 2, 2], 2) } });
  near(predicted(line, tensor([2, 0], 2), "reconstruction"), [1, 1]);
});

Deno.test("PCA counts a sample of weight 3 as three samples", () => {
  const counts = golden.weights.map((weight) => weight - 1);
  const [once, often] = [built(new PCA({ components: 2 })), built(new PCA({ components: 2 }))];
  once.fit({ inputs: { input: x }, weights: Float32Array.from(counts) });
  often.fit({ inputs: { input: repeated(x, counts) } });
  near(learned(once, "components"), learned(often, "components"));
  near(learned(once, "variance"), learned(often, "variance"));
});

Deno.test("PCA learns batch by batch what it learns at once", () => {
  const [whole, parts] = [built(new PCA()), built(new PCA())];
  whole.fit({ inputs: { input: x } });
  parts.partialFit?.({ inputs: { input: rows(x, 0, 1) } });
  parts.partialFit?.({ inputs: { input: rows(x, 1, 17) } });
  parts.partialFit?.({ inputs: { input: rows(x, 17) } });
  near(learned(parts, "components"), learned(whole, "components"));
  near(learned(parts, "variance"), learned(whole, "variance"));
});

Deno.test("PCA gives a code with the axes of its input", () => {
  const pca = built(new PCA({ components: 3 }), { input: [2, 2] });
  assert.deepEqual(pca.outputs.output?.shape, [1, 3]);
  pca.fit({ inputs: { input: tensor(golden.x, 2, 2) } });
  const { output, reconstruction } = pca.predict({ input: tensor(golden.x, 2, 2) });
  assert.deepEqual([output?.shape, reconstruction?.shape], [[30, 1, 3], [30, 2, 2]]);
});

Deno.test("PCA encodes the same, and learns on, after a round trip", () => {
  assertRoundTrip(() => built(new PCA({ components: 2 })), {
    data: { inputs: { input: x } },
    partial: true,
  });
});

Deno.test("PCA refuses more components than there are features, and states of other plans", () => {
  assert.throws(() => built(new PCA({ components: 5 })), /at most 4 components, found 5/);
  assert.throws(() => new PCA({ components: 0 }), /components: 0/);
  const [two, three] = [built(new PCA({ components: 2 })), built(new PCA({ components: 3 }))];
  three.fit({ inputs: { input: x } });
  assert.throws(() => two.setState(three.getState()), /"components" of PCA.*\(2,4\).*\(3,4\)/);
  assert.throws(() => two.setState({ tensors: {}, values: {} }), /lacks "components"/);
  assert.equal(two.isFitted, false);
});
