/**
 * A model of one's own: a function over tensors with parameters.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../core/json.ts";
import { list } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
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
import { knownShape } from "./ports.ts";

/** A parameter of a function: its shape, and its first values (left out: Glorot's). */
export interface ParameterPlan {
  readonly shape: readonly number[];
  readonly initial?: Initializer;
  /** Left out: yes. */
  readonly trainable?: boolean;
}

/** What stands at an input, with lengths that are all known. */
export type KnownInterface = Interface & { readonly shape: readonly number[] };

/** A function with parameters, over inputs of given names. */
export interface FunctionModelOptions<
  P extends string = string,
  I extends string = typeof INPUT,
> {
  /** The name under which the function is registered, if it is to be loaded from files. */
  readonly name?: string;
  /** The names of its inputs; left out: one, named `input`. */
  readonly inputs?: readonly I[];
  /** From the shapes of the inputs to the parameters. */
  readonly parameters?: (
    inputs: Readonly<Record<I, KnownInterface>>,
  ) => Readonly<Record<P, ParameterPlan>>;
  /** From the interfaces of the inputs to those of the outputs; left out: found by recording. */
  readonly outputs?: (inputs: Readonly<Record<I, Interface>>) => Ports<Interface>;
  /** From inputs and parameters to outputs, with tfjs. */
  readonly call: (
    inputs: Readonly<Record<I, tf.Tensor>>,
    parameters: Readonly<Record<P, tf.Variable>>,
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
 *   call: ({ input }, { factor }) => ({ output: tf.mul(input, factor) }),
 * });
 * const gate = new FunctionModel({
 *   inputs: ["signal", "control"],
 *   call: ({ signal, control }) => ({ output: tf.mul(signal, tf.sigmoid(control)) }),
 * });
 * ```
 */
export class FunctionModel<P extends string = string, const I extends string = typeof INPUT>
  implements Model {
  readonly name: string;
  readonly #options: FunctionModelOptions<P, I>;

  /**
   * @param options the function, its inputs, parameters and outputs
   * @throws UnknownNameError for options that are not there; TypeError for what is no function
   */
  constructor(options: FunctionModelOptions<P, I>) {
    checkFunctions(options);
    this.name = options.name ?? "function";
    this.#options = options;
  }

  getConfig(): JsonObject {
    return {};
  }

  build({ inputs, seeds }: BuildContext): DifferentiableModel {
    const { parameters: plan, outputs, call } = this.#options;
    const given = namedInputs<I>(inputs, this.#options.inputs);
    return withParameters(seeds, (parameters) => {
      const made = Object.entries<ParameterPlan>(plan?.(knownInputs(given)) ?? {}).map((
        [name, { shape, initial = glorotUniform, trainable = true }],
      ) => [name, parameters.make(name, shape, { initial, trainable })]);
      const variables = Object.fromEntries(made) as Record<P, tf.Variable>;
      // The graph gives a tensor for each input of the build, whose names are checked.
      const bound = (tensors: Ports<tf.Tensor>, context: CallContext): Ports<tf.Tensor> =>
        call(tensors as Record<I, tf.Tensor>, variables, context);
      const all = [...parameters.trainable, ...parameters.others];
      return gradientModel(parameters, {
        inputs,
        outputs: outputs?.(given) ?? inferOutputs(bound, { inputs, parameters: all }),
        call: bound,
      });
    });
  }
}

/** Cells of notebooks are not type-checked. */
function checkFunctions<P extends string, I extends string>(
  options: FunctionModelOptions<P, I>,
): void {
  const known = ["name", "inputs", "parameters", "outputs", "call"] as const;
  checkOptions(options, { of: "FunctionModel", known, required: ["call"] });
  for (const name of ["parameters", "outputs", "call"] as const) {
    if (options[name] === undefined || typeof options[name] === "function") continue;
    throw new TypeError(
      `Cannot make a FunctionModel of ${name}: give a function, such as ${EXAMPLES[name]}`,
    );
  }
}

const EXAMPLES = {
  parameters: "() => ({ factor: { shape: [1] } })",
  outputs: "({ input }) => ({ output: input })",
  call: "({ input }, { factor }) => ({ output: tf.mul(input, factor) })",
} as const;

/** Inputs that are all there, and no others. */
function namedInputs<I extends string>(
  inputs: Ports<Interface>,
  names: readonly string[] = [INPUT],
): Readonly<Record<I, Interface>> {
  const given = Object.keys(inputs);
  const odd = names.find((name) => inputs[name] === undefined) ??
    given.find((name) => !names.includes(name));
  if (odd === undefined) return inputs as Readonly<Record<I, Interface>>;
  throw new ShapeError(odd, {
    expected: `inputs ${list(names)}`,
    found: list(given),
    hint: "name the inputs of the function with the option inputs, and those of the node alike",
  });
}

function knownInputs<I extends string>(
  inputs: Readonly<Record<I, Interface>>,
): Readonly<Record<I, KnownInterface>> {
  const entries = Object.entries<Interface>(inputs).map((
    [name, port],
  ) => [name, { ...port, shape: knownShape(port.shape) }]);
  return Object.fromEntries(entries);
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
    ...output && { outputs: ({ input }) => ({ [OUTPUT]: output(input) }) },
    call: ({ input }, _, context) => ({ [OUTPUT]: call(input, context) }),
  });
}
