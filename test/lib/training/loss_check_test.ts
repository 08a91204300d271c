import assert from "node:assert/strict";
import {
  AppliedLoss,
  FeatureSet,
  GraphError,
  ModelGraph,
  nodeOutput,
  reference,
  Trainer,
} from "../../../lib/mod.ts";
import * as tf from "../../../lib/tf.ts";
import type { AppliedLossOptions } from "../../../lib/training/applied_loss.ts";
import { lossProblems } from "../../../lib/training/loss_check.ts";
import { cells, mlp, voltage } from "../graph/cells.ts";

const encoder = mlp("Encoder", { outputShape: [1, 4] });
const decoder = mlp("Decoder", { input: encoder, outputShape: [1, 10] });
const graph = ModelGraph.of([encoder, decoder]);

function problemOf(options: AppliedLossOptions): string {
  using built = graph.build([cells]);
  return lossProblems(built, [new AppliedLoss(options)])[0]?.message ?? "";
}

Deno.test("lossProblems() finds what does not fit in shape, by what is compared", () => {
  assert.equal(
    problemOf({ loss: "mse", on: "Encoder" }),
    'the loss "mse" on "Encoder" compares outputs (1, 4) with targets (1): Cannot compare ' +
      '[samples,1,4] with [samples,1] in the loss "mse": both need as many samples, and as many ' +
      "numbers per sample",
  );
  const inputs = [nodeOutput("Encoder"), voltage];
  assert.match(
    problemOf({ loss: "mae", on: "Decoder", inputs }),
    /compares Encoder \(1, 4\) with cells \(features: voltage\) \(1, 10\): Cannot compare/,
  );
  assert.match(
    problemOf({
      loss: "crossEntropy",
      on: "Decoder",
      label: "c",
      inputs: [
        "outputs.anchor",
        "outputs.pair",
      ],
    }),
    /^$/,
  );
});

Deno.test("lossProblems() finds nothing wrong with what fits, in any role", () => {
  const fitting: readonly AppliedLossOptions[] = [
    { loss: "mse", on: "Decoder", inputs: ["outputs", voltage] },
    { loss: "mse", on: "Encoder", inputs: ["outputs", nodeOutput("Encoder")] },
    { loss: "triplet", on: "Encoder" },
    { loss: "contrastive", on: "Encoder" },
    { loss: "infoNCE", on: "Encoder" },
    { loss: "mae", on: "Decoder", inputs: [nodeOutput("Decoder"), voltage] },
  ];
  for (const options of fitting) assert.equal(problemOf(options), "", String(options.loss));
});

Deno.test("lossProblems() finds outputs and targets that are not there", () => {
  const unlabelled = FeatureSet.fromColumns("u", { x: [1, 2] }, { features: ["x"] }) as FeatureSet;
  using built = ModelGraph.of([mlp("Head", { input: reference(unlabelled) })]).build([unlabelled]);
  const [problem] = lossProblems(built, [new AppliedLoss({ loss: "mse", on: "Head" })]);
  assert.match(
    problem?.message ?? "",
    /compares outputs \(1\) with no targets: .*Head has no targets/,
  );
  assert.match(
    problemOf({ loss: "mse", on: "Encoder", inputs: [nodeOutput("Encoder", "mean"), "outputs"] }),
    /No output of Encoder "mean"/,
  );
});

Deno.test("lossProblems() leaves functions that read values to engines that do not record", () => {
  function read(x: tf.Tensor): tf.Tensor {
    return tf.scalar(x.dataSync()[0] ?? NaN);
  }
  assert.equal(problemOf({ loss: read as never, on: "Encoder" }), "");
  function broken(x: tf.Tensor): tf.Tensor {
    return tf.matMul(x, tf.ones([3, 3]));
  }
  assert.match(
    problemOf({ loss: broken as never, on: "Decoder" }),
    /the loss "broken" on "Decoder"/,
  );
});

Deno.test("Trainer says all losses that do not fit at once, before any step", () => {
  using built = graph.build([cells]);
  const losses = [
    new AppliedLoss({ loss: "mse", on: "Encoder", label: "one" }),
    new AppliedLoss({ loss: "mae", on: "Decoder", label: "two" }),
  ];
  assert.throws(
    () => new Trainer(built, { losses }),
    (error) =>
      error instanceof GraphError && error.problems.length === 2 &&
      /"one"/.test(error.message) && /"two"/.test(error.message),
  );
});
