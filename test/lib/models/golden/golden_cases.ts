/** The plans whose outputs `make_golden.py` computes with PyTorch's own modules. */
import { CNN } from "../../../../lib/models/cnn.ts";
import { GPT } from "../../../../lib/models/gpt.ts";
import type { Model } from "../../../../lib/models/model.ts";
import { RECURRENT_KINDS } from "../../../../lib/models/blocks/recurrence.ts";
import { Recurrent } from "../../../../lib/models/recurrent.ts";
import { TransformerEncoder } from "../../../../lib/models/transformer_encoder.ts";
import * as tf from "../../../../lib/tf.ts";
import { noise } from "../../engine/golden/formula.ts";

/** A plan and its input. */
export interface GoldenCase {
  readonly plan: Model;
  readonly x: tf.Tensor;
}

const [rows, steps, features] = [2, 5, 3];
const sizes = { width: 8, heads: 2 } as const;
const sequence = input(rows, steps, features);

/** By the names that the script gives them. */
export const GOLDEN_CASES: Readonly<Record<string, GoldenCase>> = {
  ...Object.fromEntries(RECURRENT_KINDS.flatMap((kind) => {
    const plan = { kind, hidden: 4, layers: 2 } as const;
    const both = { ...plan, bidirectional: true } as const;
    return [
      [kind, { plan: new Recurrent(plan), x: sequence }],
      [`${kind} both ways`, { plan: new Recurrent(both), x: sequence }],
      [`${kind} both ways each step`, {
        plan: new Recurrent({ ...both, returnSequences: true }),
        x: sequence,
      }],
    ];
  })),
  signals: {
    plan: new CNN({ filters: [4, 3], pooling: 2, activation: "leakyRelu", outputShape: [2] }),
    x: input(rows, 2, 13),
  },
  images: {
    plan: new CNN({ filters: [4], kernel: [3, 2], padding: [1, 0], pooling: 2, outputShape: [2] }),
    x: input(rows, 6, 7, 2),
  },
  encoder: { plan: new TransformerEncoder({ ...sizes, pooling: "none" }), x: sequence },
  "causal encoder": {
    plan: new TransformerEncoder({ ...sizes, pooling: "none", causal: true }),
    x: sequence,
  },
  gpt: {
    plan: new GPT({ ...sizes, vocabulary: 7 }),
    x: tf.tensor(
      Array.from({ length: rows * steps }, (_, at) => at ** 2 % 7),
      [rows, steps],
      "int32",
    ),
  },
};

function input(...shape: number[]): tf.Tensor {
  return tf.tensor(Float32Array.from(noise(tf.util.sizeFromShape(shape), 99)), shape);
}
