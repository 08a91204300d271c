/**
 * What a training step changes: the variables of a model and of its optimizer.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { tensorOf } from "./host_tensor.ts";
import { type Elements, elementsOf } from "./program/program.ts";
import type { HostTensor } from "./run/onnx_runtime.ts";
import { isDType } from "./trace/recorder.ts";
import type { NamedTensor } from "./trace/trace.ts";

/** A variable with the name under which a program knows it. */
export interface NamedVariable extends NamedTensor {
  readonly tensor: tf.Variable;
}

/**
 * Finds the variables that an optimizer keeps, and makes those that it would make in its first step.
 *
 * @param optimizer any optimizer of tfjs
 * @param trainable the variables it will train; they keep their values
 * @returns its variables
 * @example
 * ```ts
 * import { train, variable, zeros } from "@tensorflow/tfjs-core";
 * import { optimizerVariables } from "./step_state.ts";
 * optimizerVariables(train.momentum(0.1, 0.9), [variable(zeros([2]))]); // one accumulator
 * ```
 */
export function optimizerVariables(
  optimizer: tf.Optimizer,
  trainable: readonly tf.Variable[],
): readonly NamedVariable[] {
  const before = [...trainable, ...heldVariables(optimizer).map(({ tensor }) => tensor)];
  using _kept = keepValues(before);
  // A step with slopes of zero leaves new accumulators as they begin.
  const zeros = trainable.map((tensor) => ({ name: tensor.name, tensor: tf.zerosLike(tensor) }));
  optimizer.applyGradients(zeros);
  tf.dispose(zeros.map(({ tensor }) => tensor));
  return heldVariables(optimizer);
}

/**
 * Remembers the values of variables.
 *
 * @param variables what to remember
 * @returns puts the values back when it is disposed
 * @example
 * ```ts
 * import { scalar, variable } from "@tensorflow/tfjs-core";
 * import { keepValues } from "./step_state.ts";
 * const x = variable(scalar(1));
 * using _kept = keepValues([x]);
 * x.assign(scalar(2)); // until the end of the block
 * ```
 */
export function keepValues(variables: readonly tf.Variable[]): Disposable {
  const values = variables.map((variable) => tf.keep(tf.clone(variable)));
  return {
    [Symbol.dispose]: () => {
      variables.forEach((variable, index) => {
        const value = values[index];
        if (value) variable.assign(value);
      });
      tf.dispose(values);
    },
  };
}

/**
 * Finds the variables that an optimizer keeps now.
 *
 * @param optimizer any optimizer of tfjs
 * @returns its variables, named by the places where it keeps them
 * @example
 * ```ts
 * import { train } from "@tensorflow/tfjs-core";
 * import { heldVariables } from "./step_state.ts";
 * heldVariables(train.sgd(0.1)); // none
 * ```
 */
export function heldVariables(optimizer: tf.Optimizer): readonly NamedVariable[] {
  const found: NamedVariable[] = [];
  function visit(value: unknown, name: string): void {
    if (value instanceof tf.Variable) found.push({ name, tensor: value });
    else if (Array.isArray(value)) value.forEach((item, index) => visit(item, `${name}.${index}`));
    else if (value !== null && typeof value === "object" && !(value instanceof tf.Tensor)) {
      for (const [key, item] of Object.entries(value)) visit(item, `${name}.${key}`);
    }
  }
  visit({ ...optimizer }, "optimizer");
  return found;
}

/**
 * Gives variables other values.
 *
 * @param variables what to change
 * @param values one for each; they are copied
 * @example
 * ```ts
 * import { scalar, variable } from "../tf.ts";
 * import { assignAll, copyOf } from "./step_state.ts";
 * const x = variable(scalar(1));
 * assignAll([{ name: "x", tensor: x }], [copyOf(x)]);
 * ```
 */
export function assignAll(
  variables: readonly NamedVariable[],
  values: readonly HostTensor[],
): void {
  variables.forEach(({ tensor }, index) => {
    const value = values[index];
    if (!value) throw new RangeError(`Cannot assign: ${values.length} values are too few`);
    tf.tidy(() => tensor.assign(tensorOf({ ...value, data: value.data.slice() })));
  });
}

/**
 * Copies the value of a variable.
 *
 * @param variable a variable of a training step
 * @returns type, shape and elements of its own
 * @throws TypeError for strings and complex numbers
 * @example
 * ```ts
 * import { scalar, variable } from "../tf.ts";
 * import { copyOf } from "./step_state.ts";
 * copyOf(variable(scalar(1))).data; // [1]
 * ```
 */
export function copyOf(variable: tf.Variable): HostTensor {
  const { dtype, shape, name } = variable;
  if (!isDType(dtype)) throw new TypeError(`Cannot train ${name} of ${dtype}: use float32`);
  const data = elementsOf(dtype, variable.dataSync() as Elements);
  return { dtype, shape: [...shape], data };
}
