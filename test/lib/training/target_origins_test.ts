import assert from "node:assert/strict";
import {
  AppliedLoss,
  FeatureSet,
  type MergeNode,
  ModelGraph,
  reference,
  Trainer,
} from "../../../lib/mod.ts";
import { MergeNode as Merge } from "../../../lib/graph/merge_node.ts";
import { concat, type ConcatOptions } from "../../../lib/graph/merges/concat.ts";
import { learnedSets } from "../../../lib/training/target_origins.ts";
import { mlp } from "../graph/cells.ts";
import { voltages } from "../graph/voltages.ts";

const one = voltages({ label: "one", count: 8 });
const two = voltages({ label: "two", count: 8 });

function graphOf(targets: ConcatOptions["targets"]): ModelGraph<string> {
  const [a, b] = [one, two].map((set, at) =>
    mlp(`Enc${at}`, { input: reference(set, { features: "voltage" }), outputShape: [1, 2] })
  );
  const merge = concat({ axis: -1, ...(targets !== undefined && { targets }) });
  const both: MergeNode = new Merge({ label: "Both", merge, inputs: [a, b] as never });
  return ModelGraph.of([a, b, both, mlp("Head", { input: both })] as never) as ModelGraph<string>;
}

function learned(targets: ConcatOptions["targets"], loss: AppliedLoss<string>): string[] {
  using built = graphOf(targets).build([one, two]);
  return [...learnedSets(built, [loss])];
}

const mse = new AppliedLoss({ loss: "mse", on: "Head" });

Deno.test("learnedSets() follows targets as merges choose them", () => {
  assert.deepEqual(learned(undefined, mse), ["one"]);
  assert.deepEqual(learned("last", mse), ["two"]);
  assert.deepEqual(learned({ from: "Enc1" }, mse), ["two"]);
  assert.deepEqual(learned("mean", mse), ["one", "two"]);
  assert.deepEqual(learned("first", new AppliedLoss({ loss: "mse", on: "Enc1" })), ["two"]);
  const own = new AppliedLoss({ loss: "mse", on: "Head", inputs: ["outputs", "outputs"] });
  assert.deepEqual(learned("first", own), []);
});

Deno.test("Trainer refuses missing targets only where they are learned", async () => {
  const gaps = FeatureSet.fromColumns("two", {
    voltage: Array.from({ length: 8 }, () => new Array(10).fill(0.5)),
    soh: [1, null, 1, 1, 1, 1, 1, 1],
  }, { features: ["voltage"], targets: ["soh"] }) as FeatureSet;
  const samples = { one: one.toView(), two: gaps.toView() };
  using first = graphOf("first").build([one, two]);
  using trainer = new Trainer(first, { losses: [mse], threads: 1 });
  assert.ok(Number.isFinite((await trainer.step(samples)).loss));
  using last = graphOf("last").build([one, two]);
  using other = new Trainer(last, { losses: [mse], threads: 1 });
  await assert.rejects(
    other.step(samples),
    /Cannot compare with the targets of two: numbers are missing in "soh"/,
  );
});
