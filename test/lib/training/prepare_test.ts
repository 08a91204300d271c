import assert from "node:assert/strict";
import {
  adam,
  AppliedLoss,
  type BuiltGraph,
  FeatureSet,
  type FeatureSetReference,
  fitGraph,
  GraphError,
  MergeNode,
  MLP,
  ModelGraph,
  ModelNode,
  nodeOutput,
  Predictor,
  reference,
  Trainer,
} from "../../../lib/mod.ts";
import * as tf from "../../../lib/tf.ts";
import type { AppliedLossOptions } from "../../../lib/training/applied_loss.ts";
import type { TrainerOptions } from "../../../lib/training/trainer_options.ts";
import { cells, mlp, samples, voltage } from "../graph/cells.ts";

const encoder = mlp("Encoder", { outputShape: [1, 4] });
const head = mlp("Head", { input: encoder });
const graph = ModelGraph.of([encoder, head]);

/** Inputs that only a loss takes. */
const [signal, age] = [voltage, reference(cells, { tags: "cell" })];

function columns(
  selection: FeatureSetReference["selection"],
  rest: Partial<FeatureSetReference> = {},
): FeatureSetReference {
  return { featureSet: "cells", split: null, selection, ...rest };
}

function loss(options: Partial<AppliedLossOptions> = {}): AppliedLoss {
  return new AppliedLoss({ loss: "mse", on: "Head", ...options });
}

function train(options: Partial<TrainerOptions>, of: ModelGraph = graph): void {
  using built: BuiltGraph = of.build([cells]);
  new Trainer(built, { losses: [loss()], ...options })[Symbol.dispose]();
}

function comparing(...inputs: NonNullable<AppliedLossOptions["inputs"]>): () => void {
  return () => train({ losses: [loss({ inputs })] });
}

/** What is wrong, what is done, and what is said of it: nothing has been computed by then. */
const MISTAKES: readonly (readonly [string, () => unknown, RegExp])[] = [
  ["a label twice", () => ModelGraph.of([head, head]), /2 nodes have the label "Head": give each/],
  [
    "a label twice in an edge",
    () => graph.withInserted(mlp("Encoder", { input: encoder }), { after: "Encoder" }),
    /2 nodes have the label "Encoder": give each/,
  ],
  [
    "a cycle",
    () =>
      ModelGraph.of([mlp("A", { input: nodeOutput("B") }), mlp("B", { input: nodeOutput("A") })]),
    /B → A → B take from each other in a cycle: rewire/,
  ],
  [
    "a source that is not there",
    () => ModelGraph.of([encoder, mlp("Head", { input: nodeOutput("Encodr") })]).build([cells]),
    /Head\.input takes from "Encodr", which is not there: did you mean "Encoder"\?/,
  ],
  [
    "an output that is not there",
    () =>
      ModelGraph.of([encoder, mlp("Head", { input: nodeOutput("Encoder", "code") })]).build([
        cells,
      ]),
    /Head\.input: No output of Encoder "code"; Outputs of Encoder: "output"/,
  ],
  [
    "a FeatureSet that is not there",
    () =>
      ModelGraph.of([mlp("Head", { input: columns({}, { featureSet: "cels" }) })]).build([cells]),
    /Head\.input: No FeatureSet "cels": did you mean "cells"/,
  ],
  [
    "a column that is not there",
    () => ModelGraph.of([mlp("Head", { input: columns({ features: "volt" }) })]).build([cells]),
    /Head\.input: No feature "volt": did you mean "voltage"/,
  ],
  [
    "a split that is not there",
    () => ModelGraph.of([mlp("Head", { input: columns({}, { split: "train" }) })]).build([cells]),
    /Head\.input: No split "train"; there are no splits/,
  ],
  [
    "shapes that do not merge",
    () =>
      ModelGraph.of([
        encoder,
        mlp("Other", { outputShape: [2, 3] }),
        new MergeNode({ label: "Sum", merge: "sum", inputs: [encoder, nodeOutput("Other")] }),
      ]).build([cells]),
    /Sum\.1: expected \(1, 4\), as 0, found \(2, 3\); .* \(from Other\)/,
  ],
  [
    "units that differ",
    () => {
      const volts = new ModelNode({
        label: "Volts",
        model: new MLP(),
        input: voltage,
        outputs: { output: { units: "V" } },
      });
      const amps = new ModelNode({
        label: "Amps",
        model: new MLP(),
        input: volts,
        accepts: { input: { units: "A" } },
      });
      ModelGraph.of([volts, amps]).build([cells]);
    },
    /Amps\.input takes units A, and gets V from Volts/,
  ],
  [
    "a function that does not suit its input",
    () =>
      ModelGraph.of([
        new ModelNode({
          label: "Mine",
          model: (x) => tf.matMul(x, tf.ones([3, 3])),
          input: voltage,
        }),
      ]).build([cells]),
    /the graph "model-graph": Mine: Cannot multiply \[samples,1,10\] by \[3,3\]/,
  ],
  [
    "a function that gives no tensor",
    () => {
      const model = (x: tf.Tensor) => Promise.resolve(x);
      const node = new ModelNode({ label: "Mine", model: model as never, input: voltage });
      ModelGraph.of([node]).build([cells]);
    },
    /Mine\.output: expected a tensor, found a promise; return what tfjs computes, and await nothing/,
  ],
  ["no data in a list", () => graph.build(cells as never), /give a list of FeatureSets, such as/],
  ["no loss", () => train({ losses: [] }), /no loss to minimise: give one, such as/],
  ["a loss on no node", () => train({ losses: [loss({ on: "Haed" })] }), /on "Haed", which is not/],
  [
    "losses of one label",
    () => train({ losses: [loss(), loss()] }),
    /2 losses have the label "mse"/,
  ],
  ["a loss that is not there", () => loss({ loss: "msee" }), /No loss "msee": did you mean "mse"/],
  ["everything frozen", () => train({}, graph.withFrozen()), /all nodes with weights are frozen/],
  [
    "everything active frozen",
    () => train({ activeNodes: ["Head"] }, graph.withFrozen(["Head"])),
    /all active nodes \("Head"\) are frozen/,
  ],
  [
    "targets of another shape",
    () => train({ losses: [loss({ on: "Encoder" })] }),
    /"mse" on "Encoder" compares outputs \(1, 4\) with targets \(1\): Cannot compare/,
  ],
  [
    "a column of another shape",
    comparing("outputs", signal),
    /compares outputs \(1\) with cells \(features: voltage\) \(1, 10\): Cannot compare/,
  ],
  [
    "tags of another shape",
    () => train({ losses: [loss({ on: "Encoder", inputs: ["outputs", age] })] }),
    /compares outputs \(1, 4\) with cells \(tags: cell\) \(1\): Cannot compare/,
  ],
  [
    "a column of a loss that is not there",
    comparing("outputs", columns({ tags: "cel" })),
    /the loss "mse" on "Head": No tag "cel": did you mean "cell"/,
  ],
  [
    "a split of a loss that is not there",
    comparing("outputs", columns({ tags: "cell" }, { split: "train" })),
    /the loss "mse" on "Head": No split "train"/,
  ],
  [
    "a FeatureSet of a loss that is not there",
    comparing("outputs", columns({}, { featureSet: "cels" })),
    /the loss "mse" on "Head": No FeatureSet "cels": did you mean "cells"/,
  ],
  [
    "an output of a loss that is not there",
    comparing("outputs", nodeOutput("Encoder", "code")),
    /the loss "mse" on "Head": No output of Encoder "code"/,
  ],
  [
    "an optimizer for no node",
    () => train({ optimizer: { Haed: adam() } }),
    /No node "Haed": did you mean "Head"/,
  ],
  [
    "a node without an optimizer",
    () => train({ optimizer: { Head: adam() } }),
    /"Encoder" has no optimizer: give it one, or freeze it/,
  ],
  [
    "a stage of no node",
    () => train({ stages: [["Haed"]] }),
    /No node "Haed": did you mean "Head"/,
  ],
  [
    "a stage without a loss",
    () => train({ stages: [["Encoder"], ["Head"]] }),
    /"Encoder" learns nothing, as no loss is in its stage: give it a loss/,
  ],
];

