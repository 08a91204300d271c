import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import type { BuildContext } from "../../../lib/models/model.ts";
import { ShapedModel } from "../../../lib/models/shaped_model.ts";
import * as tf from "../../../lib/tf.ts";

function context(input: readonly (number | null)[], output?: readonly number[]): BuildContext {
  return {
    inputs: { input: { shape: input, dtype: "float32" } },
    wanted: output && { shape: output, dtype: "float32" },
    seeds: SeedStream.from(1),
  };
}

Deno.test("ShapedModel makes a model of tf.layers of the shapes around it, and keeps nothing of it", () => {
  const plan = new ShapedModel(({ input, output = [2] }) =>
    tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [...input] }),
        tf.layers.dense({ units: output[0] ?? 1 }),
      ],
    })
  );
  const before = tf.memory().numTensors;
  for (const [output, wanted] of [[undefined, 2], [[5], 5]] as const) {
    const built = plan.build(context([3, 4], output));
    assert.deepEqual(built.outputs.output?.shape, [wanted]);
    assert.ok(built.learning === "gradient");
    assert.deepEqual(built.trainable.map(({ variable }) => variable.shape), [[12, wanted], [
      wanted,
    ]]);
    built[Symbol.dispose]();
  }
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("ShapedModel makes whatever is a model, and refuses shapes that are open", () => {
  const deep = new ShapedModel(({ input }) => new MLP({ layers: input.length, hidden: 4 }));
  const built = deep.build(context([2, 2, 2], [1]));
  assert.ok(built.learning === "gradient");
  assert.equal(built.trainable.length, 6);
  assert.throws(() => deep.build(context([null])), /expected fixed lengths, found \(any\)/);
  const none = new ShapedModel(() => 3 as unknown as string, { name: "none" });
  assert.throws(() => none.build(context([1])), /Cannot make a model of what was given/);
  assert.equal(none.name, "none");
});
