/**
 * Blocks: what models are put together of.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { activations } from "../activations.ts";
import type { CallContext } from "../model.ts";

/** A step from one tensor to another. */
export interface Block {
  /** Operations on numbers for one sample. */
  readonly flops: number;
  /** Computes with tfjs; tensors are of shape (samples, …). */
  call(x: tf.Tensor, context: CallContext): tf.Tensor;
}

/**
 * Blocks one behind the other.
 *
 * @param blocks each takes what the one before it gives
 * @returns all of them as one
 * @example
 * ```ts
 * import { activation, chain, dropout } from "./block.ts";
 * chain([activation("relu"), dropout(0.1)]);
 * ```
 */
export function chain(blocks: readonly Block[]): Block {
  return {
    flops: blocks.reduce((sum, { flops }) => sum + flops, 0),
    call: (x, context) => blocks.reduce((value, block) => block.call(value, context), x),
  };
}

/**
 * A block without weights, whose work is not worth counting.
 *
 * @param call from one tensor to another
 * @returns a block
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { step } from "./block.ts";
 * step((x) => tf.square(x));
 * ```
 */
export function step(call: Block["call"]): Block {
  return { flops: 0, call };
}

/**
 * An activation.
 *
 * @param name of a registered one
 * @returns a block that keeps shapes
 * @throws UnknownNameError when no activation of that name is registered
 * @example
 * ```ts
 * import { activation } from "./block.ts";
 * activation("gelu");
 * ```
 */
export function activation(name: string): Block {
  const activate = activations.get(name);
  return step((x) => activate(x));
}

/**
 * Dropout: in training each number is zero with the given chance, and others grow to make up for it.
 *
 * Source: Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014.
 *
 * @param rate share of numbers that are dropped, from 0 to below 1
 * @returns a block that keeps shapes
 * @example
 * ```ts
 * import { dropout } from "./block.ts";
 * dropout(0.1);
 * ```
 */
export function dropout(rate: number): Block {
  return step((x, { training }) => training && rate > 0 ? tf.dropout(x, rate) : x);
}

/**
 * Another shape for the same numbers.
 *
 * @param shape lengths of the axes without that of the samples
 * @returns a block
 * @example
 * ```ts
 * import { reshape } from "./block.ts";
 * reshape([1, 8]);
 * ```
 */
export function reshape(shape: readonly number[]): Block {
  return step((x) => tf.reshape(x, [-1, ...shape]));
}