for (const [mistake, make, said] of MISTAKES) {
  Deno.test(`before any training, ${mistake}: one clear error`, () => {
    assert.throws(make, (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, said);
      if (error instanceof GraphError) assert.equal(error.problems.length, 1, error.message);
      return true;
    });
  });
}

Deno.test("before any training, a loss finds columns of every domain that no node takes", async () => {
  const losses = [new AppliedLoss({ loss: "mse", on: head, inputs: ["outputs", age] })];
  using built = graph.build([cells]);
  using trainer = new Trainer(built, { losses, threads: 1 });
  const { Head } = await new Predictor(built).predict(samples);
  const [outputs, ages] = [[...Head?.outputs.output?.data ?? []], cells.column("cell").values];
  const mean = outputs.reduce((sum, value, row) => sum + (value - (ages[row] ?? NaN)) ** 2, 0) / 64;
  const { loss: found } = await trainer.step(samples);
  assert.ok(Math.abs(found - mean) < 1e-3 * mean, `${found} ${mean}`);
});

Deno.test("before any training or fit, targets that are texts are said to be that", async () => {
  const named = FeatureSet.fromColumns("named", { x: [1, 2], kind: ["a", "b"] }, {
    features: ["x"],
    targets: ["kind"],
  }) as FeatureSet;
  const texts =
    /no targets.*found "targets.kind.raw" of utf8; encode it first \(oneHot or ordinal\)/;
  const net = ModelGraph.of([new ModelNode({ label: "Head", model: "mlp", input: named })]);
  using built: BuiltGraph = net.build([named]);
  assert.throws(() => new Trainer(built, { losses: [loss()] }), texts);
  const estimator = new ModelNode({ label: "Head", model: "logisticRegression", input: named });
  using closed = ModelGraph.of([estimator]).build([named]);
  await assert.rejects(fitGraph(closed, { named: named.toView() }), texts);
});

Deno.test("before any fit, all estimators that lack targets are named", async () => {
  const values = { x: [1, 2, 3] };
  const bare = FeatureSet.fromColumns("bare", values, { features: ["x"] }) as FeatureSet;
  const [first, second] = ["First", "Second"].map((label) =>
    new ModelNode({ label, model: "ridge", input: bare })
  ) as [ModelNode, ModelNode];
  using built = ModelGraph.of([first, second]).build([bare]);
  await assert.rejects(
    fitGraph(built, { bare: bare.toView() }),
    (error) =>
      error instanceof GraphError &&
      /"First" learns from a teacher.*\n.*"Second" learns from a teacher/.test(error.message),
  );
});
