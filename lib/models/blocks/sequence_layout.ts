/**
 * Where steps and features stand in a sample: THE CONVENTION of models of sequences.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { INPUT, OUTPUT, writeShape } from "../interface.ts";
import { ShapeError } from "../model.ts";
import type { Parameters } from "../parameters.ts";
import { sizeOf } from "../ports.ts";
import { type Block, chain, reshape, step } from "./block.ts";
import { dense } from "./dense.ts";

/** How samples become sequences. */
export interface SequenceLayout {
  readonly steps: number;
  /** Numbers of one step. */
  readonly features: number;
  /** From samples to (samples, steps, features). */
  readonly toSequences: Block;
}

/**
 * Finds the layout of samples by their rank.
 *
 * - (steps): one number a step
 * - (steps, features)
 * - (features, steps) when the steps are last, as several columns of a FeatureSet are
 *
 * @param shape of one sample
 * @param options which axis of two has the steps
 * @returns how samples become sequences
 * @throws ShapeError for other ranks
 * @example
 * ```ts
 * import { sequenceLayout } from "./sequence_layout.ts";
 * sequenceLayout([1, 100], { stepsAxis: "last" }).steps; // 100
 * ```
 */
export function sequenceLayout(
  shape: readonly number[],
  { stepsAxis }: { readonly stepsAxis: "first" | "last" },
): SequenceLayout {
  const [a = 1, b = 1] = shape;
  if (shape.length === 1) return { steps: a, features: 1, toSequences: reshape([a, 1]) };
  if (shape.length !== 2) {
    throw new ShapeError(INPUT, {
      expected: "(steps) or (steps, features)",
      found: writeShape(shape),
      hint: "reshape it first",
    });
  }
  return stepsAxis === "first"
    ? { steps: a, features: b, toSequences: step((x) => x) }
    : { steps: b, features: a, toSequences: step((x) => tf.transpose(x, [0, 2, 1])) };
}

/** What a model of sequences gives: one row for each step, or one for each sample. */
export interface SequenceOutput {
  readonly shape: readonly number[];
  readonly block: Block;
}

/**
 * A dense layer behind each step, or none when the output may be as wide as it is.
 *
 * @param parameters where its weights are made
 * @param options steps, width, and the shape of the output if one is given
 * @returns from (samples, steps, width) to the output
 * @throws ShapeError when the output has other steps
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Parameters } from "../parameters.ts";
 * import { headOfSteps } from "./sequence_layout.ts";
 * const parameters = new Parameters(SeedStream.from(1));
 * headOfSteps(parameters, { steps: 20, width: 8, outputShape: [20, 1] }).shape; // [20, 1]
 * ```
 */
export function headOfSteps(
  parameters: Parameters,
  { steps, width, outputShape }: {
    readonly steps: number;
    readonly width: number;
    readonly outputShape: readonly number[] | undefined;
  },
): SequenceOutput {
  if (outputShape === undefined) return { shape: [steps, width], block: step((x) => x) };
  const [first, to] = outputShape;
  if (outputShape.length === 2 && first === steps && to !== undefined) {
    const head = dense(parameters, { name: "head", from: width, to, rows: steps });
    return { shape: outputShape, block: head };
  }
  throw new ShapeError(OUTPUT, {
    expected: writeShape(outputShape),
    found: `${steps} steps`,
    hint: "give outputShape as (steps, numbers), or return one row for all steps",
  });
}

/**
 * A dense layer behind one row, or none when the output may be as it is.
 *
 * @param parameters where its weights are made
 * @param options width of the row, and the shape of the output if one is given
 * @returns from (samples, width) to the output
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Parameters } from "../parameters.ts";
 * import { headOfRow } from "./sequence_layout.ts";
 * headOfRow(new Parameters(SeedStream.from(1)), { width: 8, outputShape: [1] }).shape; // [1]
 * ```
 */
export function headOfRow(
  parameters: Parameters,
  { width, outputShape }: {
    readonly width: number;
    readonly outputShape: readonly number[] | undefined;
  },
): SequenceOutput {
  if (outputShape === undefined) return { shape: [width], block: step((x) => x) };
  const head = dense(parameters, { name: "head", from: width, to: sizeOf(outputShape) });
  return { shape: outputShape, block: chain([head, reshape(outputShape)]) };
}
