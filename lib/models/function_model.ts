/**
 * A model of one's own: a function over tensors with parameters.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../core/json.ts";
import { gradientModel } from "./gradient_model.ts";
import { glorotUniform, type Initializer } from "./initializers.ts";
import { INPUT, type Interface, OUTPUT, type Ports } from "./interface.ts";
import type { BuildContext, CallContext, DifferentiableModel, Model } from "./model.ts";
import { withParameters } from "./parameters.ts";

/** A parameter of a function: its shape, and its first values (left out: Glorot's). */
export interface ParameterPlan {
  readonly shape: readonly number[];
  readonly initial?: Initializer;
  /** Left out: yes. */
  readonly trainable?: boolean;
}

/** A function with parameters. */
export interface FunctionModelOptions<P extends string = string> {
  /** The name under which the function is registered, if it is to be loaded from files. */
  readonly name?: string;
  /** From the shapes of the inputs to the parameters. */
  readonly parameters?: (inputs: Ports<Interface>) => Readonly<Record<P, ParameterPlan>>;
  /** From the interfaces of the inputs to those of the outputs. */
  readonly outputs: (inputs: Ports<Interface>) => Ports<Interface>;
  /** From inputs and parameters to outputs, with tfjs. */
  readonly call: (
    inputs: Ports<tf.Tensor>,
    parameters: Readonly<Record<P, tf.Tensor>>,
    context: CallContext,
  ) => Ports<tf.Tensor>;
}

/**
 * A model that is a plain function over tensors with parameters.
 *
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { FunctionModel } from "./function_model.ts";
 * const scale = new FunctionModel({
 *   parameters: () => ({ factor: { shape: [1, 1] } }),
 *   outputs: ({ input }) => ({ output: input! }),
 *   call: ({ input }, { factor }) => ({ output: tf.mul(input!, factor) }),
 * });
 * ```
 */
export class FunctionModel<P extends string = string> implements Model {
  readonly name: string;
  readonly #options: FunctionModelOptions<P>;

  /** @param options parameters, outputs and the function */
  constructor(options: FunctionModelOptions<P>) {
    this.name = options.name ?? "function";
    this.#options = options;
  }

  getConfig(): JsonObject {
    return {};
  }

  build({ inputs, seeds }: BuildContext): DifferentiableModel {
    const { parameters: plan, outputs, call } = this.#options;
    return withParameters(seeds, (parameters) => {
      const made = Object.entries<ParameterPlan>(plan?.(inputs) ?? {}).map((
        [name, { shape, initial = glorotUniform, trainable = true }],
      ) => [name, parameters.make(name, shape, { initial, trainable })]);
      const variables = Object.fromEntries(made) as Record<P, tf.Variable>;
      return gradientModel(parameters, {
        inputs,
        outputs: outputs(inputs),
        call: (tensors, context) => call(tensors, variables, context),
      });
    });
  }
}

/**
 * A model without parameters, of one input and one output.
 *
 * @param call from a tensor to a tensor, with tfjs
 * @param output from the interface of the input to that of the output; left out: the same
 * @returns a model
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { pureFunction } from "./function_model.ts";
 * pureFunction((x) => tf.square(x));
 * ```
 */
export function pureFunction(
  call: (x: tf.Tensor, context: CallContext) => tf.Tensor,
  output: (input: Interface) => Interface = (input) => input,
): FunctionModel<never> {
  return new FunctionModel<never>({
    outputs: ({ [INPUT]: input }) => ({ [OUTPUT]: output(input as Interface) }),
    call: ({ [INPUT]: input }, _, context) => ({ [OUTPUT]: call(input as tf.Tensor, context) }),
  });
}
