import assert from "node:assert/strict";
import type { Interface } from "../../../lib/models/interface.ts";
import type { DifferentiableModel } from "../../../lib/models/model.ts";
import { models } from "../../../lib/models/registry.ts";
import { assertClose } from "../engine/agreement.ts";
import { noise } from "../engine/golden/formula.ts";
import { GOLDEN_CASES } from "./golden/golden_cases.ts";
import golden from "./golden/outputs.json" with { type: "json" };
import { buildFor, predict } from "./training.ts";

const outputs: Readonly<Record<string, { readonly shape: number[]; readonly values: number[] }>> =
  golden;

/** The nth weight is noise(size, n) ÷ 2, as in the script. */
function fill(model: DifferentiableModel): void {
  const entries = model.trainable.map(({ name, variable: { shape, size } }, index) => {
    const data = Float32Array.from(noise(size, index + 1), (value) => value / 2);
    return [name, { dtype: "float32", shape, data }] as const;
  });
  model.setState({ tensors: Object.fromEntries(entries) });
}

for (const [name, { plan, x }] of Object.entries(GOLDEN_CASES)) {
  const dtype = x.dtype as Interface["dtype"];
  Deno.test(`models give what PyTorch's modules give: ${name}`, () => {
    using model = buildFor(plan, x.shape.slice(1), { dtype });
    fill(model);
    const { output } = predict(model, x);
    assert.deepEqual(output?.shape, outputs[name]?.shape);
    assert.deepEqual(model.outputs.output?.shape, output?.shape.slice(1));
    assertClose(output?.dataSync() ?? [], outputs[name]?.values ?? [], { name, tolerance: 2e-5 });
  });

  Deno.test(`models are made again of their config, and equal in a state: ${name}`, () => {
    using one = buildFor(plan, x.shape.slice(1), { dtype });
    using other = buildFor(models.get(plan.name)(plan.getConfig()), x.shape.slice(1), {
      dtype,
      seed: 2,
    });
    assert.notDeepEqual(other.getState(), one.getState());
    other.setState(one.getState());
    assert.deepEqual(predict(other, x).output?.dataSync(), predict(one, x).output?.dataSync());
  });
}

Deno.test("the script has an output for every case, and no other", () => {
  assert.deepEqual(Object.keys(outputs).sort(), Object.keys(GOLDEN_CASES).sort());
});
