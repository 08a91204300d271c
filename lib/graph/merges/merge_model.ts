/**
 * What the models of merges have in common.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { freeze, type JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import { type Interface, OUTPUT, type Ports, writeShape } from "../../models/interface.ts";
import { type BuildContext, type DifferentiableModel, ShapeError } from "../../models/model.ts";
import type { Parameters } from "../../models/parameters.ts";
import type { Merge } from "../merge_node.ts";
import { checkMergeOptions, type MergeOptions } from "../merge_strategy.ts";

/** A merge before it has a name. */
export interface MergePlan<O extends MergeOptions> {
  readonly options: O;
  /** Names of its options beside those of every merge; none when left out. */
  readonly known?: readonly (keyof O & string)[];
  readonly build: (context: BuildContext) => DifferentiableModel;
}

/**
 * Gives a merge its name and its config.
 *
 * @param name the name under which it is registered
 * @param plan options, which are plain data, and how it is built
 * @returns a merge for `MergeNode`
 * @throws UnknownNameError for an option or a strategy that does not exist
 * @example
 * ```ts
 * import { mergeModel, namedMerge, sameShape } from "./merge_model.ts";
 * namedMerge("first", {
 *   options: {},
 *   build: ({ inputs }) =>
 *     mergeModel({
 *       inputs,
 *       outputs: { output: sameShape(inputs) },
 *       call: ([first]) => ({ output: first! }),
 *     }),
 * });
 * ```
 */
export function namedMerge<O extends MergeOptions>(
  name: string,
  { options, known = [], build }: MergePlan<O>,
): Merge<O> {
  checkOptions(options, { of: `the merge ${name}`, known: ["targets", "tags", "ids", ...known] });
  checkMergeOptions(options);
  const own = freeze({ ...options });
  return { name, options: own, getConfig: () => own as unknown as JsonObject, build };
}

/** What a merge computes with. */
export interface MergeModelOptions {
  readonly inputs: Ports<Interface>;
  readonly outputs: Ports<Interface>;
  /** Its weights; left out: none. */
  readonly parameters?: Parameters;
  /** Operations for one sample; left out: one for each number of each input. */
  readonly flops?: number;
  /** From inputs in order, float32 of shape (samples, …), to outputs. */
  readonly call: (inputs: readonly tf.Tensor[]) => Ports<tf.Tensor>;
}

/**
 * The model of a merge.
 *
 * @param options inputs, output, weights, and what it computes
 * @returns a model that gradients flow through
 * @example
 * ```ts
 * import { mergeModel } from "./merge_model.ts";
 * const port = { shape: [2], dtype: "float32" } as const;
 * const ports = { inputs: { a: port, b: port }, outputs: { output: port } };
 * mergeModel({ ...ports, call: ([a]) => ({ output: a! }) }).trainable.length; // 0
 * ```
 */
export function mergeModel(
  { inputs, outputs, parameters, flops, call }: MergeModelOptions,
): DifferentiableModel {
  const ports = Object.keys(inputs);
  return {
    learning: "gradient",
    inputs,
    outputs,
    trainable: parameters?.trainable ?? [],
    others: parameters?.others ?? [],
    flops: flops ?? numbersOf(inputs),
    call: (tensors) => call(ports.map((port) => tf.cast(tensors[port] as tf.Tensor, "float32"))),
    getState: () => parameters?.getState() ?? { tensors: {} },
    setState: (state) => parameters?.setState(state),
    [Symbol.dispose]: () => parameters?.[Symbol.dispose](),
  };
}

/**
 * What comes of inputs that must be of one shape.
 *
 * @param inputs what stands at the inputs
 * @returns that shape, and the domain, units and meaning that all inputs state alike
 * @throws ShapeError that names the first input of another shape
 * @example
 * ```ts
 * import { sameShape } from "./merge_model.ts";
 * const port = { shape: [2], dtype: "float32", units: "V" } as const;
 * console.log(sameShape({ a: port, b: port }).units); // V
 * ```
 */
export function sameShape(inputs: Ports<Interface>): Interface {
  const [[firstPort, first] = ["", undefined], ...others] = Object.entries(inputs);
  if (first === undefined) throw new ShapeError(OUTPUT, { expected: "inputs", found: "none" });
  for (const [port, { shape }] of others) {
    if (writeShape(shape) === writeShape(first.shape)) continue;
    throw new ShapeError(port, {
      expected: `${writeShape(first.shape)}, as ${firstPort}`,
      found: writeShape(shape),
      hint: "project it to that shape first, or concatenate",
    });
  }
  const said = (["domain", "units", "meaning"] as const).flatMap((aspect) => {
    const value = first[aspect];
    const agreed = others.every(([, other]) => other[aspect] === value);
    return agreed && value !== undefined ? [[aspect, value]] : [];
  });
  return { shape: first.shape, dtype: "float32", ...Object.fromEntries(said) };
}

function numbersOf(inputs: Ports<Interface>): number | undefined {
  const lengths = Object.values(inputs).map(({ shape }) =>
    shape.reduce<number>((product, length) => product * (length ?? NaN), 1)
  );
  const sum = lengths.reduce((total, length) => total + length, 0);
  return Number.isNaN(sum) ? undefined : sum;
}
