/**
 * Variables outside of a recording: a function that is only recorded must leave them as they are.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { ChangedVariableError } from "./errors.ts";
import type { Recorder } from "./recorder.ts";

/** Watches all variables from its making until it is disposed, which undoes every change. */
export interface VariableGuard extends Disposable {
  /**
   * Refuses what has changed so far.
   *
   * @param allowed variables that may change; who allows it also undoes it
   * @throws ChangedVariableError that names the first one changed or made
   */
  check(allowed: readonly tf.Tensor[]): void;
}

/**
 * Remembers the values of all variables.
 *
 * @param recorder tells where the new values come from
 * @returns the guard
 * @example
 * ```ts
 * import { Recorder } from "./recorder.ts";
 * import { guardVariables } from "./variables.ts";
 * using guard = guardVariables(new Recorder());
 * guard.check([]);
 * ```
 */
export function guardVariables(recorder: Recorder): VariableGuard {
  const { registeredVariables } = tf.engine();
  const before = new Map(
    Object.values(registeredVariables).map((variable) => {
      return [variable, { dataId: variable.dataId, value: tf.keep(tf.clone(variable)) }] as const;
    }),
  );
  const permitted = new Set<tf.Tensor>();
  function changed(): readonly tf.Variable[] {
    return Object.values(registeredVariables).filter((variable) =>
      before.get(variable)?.dataId !== variable.dataId && !permitted.has(variable)
    );
  }
  return {
    check: (allowed) => {
      for (const variable of allowed) permitted.add(variable);
      const [variable] = changed();
      if (!variable) return;
      const value = recorder.find(variable.dataId);
      const { kernel, site } = (value && recorder.originOf(value)) ?? {};
      const source = kernel ? `the result of ${kernel}, called ${site}` : "a constant";
      throw new ChangedVariableError({
        variable: variable.name,
        made: !before.has(variable),
        source,
      });
    },
    [Symbol.dispose]: () => {
      for (const variable of changed()) {
        const former = before.get(variable);
        if (former) variable.assign(former.value as tf.Tensor);
        else variable.dispose();
      }
      tf.dispose([...before.values()].map(({ value }) => value));
    },
  };
}

/**
 * Gives variables that share their elements, as those do that were made of one tensor, elements of
 * their own: a recording tells variables apart by where their elements are.
 *
 * @param tensors what is recorded; what is no variable stays as it is
 * @example
 * ```ts
 * import { scalar, variable } from "../../tf.ts";
 * import { keepApart } from "./variables.ts";
 * const value = scalar(1);
 * keepApart([variable(value), variable(value)]);
 * ```
 */
export function keepApart(tensors: readonly tf.Tensor[]): void {
  const seen = new Set<unknown>();
  for (const tensor of tensors) {
    if (seen.has(tensor.dataId) && tensor instanceof tf.Variable) {
      const { shape, dtype } = tensor;
      tf.tidy(() => tensor.assign(tf.tensor(tensor.dataSync().slice(), shape, dtype)));
    }
    seen.add(tensor.dataId);
  }
}
