import assert from "node:assert/strict";
import type { FeatureSetView } from "../../../lib/data/feature_set_view.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import * as tf from "../../../lib/tf.ts";
import { adam, sgd } from "../../../lib/training/optimizer.ts";
import { Predictor } from "../../../lib/training/predictor.ts";
import { Trainer, type TrainerOptions } from "../../../lib/training/trainer.ts";
import { buildLinear, error, halves, rows, trajectory, weightsOf } from "./linear_graph.ts";

const options: TrainerOptions<"Linear"> = {
  losses: [error],
  optimizer: sgd({ learningRate: 0.1 }),
  threads: 1,
};

function batch(at: number): { readonly rows: FeatureSetView } {
  return { rows: halves[at % 2] as FeatureSetView };
}

for (const engine of ["onnx", "cpu"] as const) {
  Deno.test(`Trainer on ${engine} lets readers of the graph find the weights of now`, async () => {
    using built = buildLinear();
    using trainer = new Trainer(built, { ...options, engine });
    const wanted = await trajectory({ ...options, engine }, 4);
    const predictor = new Predictor(built, { threads: 1 });
    for (let step = 0; step < 4; step++) {
      await trainer.step(batch(step));
      // Predictions of the unit vectors are the rows of the matrix.
      const { Linear } = await predictor.predict({ rows: rows.toView() });
      assert.deepEqual(weightsOf(built), wanted[step]);
      const [first] = (await new Predictor(built, { threads: 1 }).predict(batch(0))).Linear?.outputs
        .output?.data ?? [];
      assert.equal(Linear?.outputs.output?.data[0], first);
    }
  });

  Deno.test(`Trainer on ${engine} goes on from what setState puts into the graph`, async () => {
    using built = buildLinear();
    const before = built.getState();
    using trainer = new Trainer(built, { ...options, engine });
    const { loss } = await trainer.step(batch(0));
    await trainer.step(batch(1));
    built.setState(before);
    assert.equal((await trainer.step(batch(0))).loss, loss);
    assert.deepEqual(weightsOf(built), (await trajectory({ ...options, engine }, 1))[0]);
  });

  Deno.test(`Trainers on ${engine} take turns at a graph as one trainer would`, async () => {
    using built = buildLinear();
    using one = new Trainer(built, { ...options, engine });
    using other = new Trainer(built, { ...options, engine });
    const wanted = await trajectory({ ...options, engine }, 4);
    for (let step = 0; step < 4; step++) {
      await (step % 2 === 0 ? one : other).step(batch(step));
      assert.deepEqual(weightsOf(built), wanted[step]);
    }
  });

  Deno.test(`Trainer on ${engine} gives readers within a step the weights before it`, async () => {
    using built = buildLinear();
    using trainer = new Trainer(built, { ...options, engine });
    await trainer.step(batch(0));
    const before = weightsOf(built);
    const step = trainer.step(batch(1));
    assert.deepEqual(weightsOf(built), before);
    assert.throws(() => built.setState(built.getState()), /within a step: await the step first/);
    assert.throws(() => new Trainer(built, options), /within a step: await the step first/);
    await step;
    assert.notDeepEqual(weightsOf(built), before);
  });
}

Deno.test("Trainer that was disposed while another goes on brings no old weights back", async () => {
  using built = buildLinear();
  const one = new Trainer(built, options);
  await one.step(batch(0));
  using other = new Trainer(built, options);
  await other.step(batch(1));
  one[Symbol.dispose]();
  assert.deepEqual(weightsOf(built), (await trajectory(options, 2))[1]);
  await other.step(batch(2));
  assert.deepEqual(weightsOf(built), (await trajectory(options, 3))[2]);
});

Deno.test("Trainer keeps its optimizer's state while another trainer has the graph", async () => {
  using built = buildLinear();
  const before = built.getState();
  const adaptive = { ...options, optimizer: adam({ learningRate: 0.1 }) };
  using one = new Trainer(built, adaptive);
  await one.step(batch(0));
  const after = built.getState();
  using other = new Trainer(built, adaptive);
  await other.step(batch(1));
  built.setState(after);
  await one.step(batch(1));
  assert.deepEqual(weightsOf(built), (await trajectory(adaptive, 2))[1]);
  assert.notDeepEqual(built.getState(), before);
});

Deno.test("Trainer refuses steps after it or its graph is disposed, and says what to do", async () => {
  const built = buildLinear();
  const trainer = new Trainer(built, options);
  await trainer.step(batch(0));
  trainer[Symbol.dispose]();
  trainer[Symbol.dispose]();
  await assert.rejects(trainer.step(batch(0)), /it was disposed; make another one/);
  assert.throws(() => trainer.load(), /it was disposed/);
  using other = new Trainer(built, options);
  built[Symbol.dispose]();
  await assert.rejects(other.step(batch(0)), /weights of its graph were freed; build it again/);
});

Deno.test("Trainer shares weights with a graph that sees them with other nodes frozen", async () => {
  using built = buildLinear();
  using seen = built.withFrozen(["Linear"]);
  using trainer = new Trainer(built, options);
  await trainer.step(batch(0));
  assert.deepEqual(seen.getState(), built.getState());
  assert.deepEqual(weightsOf(seen), (await trajectory(options, 1))[0]);
});

Deno.test("Trainer.useAverages() shows readers the averages of now while training goes on", async () => {
  using built = buildLinear();
  using trainer = new Trainer(built, { ...options, average: 0.5 });
  const averages = await trajectory({ ...options, average: 0.5 }, 2);
  await trainer.step(batch(0));
  {
    using _averages = trainer.useAverages();
    assert.deepEqual(weightsOf(built), averages[0]);
    await trainer.step(batch(1));
    trainer.getState();
    assert.deepEqual(weightsOf(built), averages[1]);
  }
  assert.deepEqual(weightsOf(built), (await trajectory(options, 2))[1]);
});

Deno.test("build({ from }) takes the weights that a trainer holds", async () => {
  using built = buildLinear();
  using trainer = new Trainer(built, options);
  await trainer.step(batch(0));
  using next = ModelGraph.of(built.graph.nodes).build([rows], { from: built });
  assert.deepEqual(next.getState(), built.getState());
  assert.deepEqual(
    next.getState().Linear?.tensors.w?.data,
    (await trajectory(options, 1))[0],
  );
});

Deno.test("Trainer frees all that it made when another one has taken its graph", async () => {
  using built = buildLinear();
  const before = tf.memory().numTensors;
  {
    using one = new Trainer(built, { ...options, engine: "cpu", average: 0.5 });
    await one.step(batch(0));
    using other = new Trainer(built, { ...options, engine: "cpu" });
    await other.step(batch(0));
    await one.step(batch(0));
  }
  assert.equal(tf.memory().numTensors, before);
});
