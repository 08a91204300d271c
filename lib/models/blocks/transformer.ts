/**
 * What transformers are put together of: embedding with positions, and blocks of attention and MLP.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { glorotUniform, type Initializer, normal } from "../initializers.ts";
import type { Parameters } from "../parameters.ts";
import { attention } from "./attention.ts";
import { activation, type Block, chain, dropout, step } from "./block.ts";
import { dense } from "./dense.ts";
import { layerNorm } from "./layer_norm.ts";
import type { Positions } from "./transformer_options.ts";

/** How a stack of transformer blocks is made. */
export interface TransformerStackOptions {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly steps: number;
  readonly causal: boolean;
  readonly activation: string;
  readonly dropout: number;
  /** First values of the kernels; default Glorot's. */
  readonly initial?: Initializer;
  /** First values of the kernels whose products are added to what goes around; default the same. */
  readonly residual?: Initializer;
}

/** How much wider the MLP of a block is. */
const WIDER = 4;

/**
 * Blocks of attention and MLP, each behind a layer normalisation and beside a way around
 * (pre-layer-norm), with a normalisation at the end.
 *
 * Source: Xiong et al., On layer normalization in the transformer architecture, 2020.
 *
 * @param parameters where weights are made
 * @param options blocks, widths, heads, mask, dropout
 * @returns a block from (samples, steps, width) to the same shape
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Parameters } from "../parameters.ts";
 * import { transformerStack } from "./transformer.ts";
 * const sizes = { layers: 2, width: 8, heads: 2, steps: 5 };
 * const options = { ...sizes, causal: false, activation: "gelu", dropout: 0 };
 * transformerStack(new Parameters(SeedStream.from(1)), options);
 * ```
 */
export function transformerStack(
  parameters: Parameters,
  { layers, width, heads, steps, causal, initial = glorotUniform, ...options }:
    TransformerStackOptions,
): Block {
  const residual = options.residual ?? initial;
  const drop = dropout(options.dropout);
  const blocks = Array.from({ length: layers }, (_, index) => {
    const name = `layers.${index}`;
    const attend = chain([
      layerNorm(parameters, { name: `${name}.attentionNorm`, width }),
      attention(parameters, {
        name: `${name}.attention`,
        ...{ width, heads, steps, causal, initial },
        dropout: options.dropout,
        projection: residual,
      }),
      drop,
    ]);
    const [narrow, wide] = [width, WIDER * width];
    const think = chain([
      layerNorm(parameters, { name: `${name}.mlpNorm`, width }),
      dense(parameters, { name: `${name}.mlp.0`, from: narrow, to: wide, rows: steps, initial }),
      activation(options.activation),
      dense(parameters, {
        name: `${name}.mlp.1`,
        from: wide,
        to: narrow,
        rows: steps,
        initial: residual,
      }),
      drop,
    ]);
    return [aside(attend), aside(think)];
  });
  return chain([...blocks.flat(), layerNorm(parameters, { name: "norm", width })]);
}

/** x + f(x). */
function aside(block: Block): Block {
  return { flops: block.flops, call: (x, context) => tf.add(x, block.call(x, context)) };
}

/** A table of rows that are looked up. */
export interface Embedding extends Block {
  /** Of shape (vocabulary, width). */
  readonly table: tf.Variable;
}

/**
 * Looks up a row for each whole number.
 *
 * @param parameters where its table is made
 * @param options how many rows, their width, and first values
 * @returns a block from (samples, steps) to (samples, steps, width)
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Parameters } from "../parameters.ts";
 * import { embedding } from "./transformer.ts";
 * embedding(new Parameters(SeedStream.from(1)), { vocabulary: 65, width: 8 }).table.shape; // [65, 8]
 * ```
 */
export function embedding(
  parameters: Parameters,
  { vocabulary, width }: { readonly vocabulary: number; readonly width: number },
): Embedding {
  const table = parameters.make("tokens", [vocabulary, width], { initial: normal(0.02) });
  return { table, ...step((x) => tf.gather(table, tf.cast(x, "int32"))) };
}

/**
 * Adds the place of each step.
 *
 * @param parameters where weights are made, if they are learned
 * @param options kind, the most steps, and their width
 * @returns a block from (samples, steps, width) to the same shape; fewer steps than the most are fine
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Parameters } from "../parameters.ts";
 * import { positions } from "./transformer.ts";
 * positions(new Parameters(SeedStream.from(1)), { kind: "sinusoidal", steps: 5, width: 8 });
 * ```
 */
export function positions(
  parameters: Parameters,
  { kind, steps, width }: {
    readonly kind: Positions;
    readonly steps: number;
    readonly width: number;
  },
): Block {
  if (kind === "none") return step((x) => x);
  const learned = kind === "learned"
    ? parameters.make("positions", [steps, width], { initial: normal(0.02) })
    : undefined;
  return step((x) => {
    const [, length = 0] = x.shape;
    const table = learned ?? tf.tensor2d(waves(length, width), [length, width]);
    return tf.add(x, length === steps ? table : tf.slice(table, [0, 0], [length, width]));
  });
}

/** Sines and cosines of wave lengths from 2π to 10000·2π, in turn (Vaswani et al., 2017). */
function waves(steps: number, width: number): Float32Array {
  return Float32Array.from({ length: steps * width }, (_, at) => {
    const [place, column] = [Math.floor(at / width), at % width];
    const angle = place / 10000 ** ((column - column % 2) / width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
