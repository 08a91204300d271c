/**
 * The shell around every estimator: tensors in, a method that learns, tensors out.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import { INPUT, type Interface, type Ports, writeShape } from "../interface.ts";
import {
  type BuildContext,
  type Estimator,
  type FitData,
  type ModelState,
  NotFittedError,
  ShapeError,
} from "../model.ts";
import { onlyInput, sizeOf } from "../ports.ts";
import { StateReader } from "./learned.ts";
import { type Rows, type Table, tableOf, toRows } from "./table.ts";

/** A way to learn `L` from a table. What is learned is a value: learning more gives another. */
export interface Method<L> {
  /** Learns from all samples. */
  fit(table: Table): L;
  /** Learns from some more samples. */
  partialFit?(table: Table, before: L | undefined): L;
  /** Computes outputs by port, one row per sample. */
  predict(learned: L, x: Rows): Ports<Rows>;
  /** Computes the same with tfjs, of shape (samples, numbers), where tensors can express it. */
  record?(learned: L, x: tf.Tensor2D): Ports<tf.Tensor2D>;
  /** Writes down what was learned. */
  save(learned: L): ModelState;
  /** Names of the tensors that predictions are made of; left out: all that `save` gives. */
  readonly parameters?: readonly string[];
  /** Reads it again. */
  load(state: StateReader): L;
}

/** What an estimator is built of. */
export interface FittedModelOptions<L> {
  /** Its name, for errors. */
  readonly who: string;
  readonly method: Method<L>;
  readonly input: Interface;
  readonly outputs: Ports<Interface>;
  /** Shape of the targets of one sample; left out without a teacher. */
  readonly targets?: readonly number[];
  /** Whether samples may count for more or less than others. */
  readonly weighted: boolean;
}

/**
 * An estimator around a method.
 *
 * @example
 * ```ts
 * import { FittedModel } from "./fitted_model.ts";
 * const port = { shape: [1], dtype: "float32" } as const;
 * const mean = new FittedModel<number>({
 *   who: "Mean",
 *   input: port,
 *   outputs: { output: port },
 *   weighted: false,
 *   method: {
 *     fit: ({ x }) => x.data.reduce((sum, value) => sum + value, 0) / x.rows,
 *     predict: (value, x) => ({ output: { ...x, data: x.data.map(() => value) } }),
 *     save: (value) => ({ tensors: {}, values: { value } }),
 *     load: (state) => state.number("value"),
 *   },
 * });
 * console.log(mean.isFitted); // false
 * ```
 */
export class FittedModel<L> implements Estimator {
  readonly learning = "fit";
  readonly inputs: Ports<Interface>;
  readonly outputs: Ports<Interface>;
  readonly targets: readonly number[] | undefined;
  readonly parameters?: readonly string[];
  /** Learns from some more samples, where the method can. */
  readonly partialFit?: (data: FitData) => void;
  /** Computes outputs with tfjs, where the method can. */
  readonly record?: (inputs: Ports<tf.Tensor>) => Ports<tf.Tensor>;
  readonly #options: FittedModelOptions<L>;
  readonly #width: number;
  #learned: { readonly value: L } | undefined;

  /** @param options the method, and what stands at its ports */
  constructor(options: FittedModelOptions<L>) {
    const { method, input, outputs } = options;
    this.#options = options;
    this.#width = sizeOf(input.shape);
    this.inputs = { [INPUT]: input };
    this.outputs = outputs;
    this.targets = options.targets;
    if (method.parameters !== undefined) this.parameters = method.parameters;
    if (method.partialFit !== undefined) {
      this.partialFit = (data) => this.#learnMore(data);
    }
    if (method.record !== undefined) this.record = (inputs) => this.#record(inputs);
  }

  get isFitted(): boolean {
    return this.#learned !== undefined;
  }

  fit(data: FitData): void {
    this.#learned = { value: this.#options.method.fit(this.#table(data)) };
  }

