/**
 * Recurrent layers, step by step in plain tfjs, so that gradients flow back through time.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { glorotUniform, type Initializer, orthogonal, zeros } from "../initializers.ts";
import type { Parameters } from "../parameters.ts";
import { multiply } from "./dense.ts";

/** Kinds of recurrent cells. */
export const RECURRENT_KINDS = ["rnn", "lstm", "gru"] as const;

/** A kind of recurrent cell. */
export type RecurrentKind = (typeof RECURRENT_KINDS)[number];

/** How a recurrent layer is made. */
export interface RecurrenceOptions {
  /** Begins the names of its weights. */
  readonly name: string;
  readonly kind: RecurrentKind;
  /** Numbers of one step. */
  readonly from: number;
  /** Units. */
  readonly hidden: number;
  readonly steps: number;
}

/** A layer that goes through a sequence once, in one direction. */
export interface Recurrence {
  readonly flops: number;
  /**
   * Goes through a sequence.
   *
   * @param x of shape (samples, steps, from)
   * @param options whether to begin at the end
   * @returns the output of each step, in the order of the input, of shape (samples, hidden)
   */
  run(x: tf.Tensor, options: { readonly reverse: boolean }): readonly tf.Tensor[];
}

/** What a cell remembers from one step to the next; only an LSTM has a memory besides its output. */
interface CellState {
  readonly output: tf.Tensor;
  readonly memory?: tf.Tensor;
}

/** A cell: how many products it needs, and what it makes of them. */
interface Cell {
  /** How many times `hidden` wide the products are. */
  readonly gates: number;
  /** First values of the bias. */
  readonly bias: Initializer;
  /** From the product with the step, the product with the last output, and the state to the next one. */
  next(step: tf.Tensor, last: tf.Tensor, state: CellState): CellState;
}

/**
 * A recurrent layer.
 *
 * Sources: Elman 1990 (`rnn`, tanh); Hochreiter and Schmidhuber 1997 with the forget gate of Gers
 * et al. 2000, whose bias begins at 1 (`lstm`); Cho et al. 2014, with the reset gate behind the
 * product as in cuDNN and PyTorch (`gru`).
 *
 * @param parameters where its weights are made
 * @param options kind, name and widths
 * @returns the layer
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Parameters } from "../parameters.ts";
 * import { recurrence } from "./recurrence.ts";
 * const options = { name: "first", kind: "gru", from: 3, hidden: 8, steps: 20 } as const;
 * recurrence(new Parameters(SeedStream.from(1)), options);
 * ```
 */
export function recurrence(
  parameters: Parameters,
  { name, kind, from, hidden, steps }: RecurrenceOptions,
): Recurrence {
  const cell = CELLS[kind];
  const width = cell.gates * hidden;
  const kernel = parameters.make(`${name}.kernel`, [from, width], { initial: glorotUniform });
  const recurrent = parameters.make(`${name}.recurrent`, [hidden, width], { initial: orthogonal });
  const bias = parameters.make(`${name}.bias`, [width], { initial: cell.bias });
  const lastBias = kind === "gru"
    ? parameters.make(`${name}.recurrentBias`, [width], { initial: zeros })
    : undefined;
  return {
    flops: 2 * steps * width * (from + hidden),
    run: (x, { reverse }) => {
      // One product for all steps costs less than one a step.
      const products = stepsOf(tf.add(multiply(x, kernel as tf.Tensor2D), bias));
      const outputs: tf.Tensor[] = [];
      const nothing = tf.zeros([x.shape[0] ?? 0, hidden]);
      let state: CellState = { output: nothing, memory: nothing };
      for (const product of reverse ? products.toReversed() : products) {
        const last = multiply(state.output, recurrent as tf.Tensor2D);
        state = cell.next(product, lastBias ? tf.add(last, lastBias) : last, state);
        outputs.push(state.output);
      }
      return reverse ? outputs.reverse() : outputs;
    },
  };
}

/** tfjs has no gradient of taking one tensor apart into one. */
function stepsOf(x: tf.Tensor): readonly tf.Tensor[] {
  return x.shape[1] === 1 ? [tf.squeeze(x, [1])] : tf.unstack(x, 1);
}

const CELLS: { readonly [K in RecurrentKind]: Cell } = {
  rnn: {
    gates: 1,
    bias: zeros,
    next: (step, last) => ({ output: tf.tanh(tf.add(step, last)) }),
  },
  lstm: { gates: 4, bias: forgetNothing, next: nextOfLstm },
  gru: { gates: 3, bias: zeros, next: nextOfGru },
};

/** Gates in the order input, forget, candidate, output. */
function nextOfLstm(step: tf.Tensor, last: tf.Tensor, { memory }: CellState): CellState {
  const [i, f, g, o] = tf.split(tf.add(step, last), 4, 1) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const kept = tf.mul(tf.sigmoid(f), memory as tf.Tensor);
  const next = tf.add(kept, tf.mul(tf.sigmoid(i), tf.tanh(g)));
  return { output: tf.mul(tf.sigmoid(o), tf.tanh(next)), memory: next };
}

/** Gates in the order reset, update, candidate. */
function nextOfGru(step: tf.Tensor, last: tf.Tensor, { output }: CellState): CellState {
  const [steps, lasts] = [tf.split(step, 3, 1), tf.split(last, 3, 1)];
  const [reset, update] = [0, 1].map((gate) =>
    tf.sigmoid(tf.add(steps[gate] as tf.Tensor, lasts[gate] as tf.Tensor))
  ) as [tf.Tensor, tf.Tensor];
  const candidate = tf.tanh(
    tf.add(steps[2] as tf.Tensor, tf.mul(reset, lasts[2] as tf.Tensor)),
  );
  // (1 − z)·n + z·h, with one product less.
  return { output: tf.add(candidate, tf.mul(update, tf.sub(output, candidate))) };
}

/** Zeros, but ones for the forget gate. */
function forgetNothing(shape: readonly number[]): Float32Array {
  const [width = 0] = shape;
  return new Float32Array(width).fill(1, width / 4, width / 2);
}
