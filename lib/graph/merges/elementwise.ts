/**
 * Sum, mean and greatest of inputs, number by number.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { OUTPUT } from "../../models/interface.ts";
import type { Merge } from "../merge_node.ts";
import type { MergeOptions } from "../merge_strategy.ts";
import { mergeModel, namedMerge, sameShape } from "./merge_model.ts";

/**
 * Adds inputs of one shape.
 *
 * @param options what becomes of targets, tags and identifiers
 * @returns a merge for `MergeNode`
 * @example
 * ```ts
 * import { sum } from "./elementwise.ts";
 * sum({ targets: "first" });
 * ```
 */
export function sum(options: MergeOptions = {}): Merge {
  return elementwise("sum", { options, call: (inputs) => tf.addN([...inputs]) });
}

/**
 * Takes the mean of inputs of one shape.
 *
 * @param options what becomes of targets, tags and identifiers
 * @returns a merge for `MergeNode`
 * @example
 * ```ts
 * import { mean } from "./elementwise.ts";
 * mean({ targets: "mean" });
 * ```
 */
export function mean(options: MergeOptions = {}): Merge {
  return elementwise("mean", {
    options,
    call: (inputs) => tf.div(tf.addN([...inputs]), inputs.length),
  });
}

/**
 * Takes the greatest number at each place of inputs of one shape; gradients flow to the input it
 * came from, and to one of them when several have it.
 *
 * @param options what becomes of targets, tags and identifiers
 * @returns a merge for `MergeNode`
 * @example
 * ```ts
 * import { max } from "./elementwise.ts";
 * max();
 * ```
 */
export function max(options: MergeOptions = {}): Merge {
  return elementwise("max", {
    options,
    call: (inputs) => inputs.reduce((greatest, input) => tf.maximum(greatest, input)),
  });
}

function elementwise(
  name: string,
  { options, call }: {
    readonly options: MergeOptions;
    readonly call: (inputs: readonly tf.Tensor[]) => tf.Tensor;
  },
): Merge {
  return namedMerge(name, {
    options,
    build: ({ inputs }) =>
      mergeModel({
        inputs,
        outputs: { [OUTPUT]: sameShape(inputs) },
        call: (tensors) => ({ [OUTPUT]: call(tensors) }),
      }),
  });
}
