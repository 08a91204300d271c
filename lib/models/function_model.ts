/**
 * A model of one's own: a function over tensors with parameters.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../core/json.ts";
import { list } from "../core/names.ts";
import { gradientModel } from "./gradient_model.ts";
import { glorotUniform, type Initializer } from "./initializers.ts";
import { INPUT, type Interface, OUTPUT, type Ports } from "./interface.ts";
import { inferOutputs } from "./infer_outputs.ts";
import {
  type BuildContext,
  type CallContext,
  type DifferentiableModel,
  type Model,
  ShapeError,
} from "./model.ts";
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
  /** From the interfaces of the inputs to those of the outputs; left out: found by recording. */
  readonly outputs?: (inputs: Ports<Interface>) => Ports<Interface>;
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
 *   call: ({ input }, { factor }) => ({ output: tf.mul(input!, factor) }),
 * });
 * ```
 */
export class FunctionModel<P extends string = string> implements Model {
  readonly name: string;
  readonly #options: FunctionModelOptions<P>;

  /** @param options the function, its parameters and outputs */
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
      const bound = (tensors: Ports<tf.Tensor>, context: CallContext): Ports<tf.Tensor> =>
        call(tensors, variables, context);
      const all = [...parameters.trainable, ...parameters.others];
      return gradientModel(parameters, {
        inputs,
        outputs: outputs?.(inputs) ?? inferOutputs(bound, { inputs, parameters: all }),
        call: bound,
      });
    });
  }
}

/** What is known of a function without parameters. */
export interface PureFunctionOptions {
  /** The name under which it is registered, if it is to be loaded from files. */
  readonly name?: string;
  /** From the interface of the input to that of the output; left out: found by recording. */
  readonly output?: (input: Interface) => Interface;
}

/**
 * A model without parameters, of one input and one output.
 *
 * @param call from a tensor to a tensor, with tfjs
 * @param options name, and interface of the output
 * @returns a model
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { pureFunction } from "./function_model.ts";
 * import { models } from "./registry.ts";
 * const square = pureFunction((x) => tf.square(x), { name: "square" });
 * models.register("square", () => square); // so that saved graphs can name it
 * ```
 */
export function pureFunction(
  call: (x: tf.Tensor, context: CallContext) => tf.Tensor,
  { name, output }: PureFunctionOptions = {},
): FunctionModel<never> {
  return new FunctionModel<never>({
    ...name !== undefined && { name },
    ...output && {
      outputs: ({ [INPUT]: input }) => ({ [OUTPUT]: output(input as Interface) }),
    },
    call: (inputs, _, context) => ({ [OUTPUT]: call(only(inputs), context) }),
  });
}

function only(inputs: Ports<tf.Tensor>): tf.Tensor {
  const { [INPUT]: input } = inputs;
  if (input !== undefined && Object.keys(inputs).length === 1) return input;
  throw new ShapeError(INPUT, {
    expected: `one input, named "${INPUT}"`,
    found: list(Object.keys(inputs)),
    hint: "use a FunctionModel for several inputs",
  });
}