  predict(inputs: Ports<HostTensor>): Ports<HostTensor> {
    const learned = this.#known();
    const x = toRows(inputs[INPUT], { port: INPUT, width: this.#width });
    const found = this.#options.method.predict(learned, x);
    const entries = Object.entries(this.outputs).map(([port, { shape }]) => [
      port,
      tensorOf(found[port], { port, shape }),
    ]);
    return Object.fromEntries(entries);
  }

  getState(): ModelState {
    return this.#learned ? this.#options.method.save(this.#learned.value) : { tensors: {} };
  }

  setState(state: ModelState): void {
    const empty = Object.keys(state.tensors).length === 0 && state.values === undefined;
    const { method, who } = this.#options;
    this.#learned = empty ? undefined : { value: method.load(new StateReader(state, who)) };
  }

  #known(): L {
    if (this.#learned !== undefined) return this.#learned.value;
    const { who } = this.#options;
    throw new NotFittedError(`${who} cannot predict before it has learned: fit it first`);
  }

  #record({ [INPUT]: input }: Ports<tf.Tensor>): Ports<tf.Tensor> {
    const x = tf.reshape(tf.cast(input as tf.Tensor, "float32"), [-1, this.#width]);
    const found = this.#options.method.record?.(this.#known(), x as tf.Tensor2D) ?? {};
    const entries = Object.entries(found).map(([port, rows]) => {
      const shape = (this.outputs[port]?.shape ?? []).map((length) => length ?? rows.shape[1]);
      return [port, tf.reshape(rows, [-1, ...shape])];
    });
    return Object.fromEntries(entries);
  }

  #learnMore(data: FitData): void {
    const { method } = this.#options;
    const value = method.partialFit?.(this.#table(data), this.#learned?.value);
    if (value !== undefined) this.#learned = { value };
  }

  #table(data: FitData): Table {
    const { who, targets, weighted } = this.#options;
    return tableOf(data, { who, width: this.#width, targets, weighted });
  }
}

/** What stands at the input of an estimator, and how large it is. */
export interface EstimatorInput {
  readonly input: Interface;
  /** How many numbers a sample has. */
  readonly width: number;
}

/**
 * The only input of an estimator.
 *
 * @param context what is known when it is built
 * @returns the input and its size
 * @throws ShapeError for several inputs, or a length that is open
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { estimatorInput } from "./fitted_model.ts";
 * const inputs = { input: { shape: [2, 3], dtype: "float32" } } as const;
 * console.log(estimatorInput({ inputs, seeds: SeedStream.from(0) }).width); // 6
 * ```
 */
export function estimatorInput({ inputs }: BuildContext): EstimatorInput {
  const input = onlyInput(inputs);
  return { input, width: sizeOf(input.shape) };
}

/**
 * The shape of what a regression predicts.
 *
 * @param context what is known when it is built
 * @param given what the plan says, if it says anything
 * @returns that, or the shape of the targets, or one number
 * @throws ShapeError when a length is open
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { predictedShape } from "./fitted_model.ts";
 * predictedShape({ inputs: {}, seeds: SeedStream.from(0) }); // [1]
 * ```
 */
export function predictedShape(
  { wanted, targets }: BuildContext,
  given?: readonly number[],
): readonly number[] {
  const shape = given ?? (wanted ?? targets)?.shape ?? [1];
  return shape.map((length) => {
    if (length !== null) return length;
    throw new ShapeError("targets", {
      expected: "fixed lengths",
      found: writeShape(shape),
      hint: "give outputShape",
    });
  });
}

function tensorOf(
  rows: Rows | undefined,
  { port, shape }: { readonly port: string; readonly shape: Interface["shape"] },
): HostTensor {
  if (rows === undefined) throw new ShapeError(port, { expected: "an output", found: "none" });
  // Only the number of classes may be open until it is learned.
  const known = shape.map((length) => length ?? rows.columns);
  return { dtype: "float32", shape: [rows.rows, ...known], data: Float32Array.from(rows.data) };
}
