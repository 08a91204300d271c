/**
 * What a loss is: it compares tensors sample by sample.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { freeze, type JsonObject } from "../../core/json.ts";
import { quote } from "../../core/names.ts";

/** Compares tensors of shape (samples, …); gives shape (samples), or one number for all. */
export type LossFunction = (...given: readonly tf.Tensor[]) => tf.Tensor;

/** What of a node a loss can compare, of a role if samples have several. */
export type LossTerm = TermKind | `${TermKind}.${string}`;

/** What of a node is meant. */
export type TermKind = "outputs" | "targets" | "weights";

/** A loss with its options. */
export interface Loss {
  /** The name under which it is registered. */
  readonly name: string;
  readonly options: JsonObject;
  /** What it compares where nothing else is said, in order. */
  readonly compares: readonly LossTerm[];
  /** How many it compares at least and at most; default as many as `compares`. */
  readonly takes?: readonly [number, number];
  /** One number per sample. */
  readonly call: LossFunction;
  /** Of losses whose second input may be classes: the one that marks places which do not count, if any. */
  readonly classes?: { readonly ignore?: number };
  /** Whether it is a function that no name stands for, so that it cannot be saved; default false. */
  readonly anonymous?: boolean;
}

/** Makes a loss of options. */
export type LossMaker = (options: JsonObject) => Loss;

/** What most losses compare. */
export const PREDICTION: readonly LossTerm[] = ["outputs", "targets"];

/**
 * Takes a term apart.
 *
 * @param term what a loss compares
 * @returns what of the node, and of which role; `""` where it names none
 * @example
 * ```ts
 * import { termParts } from "./loss.ts";
 * termParts("outputs.anchor"); // { kind: "outputs", role: "anchor" }
 * ```
 */
export function termParts(
  term: LossTerm,
): { readonly kind: TermKind; readonly role: string } {
  const [kind, ...role] = term.split(".");
  return { kind: kind as TermKind, role: role.join(".") };
}

/**
 * Makes a loss of what it compares.
 *
 * @param loss all of it
 * @returns the same, frozen
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { defineLoss } from "./loss.ts";
 * defineLoss({ name: "size", options: {}, compares: ["outputs"], call: (x) => tf.abs(x!) });
 * ```
 */
export function defineLoss(loss: Loss): Loss {
  return Object.freeze({
    ...loss,
    options: freeze({ ...loss.options }),
    compares: freeze([...loss.compares]),
  });
}

/**
 * Lays the numbers of each sample in one row.
 *
 * @param x of shape (samples, …)
 * @returns of shape (samples, numbers)
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { rowsOf } from "./loss.ts";
 * rowsOf(tf.zeros([4, 1, 8])).shape; // [4, 8]
 * ```
 */
export function rowsOf(x: tf.Tensor): tf.Tensor2D {
  const width = x.shape.slice(1).reduce((product, length) => product * length, 1);
  return tf.reshape(x, [-1, width]);
}

/**
 * Lays two tensors in rows that can be compared number by number, as broadcasting would hide that
 * they are not of one size.
 *
 * @param loss its name, for the error
 * @param pair two tensors of shape (samples, …)
 * @returns both, of shape (samples, numbers)
 * @throws RangeError when one has more numbers per sample than the other
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { alignedRows } from "./loss.ts";
 * alignedRows("mse", [tf.zeros([4, 1, 8]), tf.ones([4, 8])])[0].shape; // [4, 8]
 * ```
 */
export function alignedRows(
  loss: string,
  [one, other]: readonly [tf.Tensor, tf.Tensor],
): readonly [tf.Tensor2D, tf.Tensor2D] {
  const rows = [rowsOf(one), rowsOf(other)] as const;
  if (rows[0].shape[1] === rows[1].shape[1] && rows[0].shape[0] === rows[1].shape[0]) return rows;
  throw new RangeError(
    `Cannot compare [${one.shape}] with [${other.shape}] in the loss ${quote(loss)}: ` +
      "both need as many samples, and as many numbers per sample",
  );
}

/**
 * A loss that compares outputs and targets number by number and takes the mean over each sample.
 *
 * @param name under which it is registered
 * @param options with which it was made
 * @param compare from two tensors to one of their shape
 * @returns the loss
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { pairwise } from "./loss.ts";
 * pairwise({ name: "cubic", options: {} }, (a, b) => tf.pow(tf.abs(tf.sub(a, b)), 3));
 * ```
 */
export function pairwise(
  { name, options }: { readonly name: string; readonly options: JsonObject },
  compare: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): Loss {
  return defineLoss({
    name,
    options,
    compares: PREDICTION,
    call: (outputs, targets) => {
      const rows = alignedRows(name, [outputs as tf.Tensor, targets as tf.Tensor]);
      return tf.mean(compare(...rows), 1);
    },
  });
}
