/**
 * What the scenarios of graphs do over and over: train for some steps, predict, measure.
 *
 * @module
 */

import assert from "node:assert/strict";
import {
  type BuiltGraph,
  Predictor,
  type StepResult,
  Trainer,
  type TrainerOptions,
} from "../../../lib/mod.ts";
import type { SamplesBySet } from "../../../lib/training/feed.ts";

/**
 * Trains on all samples at once.
 *
 * @returns what each step told
 */
export async function train<L extends string>(
  built: BuiltGraph<L>,
  samples: SamplesBySet,
  { steps, ...options }: TrainerOptions<L> & { readonly steps: number },
): Promise<readonly StepResult[]> {
  using trainer = new Trainer(built, { threads: 1, ...options });
  const told: StepResult[] = [];
  for (let step = 0; step < steps; step++) told.push(await trainer.step(samples));
  return told;
}

/** Asserts that the loss fell below a share of the first one. */
export function assertFell(told: readonly StepResult[], share: number): void {
  const [first, last] = [told[0]?.loss ?? NaN, told.at(-1)?.loss ?? NaN];
  assert.ok(last < share * first, `the loss went from ${first} to ${last}`);
}

/** What a node gives and what it should give. */
export interface Answer {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly targets: readonly number[];
  readonly weights: readonly number[];
}

/** Predicts the only output of a node. */
export async function answer<L extends string>(
  built: BuiltGraph<L>,
  node: L,
  samples: SamplesBySet,
): Promise<Answer> {
  const { [node]: found } = await new Predictor(built, { threads: 1 })
    .predict(samples, { nodes: [node] });
  const output = found?.outputs.output ?? assert.fail(`no output of ${node}`);
  return {
    shape: output.shape,
    values: Array.from(output.data, Number),
    targets: Array.from(found?.targets?.data ?? [], Number),
    weights: Array.from(found?.weights ?? []),
  };
}

/** The root of the mean of squares of what is wrong. */
export function rmse({ values, targets }: Answer): number {
  assert.equal(values.length, targets.length);
  const squares = values.map((value, at) => (value - (targets[at] ?? NaN)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / values.length);
}
