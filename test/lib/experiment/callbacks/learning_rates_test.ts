import assert from "node:assert/strict";
import { LearningRates } from "../../../../lib/experiment/callbacks/learning_rates.ts";

const DISPLAY = Symbol.for("Jupyter.display");

function bundle(found: LearningRates): Record<string, unknown> {
  return (found as unknown as Record<symbol, () => Record<string, unknown>>)[DISPLAY]?.() ?? {};
}

Deno.test("LearningRates suggests the rate at which the loss falls the fastest", () => {
  const found = new LearningRates([1e-4, 1e-3, 1e-2, 1e-1, 1], [3, 2.9, 2, 0.5, 9]);
  assert.equal(found.suggestion, 1e-2);
  assert.deepEqual([...found.losses], [3, 2.9, 2, 0.5, 9]);
});

Deno.test("LearningRates shows itself as a curve over the logarithm of the rate, the suggestion across", () => {
  const shown = bundle(new LearningRates([1e-3, 1e-2, 1e-1, 1], [3, 1, 2, NaN]));
  assert.match(String(shown["text/plain"]), /^4 learning rates; .* at 0.01$/);
  const spec = shown["application/vnd.vegalite.v5+json"] as {
    layer: { data: { values: object[] }; encoding: { x: { scale: object } } }[];
  };
  const [curve, rule] = spec.layer;
  assert.deepEqual(curve?.encoding.x.scale, { type: "log" });
  assert.deepEqual(curve?.data.values, [{ rate: 1e-3, loss: 3 }, { rate: 1e-2, loss: 1 }, {
    rate: 1e-1,
    loss: 2,
  }]);
  assert.deepEqual(rule?.data.values, [{ rate: 1e-2 }]);
});

Deno.test("LearningRates of a search that broke off at once suggests nothing", () => {
  const found = new LearningRates([1e-3], [3]);
  assert.ok(Number.isNaN(found.suggestion));
  assert.equal(
    (bundle(found)["application/vnd.vegalite.v5+json"] as { layer?: unknown }).layer,
    undefined,
  );
});
