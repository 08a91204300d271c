/**
 * A multi-layer perceptron.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { Configured } from "../core/configured.ts";
import type { JsonObject } from "../core/json.ts";
import { type ActivationName, activations } from "./activations.ts";
import { glorotUniform, zeros } from "./initializers.ts";
import { INPUT, type Interface, OUTPUT, type Ports } from "./interface.ts";
import type { BuildContext, BuiltModel, CallContext, DifferentiableModel, Model } from "./model.ts";
import { Parameters } from "./parameters.ts";
import { onlyInput, sizeOf } from "./ports.ts";

/** How a perceptron is made. */
export interface MLPOptions {
  /** Shape of the output of one sample; left out: that of the targets, or `[1, hidden]`. */
  readonly outputShape?: readonly number[];
  /** How many layers have weights, the last one included; default 2. */
  readonly layers?: number;
  /** Units of all layers but the last; default 32. */
  readonly hidden?: number;
  /** Behind all layers but the last; default `relu`. */
  readonly activation?: ActivationName | (string & Record<never, never>);
  /** Share of units that are dropped in training, behind each activation; default 0. */
  readonly dropout?: number;
}

/**
 * The plan of a multi-layer perceptron: a sample of any shape is flattened, goes through dense
 * layers, and gets the shape of the output.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { MLP } from "./mlp.ts";
 * const inputs = { input: { shape: [1, 10], dtype: "float32" } } as const;
 * const built = new MLP({ outputShape: [1, 8] }).build({ inputs, seeds: SeedStream.from(1) });
 * console.log(built.outputs.output?.shape); // [1, 8]
 * ```
 */
export class MLP extends Configured<MLPOptions> implements Model {
  readonly name = "mlp";

  /** @param options layers, units, activation, dropout */
  constructor(options: MLPOptions = {}) {
    const { layers = 2, hidden = 32, dropout = 0 } = options;
    checkCount("layers", layers);
    checkCount("hidden", hidden);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new RangeError(`Cannot drop a share of ${dropout}: give dropout from 0 to below 1`);
    }
    activations.get(options.activation ?? "relu");
    super(options);
  }

  build({ inputs, wanted, seeds }: BuildContext): BuiltModel {
    const input = onlyInput(inputs);
    const { layers = 2, hidden = 32 } = this.config;
    const outputShape = this.config.outputShape ?? fixedShape(wanted) ?? [1, hidden];
    const widths = [
      sizeOf(input.shape),
      ...Array.from({ length: layers - 1 }, () => hidden),
      sizeOf(outputShape),
    ];
    return new BuiltMLP({ ...this.config, input, outputShape, widths }, new Parameters(seeds));
  }
}

interface Plan extends MLPOptions {
  readonly input: Interface;
  readonly outputShape: readonly number[];
  readonly widths: readonly number[];
}

class BuiltMLP implements DifferentiableModel {
  readonly learning = "gradient";
  readonly inputs: Ports<Interface>;
  readonly outputs: Ports<Interface>;
  readonly flops: number;
  readonly #plan: Plan;
  readonly #parameters: Parameters;
  readonly #layers: readonly { readonly kernel: tf.Variable; readonly bias: tf.Variable }[];

  constructor(plan: Plan, parameters: Parameters) {
    this.#plan = plan;
    this.#parameters = parameters;
    this.inputs = { [INPUT]: plan.input };
    this.outputs = { [OUTPUT]: { shape: plan.outputShape, dtype: "float32" } };
    const pairs = plan.widths.slice(1).map((outputs, index) => [plan.widths[index] ?? 0, outputs]);
    this.flops = pairs.reduce((sum, [from = 0, to = 0]) => sum + 2 * from * to, 0);
    this.#layers = pairs.map(([from = 0, to = 0], index) => ({
      kernel: parameters.make(`layers.${index}.kernel`, [from, to], { initial: glorotUniform }),
      bias: parameters.make(`layers.${index}.bias`, [to], { initial: zeros }),
    }));
  }

  get trainable(): DifferentiableModel["trainable"] {
    return this.#parameters.trainable;
  }

  get others(): DifferentiableModel["others"] {
    return this.#parameters.others;
  }

  call({ [INPUT]: input }: Ports<tf.Tensor>, { training }: CallContext): Ports<tf.Tensor> {
    const { activation = "relu", dropout = 0, widths, outputShape } = this.#plan;
    const activate = activations.get(activation);
    let x: tf.Tensor = tf.reshape(input as tf.Tensor, [-1, widths[0] ?? 0]);
    for (const [index, { kernel, bias }] of this.#layers.entries()) {
      x = tf.add(tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D), bias);
      if (index === this.#layers.length - 1) break;
      x = activate(x);
      if (training && dropout > 0) x = tf.dropout(x, dropout);
    }
    return { [OUTPUT]: tf.reshape(x, [-1, ...outputShape]) };
  }

  getState(): ReturnType<Parameters["getState"]> {
    return this.#parameters.getState();
  }

  setState(state: ReturnType<Parameters["getState"]>): void {
    this.#parameters.setState(state);
  }

  [Symbol.dispose](): void {
    this.#parameters[Symbol.dispose]();
  }
}

function fixedShape(wanted: Interface | undefined): readonly number[] | undefined {
  const shape = wanted?.shape.filter((length) => length !== null);
  return shape?.length === wanted?.shape.length ? shape : undefined;
}

function checkCount(name: string, count: number): void {
  if (Number.isInteger(count) && count > 0) return;
  throw new RangeError(`Cannot make a perceptron of ${name}: ${count}; give a whole number from 1`);
}

/** Makes an MLP of a saved config. */
export function mlpFromConfig(config: JsonObject): MLP {
  return new MLP(config as MLPOptions);
}
