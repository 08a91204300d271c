/**
 * What a model is: a plan, which is a value, and what is built of it, which has weights.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import type { Configurable } from "../core/configured.ts";
import type { JsonObject } from "../core/json.ts";
import type { SeedStream } from "../core/seed.ts";
import type { HostTensor } from "../engine/run/onnx_runtime.ts";
import type { Interface, ModelInterface, Ports } from "./interface.ts";

/** What is known when a model is built. */
export interface BuildContext {
  /** What stands at each of its inputs. */
  readonly inputs: Ports<Interface>;
  /** What its output should look like where the plan leaves it open: that of the targets. */
  readonly wanted?: Interface | undefined;
  /** The targets that come with its samples, which estimators learn wherever they stand. */
  readonly targets?: Interface | undefined;
  /** First values of weights are drawn from here. */
  readonly seeds: SeedStream;
}

/** The plan of a model: plain data and functions, no weights. */
export interface Model extends Configurable {
  /**
   * Makes weights for inputs of these shapes.
   *
   * @param context what stands at the inputs, and where first values are drawn from
   * @returns the model, ready to be called
   * @throws ShapeError when the inputs do not suit
   */
  build(context: BuildContext): BuiltModel;
}

/** What a built model has learned: numbers by name, and plain data. */
export interface ModelState {
  readonly tensors: Readonly<Record<string, HostTensor>>;
  readonly values?: JsonObject;
}

interface Built extends ModelInterface {
  /** Operations on numbers for one sample, where they can be estimated. */
  readonly flops?: number | undefined;
  /** Copies what it has learned. */
  getState(): ModelState;
  /**
   * Puts what an equal model has learned in its place.
   *
   * @throws StateError when names or shapes differ
   */
  setState(state: ModelState): void;
}

/** A variable of a model, by its name within the model. */
export interface Parameter {
  readonly name: string;
  readonly variable: tf.Variable;
}

/** How a model is called. */
export interface CallContext {
  /** Whether it is called to train: dropout drops, batch statistics are used. */
  readonly training: boolean;
}

/** A model that gradients flow through. */
export interface DifferentiableModel extends Built, Disposable {
  readonly learning: "gradient";
  readonly trainable: readonly Parameter[];
  /** What calls in training change besides, such as running means. */
  readonly others: readonly Parameter[];
  /**
   * Computes outputs with tfjs; may be recorded.
   *
   * @param inputs by port, of shape (samples, …)
   * @returns outputs by port, of shape (samples, …)
   */
  call(inputs: Ports<tf.Tensor>, context: CallContext): Ports<tf.Tensor>;
  /** What is added to the loss, such as the squares of the weights. */
  penalty?(): tf.Tensor;
}

/** What an estimator learns from: all samples at once, or some. */
export interface FitData {
  /** By port, of shape (samples, …). */
  readonly inputs: Ports<HostTensor>;
  /** What it shall predict, of shape (samples, …); estimators without a teacher ignore it. */
  readonly targets?: HostTensor | undefined;
  /** How much each sample counts. */
  readonly weights?: Float32Array | undefined;
}

/** A model that learns in closed form or by its own algorithm; gradients end at it. */
export interface Estimator extends Built {
  readonly learning: "fit";
  /** Whether it has learned anything yet. */
  readonly isFitted: boolean;
  /** Shape of the targets of one sample; left out: it learns without a teacher. */
  readonly targets?: readonly number[] | undefined;
  /** Names of the tensors of its state that predictions are made of; left out: all of them. */
  readonly parameters?: readonly string[];
  /** Learns from all samples at once, anew. */
  fit(data: FitData): void;
  /** Learns from some more samples, where it can. */
  partialFit?(data: FitData): void;
  /**
   * Computes outputs.
   *
   * @throws NotFittedError before it has learned
   */
  predict(inputs: Ports<HostTensor>): Ports<HostTensor>;
  /**
   * Computes outputs with tfjs, where tensors can express them: for recording what was learned.
   *
   * @param inputs by port, of shape (samples, …)
   * @returns outputs by port, of shape (samples, …), in float32 all the way
   * @throws NotFittedError before it has learned
   */
  record?(inputs: Ports<tf.Tensor>): Ports<tf.Tensor>;
}

/** Numbers that a model computes with and does not learn. */
export interface FixedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** How much memory they take. */
  readonly bytes: number;
}

/** A model that does not learn. */
export interface FixedModel extends Built {
  readonly learning: "none";
  /** The numbers that it computes with, where they are known. */
  readonly weights?: readonly FixedWeight[];
  /** Computes outputs, by port. */
  run(inputs: Ports<HostTensor>): Promise<Ports<HostTensor>>;
}

/** A model with weights. */
export type BuiltModel = DifferentiableModel | Estimator | FixedModel;

/**
 * Inputs that a model cannot take.
 *
 * @example
 * ```ts
 * import { ShapeError } from "./model.ts";
 * throw new ShapeError("input", { expected: "(1, 8)", found: "(1, 4)", hint: "reshape it" });
 * ```
 */
export class ShapeError extends RangeError {
  override readonly name = "ShapeError";
  /** The input or output in question. */
  readonly port: string;
  readonly expected: string;
  readonly found: string;
  /** Its message but for the port. */
  readonly reason: string;

  /**
   * @param port the input or output in question
   * @param options what was wanted there, what was found, and how to mend it
   */
  constructor(
    port: string,
    { expected, found, hint }: {
      readonly expected: string;
      readonly found: string;
      readonly hint?: string;
    },
  ) {
    const reason = `expected ${expected}, found ${found}${hint === undefined ? "" : `; ${hint}`}`;
    super(`${port}: ${reason}`);
    this.reason = reason;
    this.port = port;
    this.expected = expected;
    this.found = found;
  }
}

/**
 * A state that does not fit a model.
 *
 * @example
 * ```ts
 * import { StateError } from "./model.ts";
 * throw new StateError("Cannot set the weights: the state lacks \"bias\"");
 * ```
 */
export class StateError extends RangeError {
  override readonly name = "StateError";
}

/**
 * An estimator was asked before it had learned.
 *
 * @example
 * ```ts
 * import { NotFittedError } from "./model.ts";
 * throw new NotFittedError("Cannot predict: fit first");
 * ```
 */
export class NotFittedError extends Error {
  override readonly name = "NotFittedError";
}
