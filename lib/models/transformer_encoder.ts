/**
 * A transformer encoder for sequences of tokens or of numbers.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { Configured } from "../core/configured.ts";
import { checkOptions } from "../core/options.ts";
import { checkShapes } from "./check_options.ts";
import { type Block, chain, dropout, step } from "./blocks/block.ts";
import { dense } from "./blocks/dense.ts";
import { headOfRow, headOfSteps, sequenceLayout } from "./blocks/sequence_layout.ts";
import { tokenSteps } from "./blocks/tokens.ts";
import { embedding, positions, transformerStack } from "./blocks/transformer.ts";
import {
  checkTransformer,
  POSITIONS,
  TRANSFORMER_DEFAULTS,
  type TransformerOptions,
} from "./blocks/transformer_options.ts";
import { blockModel } from "./gradient_model.ts";
import type { Interface } from "./interface.ts";
import type { BuildContext, DifferentiableModel, Model } from "./model.ts";
import { type Parameters, withParameters } from "./parameters.ts";
import { fixedShape, knownShape, onlyInput } from "./ports.ts";

/** How a transformer encoder is made. */
export interface TransformerEncoderOptions extends TransformerOptions {
  /** How many tokens there are; left out: samples are of numbers, (steps, features). */
  readonly vocabulary?: number;
  /** Shape of the output of one sample; left out: that of the targets, or the width. */
  readonly outputShape?: readonly number[];
  /** What of the steps goes out: their mean, the first or last one, or each; default `mean`. */
  readonly pooling?: "mean" | "first" | "last" | "none";
  /** Whether a step sees itself and what is before it only; default no. */
  readonly causal?: boolean;
  /** Which axis of numbers has the steps: `last` for columns of a FeatureSet; default `first`. */
  readonly stepsAxis?: "first" | "last";
}

const DEFAULTS = {
  ...TRANSFORMER_DEFAULTS,
  pooling: "mean",
  causal: false,
  stepsAxis: "first",
} as const;

const OPTIONS = ["vocabulary", "outputShape", ...Object.keys(DEFAULTS)] as (
  keyof TransformerEncoderOptions
)[];

const CHOICES = {
  positions: POSITIONS,
  pooling: ["mean", "first", "last", "none"],
  stepsAxis: ["first", "last"],
} as const;

/**
 * The plan of a transformer encoder, with layer normalisation in front of attention and MLP.
 *
 * Tokens are whole numbers of shape (steps), or (1, steps) as one column of a FeatureSet has.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { TransformerEncoder } from "./transformer_encoder.ts";
 * const inputs = { input: { shape: [16], dtype: "int32" } } as const;
 * const built = new TransformerEncoder({ vocabulary: 65, width: 32, outputShape: [3] })
 *   .build({ inputs, seeds: SeedStream.from(1) });
 * console.log(built.outputs.output?.shape); // [3]
 * ```
 */
export class TransformerEncoder extends Configured<TransformerEncoderOptions> implements Model {
  readonly name = "transformerEncoder";

  /**
   * @param options vocabulary, blocks, width, heads, dropout, pooling
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: TransformerEncoderOptions = {}) {
    checkTransformer(options);
    checkShapes({ outputShape: options.outputShape }, "a transformer");
    super(checkOptions(options, { of: "TransformerEncoder", known: OPTIONS, choices: CHOICES }));
  }

  build({ inputs, wanted, seeds }: BuildContext): DifferentiableModel {
    const options = { ...DEFAULTS, ...this.config };
    const { width, pooling } = options;
    const input = onlyInput(inputs);
    return withParameters(seeds, (parameters) => {
      const { steps, block: embed } = embedSteps(parameters, { input, options });
      const sizes = { kind: options.positions, steps, width };
      const body = [
        embed,
        positions(parameters, sizes),
        dropout(options.dropout),
        transformerStack(parameters, { ...options, steps }),
      ];
      const outputShape = options.outputShape ?? fixedShape(wanted);
      const { shape, block } = pooling === "none"
        ? headOfSteps(parameters, { steps, width, outputShape })
        : headOfRow(parameters, { width, outputShape });
      return blockModel(parameters, {
        input,
        shape,
        block: chain([...body, pool(pooling), block]),
      });
    });
  }
}

/** Rows for tokens, or a dense layer for numbers. */
function embedSteps(
  parameters: Parameters,
  { input, options: { vocabulary, width, stepsAxis } }: {
    readonly input: Interface;
    readonly options: TransformerEncoderOptions & {
      readonly width: number;
      readonly stepsAxis: "first" | "last";
    };
  },
): { readonly steps: number; readonly block: Block } {
  const shape = knownShape(input.shape);
  if (vocabulary !== undefined) {
    const { steps, toTokens } = tokenSteps(shape);
    return { steps, block: chain([toTokens, embedding(parameters, { vocabulary, width })]) };
  }
  const { steps, features, toSequences } = sequenceLayout(shape, { stepsAxis });
  const project = dense(parameters, { name: "features", from: features, to: width, rows: steps });
  return { steps, block: chain([toSequences, project]) };
}

function pool(pooling: "mean" | "first" | "last" | "none"): Block {
  if (pooling === "none") return step((x) => x);
  if (pooling === "mean") return step((x) => tf.mean(x, 1));
  return step((x) => {
    const [samples = 0, steps = 0, width = 0] = x.shape;
    const at = pooling === "first" ? 0 : steps - 1;
    return tf.reshape(tf.slice(x, [0, at, 0], [samples, 1, width]), [samples, width]);
  });
}
