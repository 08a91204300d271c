/**
 * What all models have in common that gradients flow through: their weights, copied out and put
 * back.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { withoutCallSites } from "../engine/trace/call_site.ts";
import type { Block } from "./blocks/block.ts";
import { countFlops } from "./count_flops.ts";
import { INPUT, type Interface, type ModelInterface, OUTPUT, type Ports } from "./interface.ts";
import type { CallContext, DifferentiableModel, Parameter } from "./model.ts";
import { putState, stateOf } from "./parameters.ts";

/** The variables of a model, such as `Parameters` or those of several models. */
export interface Weights {
  readonly trainable: readonly Parameter[];
  readonly others: readonly Parameter[];
}

/** What tells one model from another. */
export interface GradientModelParts extends ModelInterface {
  /** Operations on numbers for one sample; left out: found by recording, when they are asked for. */
  readonly flops?: number | undefined;
  /** From inputs to outputs, with tfjs. */
  readonly call: (inputs: Ports<tf.Tensor>, context: CallContext) => Ports<tf.Tensor>;
  /** What is added to the loss. */
  readonly penalty?: () => tf.Tensor;
  /** Frees memory; left out: that of the weights. */
  readonly dispose?: () => void;
}

/**
 * Makes a model of its weights and of what it computes with them.
 *
 * @param weights all of them, made already
 * @param parts inputs, outputs, and the function from one to the other
 * @returns a model that gradients flow through
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import * as tf from "../tf.ts";
 * import { gradientModel } from "./gradient_model.ts";
 * import { ones } from "./initializers.ts";
 * import { Parameters } from "./parameters.ts";
 * const parameters = new Parameters(SeedStream.from(1));
 * const factor = parameters.make("factor", [3], { initial: ones });
 * const port = { shape: [3], dtype: "float32" } as const;
 * using model = gradientModel(parameters, {
 *   inputs: { input: port },
 *   outputs: { output: port },
 *   call: ({ input }) => ({ output: tf.mul(input as tf.Tensor, factor) }),
 * });
 * ```
 */
export function gradientModel(
  { trainable, others }: Weights,
  { dispose, flops, ...parts }: GradientModelParts,
): DifferentiableModel {
  const all = [...trainable, ...others];
  let counted = flops;
  return Object.freeze(
    {
      learning: "gradient",
      trainable,
      others,
      ...parts,
      get flops(): number | undefined {
        return counted ??= attemptCount(parts, all);
      },
      getState: () => stateOf(all),
      setState: (state) => putState(all, state),
      [Symbol.dispose]: dispose ?? (() => {
        for (const { variable } of all) variable.dispose();
      }),
    } satisfies DifferentiableModel,
  );
}

/** A model with open lengths, or of a function that cannot be recorded, has no count. */
function attemptCount(
  { call, inputs }: Pick<GradientModelParts, "call" | "inputs">,
  parameters: readonly Parameter[],
): number | undefined {
  try {
    return withoutCallSites(() => countFlops(call, { inputs, parameters }));
  } catch {
    return undefined;
  }
}

/**
 * Makes a model of one input and one output, which a block computes.
 *
 * @param weights all of them, made already
 * @param parts what stands at the input, the shape of the output, and the block between them
 * @returns a model that gradients flow through
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { dense } from "./blocks/dense.ts";
 * import { blockModel } from "./gradient_model.ts";
 * import { Parameters } from "./parameters.ts";
 * const parameters = new Parameters(SeedStream.from(1));
 * const block = dense(parameters, { name: "head", from: 3, to: 1 });
 * blockModel(parameters, { input: { shape: [3], dtype: "float32" }, shape: [1], block });
 * ```
 */
export function blockModel(
  weights: Weights,
  { input, shape, block }: {
    readonly input: Interface;
    readonly shape: readonly (number | null)[];
    readonly block: Block;
  },
): DifferentiableModel {
  return gradientModel(weights, {
    inputs: { [INPUT]: input },
    outputs: { [OUTPUT]: { shape, dtype: "float32" } },
    flops: block.flops,
    call: ({ [INPUT]: x }, context) => ({ [OUTPUT]: block.call(x as tf.Tensor, context) }),
  });
}
