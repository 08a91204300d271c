import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import type { FeatureSetView } from "../../../lib/data/feature_set_view.ts";
import { reference } from "../../../lib/data/reference.ts";
import { engines } from "../../../lib/engine/engines/engines.ts";
import { PrecisionError } from "../../../lib/engine/run/errors.ts";
import type { HostTensor } from "../../../lib/engine/run/onnx_runtime.ts";
import type { BuiltGraph } from "../../../lib/graph/built_graph.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { adam } from "../../../lib/training/optimizer.ts";
import { cosineRate } from "../../../lib/training/schedules.ts";
import { Trainer, type TrainerOptions } from "../../../lib/training/trainer.ts";
import type { TrainerState } from "../../../lib/training/trainer_state.ts";
import { halves, rows } from "./linear_graph.ts";

const encoder = new ModelNode({
  label: "Encoder",
  model: new MLP({ outputShape: [1, 4], layers: 1, hidden: 5, dropout: 0.3 }),
  input: reference(rows),
});
const head = new ModelNode({
  label: "Head",
  model: new MLP({ outputShape: [2] }),
  input: encoder,
});
const graph = ModelGraph.of([encoder, head]);

type Options = TrainerOptions<"Encoder" | "Head">;

const options: Options = {
  losses: [new AppliedLoss({ loss: "mse", on: "Head" })],
  optimizer: adam({ learningRate: cosineRate({ rate: 0.05, updates: 20 }) }),
  accumulate: 2,
  average: 0.9,
  threads: 1,
  seeds: SeedStream.from(4),
};

async function take(
  trainer: Trainer<"Encoder" | "Head">,
  steps: readonly number[],
): Promise<number> {
  let last = NaN;
  for (const step of steps) {
    last = (await trainer.step({ rows: halves[step % 2] as FeatureSetView })).loss;
  }
  return last;
}

/** As a file of numbers would keep it. */
function throughJson<S extends { readonly tensors: Readonly<Record<string, HostTensor>> }>(
  { tensors, ...rest }: S,
): S {
  const plain = Object.entries(tensors).map((
    [name, { data, ...type }],
  ) => [name, { ...type, data: [...data] }]);
  const read = JSON.parse(JSON.stringify({ ...rest, tensors: Object.fromEntries(plain) }));
  for (const tensor of Object.values<{ data: unknown }>(read.tensors)) {
    tensor.data = Float32Array.from(tensor.data as number[]);
  }
  return read;
}

function stateOf(built: BuiltGraph): unknown {
  return Object.fromEntries(
    Object.entries(built.getState()).map(([label, state]) => [label, throughJson(state)]),
  );
}

const hasMixed = (await engines()).some(({ precisions }) => precisions.includes("mixed"));

const COMPUTE: Readonly<Record<string, Pick<Options, "engine" | "precision">>> = {
  "onnx": { engine: "onnx" },
  "cpu": { engine: "cpu" },
  ...(hasMixed && {
    "onnx-webgpu in mixed precision": { engine: "onnx-webgpu", precision: "mixed" },
  }),
};

for (const [name, compute] of Object.entries(COMPUTE)) {
  Deno.test(`setState() lets a run go on bit by bit on ${name}, dropout and gathered slopes included`, async () => {
    using whole = graph.build([rows]);
    using first = graph.build([rows]);
    const onEngine = { ...options, ...compute };
    let [wanted, saved]: [number, TrainerState | undefined] = [NaN, undefined];
    {
      using trainer = new Trainer(whole, onEngine);
      wanted = await take(trainer, [0, 1, 2, 3, 4, 5, 6]);
    }
    {
      using trainer = new Trainer(first, onEngine);
      await take(trainer, [0, 1, 2]);
      saved = throughJson(trainer.getState());
    }
    const weights = Object.fromEntries(
      Object.entries(first.getState()).map(([label, state]) => [label, throughJson(state)]),
    );
    using second = graph.build([rows], { seeds: SeedStream.from(99) });
    second.setState(weights);
    using trainer = new Trainer(second, onEngine);
    assert.deepEqual(trainer.setState(saved), { resumed: ["Encoder", "Head"], fresh: [] });
    assert.deepEqual(trainer.progress, { batches: 3, updates: 1, observed: [] });
    assert.equal(await take(trainer, [3, 4, 5, 6]), wanted);
    trainer.store();
    assert.deepEqual(stateOf(second), stateOf(whole));
  });
}

