import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { reference } from "../../../lib/data/reference.ts";
import { type BuiltGraph, parametersOf } from "../../../lib/graph/built_graph.ts";
import { runFlow, type SampleTensors } from "../../../lib/graph/flow.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { sourceKey } from "../../../lib/graph/reference.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import * as tf from "../../../lib/tf.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { costOf } from "../../../lib/training/objective.ts";

const set = FeatureSet.fromColumns("a", { x: [1, 2, 3, 4], y: [2, 4, 6, 8] }, {
  features: ["x"],
  targets: ["y"],
});
const x = reference(set, { features: "x" });
const encoder = new ModelNode({ label: "Encoder", model: new MLP({ outputShape: [3] }), input: x });
const head = new ModelNode({ label: "Head", model: new MLP({ outputShape: [1] }), input: encoder });
const graph = ModelGraph.of([encoder, head]);

function samples(weights: number[]): Record<string, SampleTensors> {
  return {
    a: {
      feeds: { [sourceKey(x)]: tf.tensor2d([1, 2, 3, 4], [4, 1]) },
      targets: tf.tensor2d([2, 4, 6, 8], [4, 1]),
      weights: tf.tensor1d(weights),
    },
  };
}

function cost(
  built: BuiltGraph,
  losses: readonly AppliedLoss[],
  { weights, stages }: { weights: number[]; stages?: ReadonlyMap<string, number> },
): tf.Scalar {
  const given = samples(weights);
  const flows = runFlow(built, given, { training: true, stages });
  return costOf(losses, { default: { flows, samples: given } }).total as tf.Scalar;
}

Deno.test("costOf() divides by the sum of weights, so that padding dilutes nothing", () => {
  using built = graph.build([set], { seeds: SeedStream.from(3) });
  const loss = [new AppliedLoss({ loss: "mse", on: "Head" })];
  tf.tidy(() => {
    const flows = runFlow(built, samples([1, 1, 0, 0]), { training: false });
    const errors = tf.squaredDifference(
      tf.reshape(flows.Head?.outputs.output as tf.Tensor, [4]),
      tf.tensor1d([2, 4, 6, 8]),
    ).arraySync() as number[];
    const [first = 0, second = 0] = errors;
    const found = cost(built, loss, { weights: [1, 1, 0, 0] }).dataSync()[0] ?? NaN;
    assert.ok(Math.abs(found - (first + second) / 2) < 1e-5);
    const heavy = cost(built, loss, { weights: [3, 1, 0, 0] }).dataSync()[0] ?? NaN;
    assert.ok(Math.abs(heavy - (3 * first + second) / 4) < 1e-5);
    assert.equal(cost(built, loss, { weights: [0, 0, 0, 0] }).dataSync()[0], 0);
  });
});

Deno.test("costOf() sums losses by their weights, and tells each by its label", () => {
  using built = graph.build([set], { seeds: SeedStream.from(3) });
  tf.tidy(() => {
    const given = samples([1, 1, 1, 1]);
    const flows = runFlow(built, given, { training: false });
    const { total, values } = costOf([
      new AppliedLoss({ loss: "mse", on: "Head" }),
      new AppliedLoss({ loss: "mae", on: "Head", weight: 0.1, label: "small" }),
    ], { default: { flows, samples: given } });
    const [mse, small] = [values.mse, values.small].map((value) => value?.dataSync()[0] ?? NaN);
    assert.ok(Math.abs((total.dataSync()[0] ?? NaN) - ((mse ?? 0) + (small ?? 0))) < 1e-5);
  });
});

Deno.test("runFlow() lets no gradient back from one stage to another", () => {
  using built = graph.build([set], { seeds: SeedStream.from(3) });
  const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
  const variables = built.nodes.flatMap(({ model }) =>
    parametersOf(model).map(({ variable }) => variable)
  );
  const slopes = (stages?: ReadonlyMap<string, number>): number[] =>
    tf.tidy(() => {
      const weights = [1, 1, 1, 1];
      const { grads } = tf.variableGrads(
        () => cost(built, losses, { weights, ...(stages && { stages }) }),
        variables,
      );
      return variables.map((variable) => {
        const slope = grads[variable.name];
        return slope ? tf.sum(tf.abs(slope)).dataSync()[0] ?? NaN : 0;
      });
    });
  assert.ok(slopes().slice(0, 4).some((size) => size > 0));
  const cut = slopes(new Map([["Encoder", 0], ["Head", 1]]));
  assert.deepEqual(cut.slice(0, 4), [0, 0, 0, 0]);
  assert.ok(cut.slice(4).some((size) => size > 0));
});

Deno.test("costOf() refuses a role or a node that is not there", () => {
  using built = graph.build([set]);
  tf.tidy(() => {
    const weights = [1, 1, 1, 1];
    const role = new AppliedLoss({
      loss: "mse",
      on: "Head",
      inputs: ["outputs.anchor", "targets"],
    });
    assert.throws(
      () => cost(built, [role], { weights }),
      /No role "anchor".*feed batches that have them, such as those of a TripletSampler/,
    );
    const node = new AppliedLoss({ loss: "mse", on: "Haed" });
    assert.throws(() => cost(built, [node], { weights }), /did you mean "Head"/);
  });
});
