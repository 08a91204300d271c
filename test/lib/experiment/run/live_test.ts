import assert from "node:assert/strict";
import {
  adam,
  AppliedLoss,
  MLP,
  ModelGraph,
  ModelNode,
  reference,
  type TrainResults,
} from "../../../../lib/mod.ts";
import type { Experiment } from "../../../../lib/experiment/experiment.ts";
import type { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { voltages } from "../../graph/voltages.ts";
import { experimentOf, mseOn, quiet, training } from "../battery.ts";

// Tutorial 07: transfer from many cells to few of another kind

const ratios = { train: 0.8, test: 0.2 };
const many = voltages({ count: 1000 }).splitRandom({ ratios }) as unknown as FeatureSet;
const few = voltages({ count: 100, seed: 9, shift: 0.5 })
  .splitRandom({ ratios }) as unknown as FeatureSet;
const input = reference(many, { features: "voltage" });
const encoder = new ModelNode({
  label: "Encoder",
  model: new MLP({ outputShape: [1, 8], hidden: 16 }),
  input,
});
const headA = new ModelNode({ label: "HeadA", model: new MLP({ hidden: 8 }), input: encoder });
const headB = new ModelNode({ label: "HeadB", model: new MLP({ hidden: 8 }), input: encoder });
const teacher = ModelGraph.of([encoder, headA]);
const pupil = teacher.withReplaced("HeadA", headB);

/** A teacher that has learned from many cells. */
async function taught(): Promise<Experiment<"Encoder" | "HeadA">> {
  const experiment = experimentOf(teacher, {
    data: [many],
    phases: [training("pretrain", { losses: [mseOn("HeadA")], epochs: 3 })],
  });
  await experiment.run(quiet);
  return experiment;
}

/** The pupil on few cells, with what the teacher's encoder knows. */
async function transferred() {
  return (await taught()).withGraph(pupil).withData([few]);
}

/** What training has gathered for a node, by name. */
function gathered(experiment: { getState(): ReturnType<Experiment["getState"]> }, node: string) {
  const { tensors = {} } = experiment.getState().training ?? {};
  return Object.fromEntries(
    Object.entries(tensors).filter(([name]) => name.startsWith(`${node}/`)),
  );
}

Deno.test("tutorial 07: a new head begins afresh, and the encoder goes on with its optimizer", async () => {
  const teaching = await taught();
  const experiment = teaching.withGraph(pupil).withData([few]);
  assert.deepEqual(experiment.getState().graph.Encoder, teaching.getState().graph.Encoder);
  assert.deepEqual(gathered(experiment, "Encoder"), gathered(teaching, "Encoder"));
  assert.notDeepEqual(gathered(experiment, "Encoder"), {});
  assert.deepEqual(gathered(experiment, "HeadB"), {});
  assert.equal(experiment.history.length, 0);
  const moments: (readonly number[])[] = [];
  const plan = experiment.plan.withReplaced(
    0,
    training("train", {
      losses: [mseOn("HeadB")],
      callbacks: [{
        label: "watch",
        order: 0,
        name: "custom",
        getConfig: () => ({}),
        start: () => ({
          onPhaseStart: ({ training }) => {
            const { tensors } = training?.getState().training ?? assert.fail("not trained");
            for (const node of ["Encoder", "HeadB"]) {
              const own = Object.entries(tensors)
                .filter(([name]) => name.startsWith(`${node}/`) && /moment|m$|v$/i.test(name));
              assert.ok(own.length > 0, Object.keys(tensors).join());
              moments.push(own.flatMap(([, { data }]) => Array.from(data, Number)));
            }
          },
        }),
      }],
    }),
  );
  await experiment.withPlan(() => plan).run(quiet);
  const [ofEncoder = [], ofHead = []] = moments;
  assert.ok(ofEncoder.some((moment) => moment !== 0));
  assert.ok(ofHead.every((moment) => moment === 0));
});

Deno.test("tutorial 07: a phase for the head leaves a frozen encoder as it is, and frozen", async () => {
  const experiment = (await transferred()).withGraph(pupil.withFrozen(["Encoder"]));
  const before = experiment.getState();
  const phase = training("head", { losses: [mseOn("HeadB")], epochs: 10 });
  const run = await experiment.runPhase(phase, quiet);
  const after = experiment.getState();
  assert.deepEqual(after.graph.Encoder, before.graph.Encoder);
  assert.deepEqual(
    gathered(experiment, "Encoder"),
    Object.fromEntries(
      Object.entries(before.training?.tensors ?? {}).filter(([name]) =>
        name.startsWith("Encoder/")
      ),
    ),
  );
  assert.deepEqual(experiment.graph.graph.frozen, ["Encoder"]);
  assert.ok(fell(run.results.train(), "HeadB"));
});

Deno.test("tutorial 07: then all of it is tuned, with a second loss that counts a tenth", async () => {
  const experiment = await transferred();
  const losses = [
    mseOn("HeadB"),
    new AppliedLoss({ loss: "mae", on: "HeadB" as const, weight: 0.1 }),
  ];
  const before = experiment.getState().graph;
  const tune = training("tune", {
    losses,
    epochs: 10,
    optimizer: adam({ learningRate: 0.005 }),
  });
  const { results } = await experiment.runPhase(tune, quiet);
  const train = results.train();
  assert.notDeepEqual(experiment.getState().graph.Encoder, before.Encoder);
  assert.ok(fell(train, "HeadB"));
  assert.deepEqual(train.losses("HeadB").axisValues("label"), ["HeadB", "mae"]);
  for (const [key, total] of train.totals) {
    const parts = train.losses("HeadB").where(key).values();
    assert.ok(Math.abs(total - parts.reduce((sum, part) => sum + part, 0)) < 1e-6);
  }
});

Deno.test("tutorial 07: data of another shape, or without the column, is refused before training", async () => {
  const experiment = await taught();
  const wider = voltages({ count: 20, points: 12 }) as unknown as FeatureSet;
  assert.throws(() => experiment.withData([wider]), /Encoder/);
  assert.throws(() => experiment.withData([]), /cells/);
});

Deno.test("withData() learns apart: the experiment before keeps weights, data and log", async () => {
  const experiment = await taught();
  const before = experiment.getState();
  const other = experiment.withData([few]);
  await other.run(quiet);
  assert.deepEqual(experiment.getState(), before);
  assert.deepEqual([experiment.data, other.data], [[many], [few]]);
  assert.deepEqual([experiment.history.length, other.history.length], [1, 1]);
});

/** Whether the mean loss of the last epoch is below that of the first. */
function fell(results: TrainResults, node: string): boolean {
  const means = results.losses(node).collapse("batch", "mean");
  return means.last("epoch") < means.first("epoch");
}
