import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { GroupSettings } from "../../../lib/engine/group_settings.ts";
import { LossScale } from "../../../lib/engine/loss_scale.ts";
import { RecordedStep } from "../../../lib/engine/recorded_step.ts";
import { PrecisionError } from "../../../lib/engine/run/errors.ts";
import { type StepParts, StepPrograms } from "../../../lib/engine/step_programs.ts";
import { optimizerVariables } from "../../../lib/engine/step_state.ts";
import * as tf from "../../../lib/tf.ts";

/**
 * A step towards the mean of `x w`, whose losses are scaled. On the processor products have 32 bits all
 * the same, so that only inputs near the largest float overflow.
 */
function scaledStep(lossScale: LossScale) {
  const w = tf.variable(tf.zeros([1, 1]));
  const objective = (batch: unknown) => {
    const { x } = batch as { readonly x: tf.Tensor2D };
    return { loss: tf.mean(tf.matMul(x, w as tf.Tensor2D)) };
  };
  const groups = [{ optimizer: tf.train.momentum(2 ** -120, 0.5), variables: [w] }];
  const settings = new GroupSettings(groups);
  const [momentum] = groups;
  const parts: StepParts = {
    step: { objective, groups, microBatches: 1 },
    variables: [
      { name: "w", tensor: w },
      ...(momentum ? optimizerVariables(momentum.optimizer, momentum.variables) : []),
    ],
    settings,
    memoryLimit: undefined,
    lossScale,
  };
  const programs = new StepPrograms(parts);
  const options = {
    programs,
    parts,
    run: { execution: "cpu", threads: 1 },
    checkFinite: false,
  } as const;
  const step = new RecordedStep(options);
  const take = (x: number) =>
    step.run({ x: tf.tensor2d([[x]]) }, {
      settings: settings.merged([]),
      seeds: SeedStream.from(0),
      updates: true,
    });
  return { w, take, step };
}

Deno.test("RecordedStep takes a step again with smaller scales until slopes fit, and counts it once", async () => {
  const scale = new LossScale();
  const { w, take, step } = scaledStep(scale);
  await take(2 ** 120);
  assert.equal(scale.current, 2 ** 7, "the largest scale with which 2^120 is a float");
  await take(2 ** 120);
  step.store();
  // Momentum: 1 and then 1.5 times the slope, as if no step had been repeated.
  assert.equal(w.dataSync()[0], -2.5);
});

Deno.test("RecordedStep leaves weights and momentum as they were where no scale helps", async () => {
  const scale = new LossScale();
  const { w, take, step } = scaledStep(scale);
  await take(2 ** 120);
  await assert.rejects(take(Infinity), PrecisionError);
  await take(2 ** 120);
  step.store();
  assert.equal(w.dataSync()[0], -2.5);
});
