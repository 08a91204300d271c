/**
 * A decoder-only transformer that predicts the next token of each step.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { Configured } from "../core/configured.ts";
import { checkOptions } from "../core/options.ts";
import { type Block, chain, dropout } from "./blocks/block.ts";
import { multiply } from "./blocks/dense.ts";
import { tokenSteps } from "./blocks/tokens.ts";
import { embedding, positions, transformerStack } from "./blocks/transformer.ts";
import {
  checkTransformer,
  POSITIONS,
  TRANSFORMER_DEFAULTS,
  type TransformerOptions,
} from "./blocks/transformer_options.ts";
import { blockModel } from "./gradient_model.ts";
import { normal } from "./initializers.ts";
import type { BuildContext, DifferentiableModel, Model } from "./model.ts";
import { withParameters } from "./parameters.ts";
import { knownShape, onlyInput } from "./ports.ts";

/** How a GPT is made. */
export interface GPTOptions extends TransformerOptions {
  /** How many tokens there are. */
  readonly vocabulary: number;
  /** Whether the table of tokens is the last matrix as well; default yes. */
  readonly tied?: boolean;
}

const DEFAULTS = {
  ...TRANSFORMER_DEFAULTS,
  tied: true,
} as const;

const OPTIONS = ["vocabulary", ...Object.keys(DEFAULTS)] as (keyof GPTOptions)[];

/** Standard deviation of all first values. */
const DEVIATION = 0.02;

/**
 * The plan of a GPT: tokens of shape (steps), or (1, steps) as one column of a FeatureSet has, go in;
 * logits of the token behind each step, (steps, vocabulary), come out.
 *
 * First values are those of GPT-2: normal with deviation 0.02, and less by √(2·layers) where a
 * product is added to what goes around it.
 *
 * Source: Radford et al., Language models are unsupervised multitask learners, 2019.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { GPT } from "./gpt.ts";
 * const inputs = { input: { shape: [16], dtype: "int32" } } as const;
 * const built = new GPT({ vocabulary: 65, width: 32 }).build({ inputs, seeds: SeedStream.from(1) });
 * console.log(built.outputs.output?.shape); // [16, 65]
 * ```
 */
export class GPT extends Configured<GPTOptions> implements Model {
  readonly name = "gpt";

  /** @param options vocabulary, blocks, width, heads, dropout */
  constructor(options: GPTOptions) {
    const choices = { positions: POSITIONS };
    // A config from a file may lack what is required.
    checkOptions(options, { of: "GPT", known: OPTIONS, required: ["vocabulary"], choices });
    checkTransformer(options);
    super(options);
  }

  build({ inputs, seeds }: BuildContext): DifferentiableModel {
    const options = { ...DEFAULTS, ...this.config };
    const { vocabulary, layers, width, tied } = options;
    const input = onlyInput(inputs);
    const { steps, toTokens } = tokenSteps(knownShape(input.shape));
    return withParameters(seeds, (parameters) => {
      const tokens = embedding(parameters, { vocabulary, width });
      const initial = normal(DEVIATION);
      const block = chain([
        toTokens,
        tokens,
        positions(parameters, { kind: options.positions, steps, width }),
        dropout(options.dropout),
        transformerStack(parameters, {
          ...options,
          steps,
          causal: true,
          initial,
          residual: normal(DEVIATION / Math.sqrt(2 * layers)),
        }),
        logits(tied ? tokens.table : parameters.make("head", [vocabulary, width], { initial })),
      ]);
      return blockModel(parameters, {
        input,
        shape: [steps, vocabulary],
        block: { ...block, flops: block.flops + 2 * steps * width * vocabulary },
      });
    });
  }
}

/** The product with each token's row. */
function logits(table: tf.Variable): Block {
  return { flops: 0, call: (x) => multiply(x, table as tf.Tensor2D, { transposed: true }) };
}