Deno.test("getState() names what optimizers keep by node and parameter", async () => {
  using built = graph.build([rows]);
  using trainer = new Trainer(built, options);
  await take(trainer, [0]);
  const { tensors, values } = trainer.getState();
  assert.deepEqual(values, {
    batches: 1,
    feeding: "rows",
    observed: [],
    optimizers: { Encoder: "adam", Head: "adam" },
  });
  const moments = ["accumulatedFirstMoment", "accumulatedSecondMoment", "accBeta1", "accBeta2"];
  const kinds = [...moments, "average", "gathered"];
  const names = [...trainer.trained].flatMap((label) =>
    Object.keys(built.getState()[label]?.tensors ?? {}).flatMap((name) =>
      kinds.map((kind) => `${label}/${name}/${kind}`)
    )
  );
  assert.deepEqual(Object.keys(tensors).sort(), names.sort());
});

Deno.test("setState() starts a replaced node afresh while the others go on (transfer learning)", async () => {
  using built = graph.build([rows]);
  using trainer = new Trainer(built, options);
  await take(trainer, [0, 1, 2, 3]);
  const saved = trainer.getState();
  const wider = new ModelNode({
    label: "Head",
    model: new MLP({ outputShape: [2], hidden: 7 }),
    input: encoder,
  });
  using next = graph.withReplaced("Head", wider).build([rows], { from: built });
  using other = new Trainer(next, options);
  const fresh = other.getState();
  assert.deepEqual(other.setState(saved), { resumed: ["Encoder"], fresh: ["Head"] });
  const { tensors } = other.getState();
  for (const [name, { data }] of Object.entries(tensors)) {
    const source = name.startsWith("Encoder/") ? saved : fresh;
    assert.deepEqual(data, source.tensors[name]?.data, name);
  }
  await take(other, [4, 5]);
});

Deno.test("setState() starts a node afresh that has another optimizer", async () => {
  using built = graph.build([rows]);
  using trainer = new Trainer(built, options);
  await take(trainer, [0]);
  const saved = trainer.getState();
  using other = new Trainer(built, { ...options, optimizer: { Encoder: adam(), Head: "sgd" } });
  assert.deepEqual(other.setState(saved), { resumed: ["Encoder"], fresh: ["Head"] });
});

Deno.test("setState() goes on where the parameters of a node have several optimizers", async () => {
  const optimizer = [
    { parameters: ["*.bias"], optimizer: adam({ learningRate: 0.01, beta1: 0.5 }) },
    { optimizer: adam({ learningRate: 0.05 }) },
  ];
  const several = { ...options, optimizer };
  using whole = graph.build([rows]);
  using first = graph.build([rows]);
  let saved: TrainerState | undefined;
  {
    using trainer = new Trainer(whole, several);
    await take(trainer, [0, 1, 2, 3, 4]);
  }
  {
    using trainer = new Trainer(first, several);
    await take(trainer, [0, 1]);
    saved = throughJson(trainer.getState());
  }
  assert.deepEqual(saved.values.optimizers, { Encoder: "adam, adam", Head: "adam, adam" });
  using trainer = new Trainer(first, several);
  assert.deepEqual(trainer.setState(saved), { resumed: ["Encoder", "Head"], fresh: [] });
  await take(trainer, [2, 3, 4]);
  assert.deepEqual(stateOf(first), stateOf(whole));
  using alike = new Trainer(first, options);
  assert.deepEqual(alike.setState(saved).resumed, []);
});

Deno.test("Trainer refuses mixed precision on an engine without it, before any step", () => {
  using built = graph.build([rows]);
  assert.throws(
    () => new Trainer(built, { ...options, engine: "onnx", precision: "mixed" }),
    (error) =>
      error instanceof PrecisionError && /use the engine "onnx-webgpu"/.test(error.message),
  );
});
