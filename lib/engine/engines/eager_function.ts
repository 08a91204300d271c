/**
 * Running a function of trees of tensors call by call.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { SeedStream } from "../../core/seed.ts";
import { readHost, tensorOf } from "../host_tensor.ts";
import { leavesOf, type TensorTree, withLeaves } from "../tree.ts";
import { requireFiniteEagerly } from "./eager_blame.ts";
import { EagerDraws } from "./eager_draws.ts";
import type { EagerEngine } from "./engine.ts";
import { openBackend } from "./open_backend.ts";

/** How to run it. */
export interface EagerOptions {
  readonly engine: EagerEngine;
  /** Stream of this run's random numbers. */
  readonly seeds: SeedStream;
  readonly checkFinite: boolean;
}

/** A function with what to give it. */
export interface EagerCall<A extends readonly TensorTree[], R extends TensorTree> {
  readonly fn: (...arguments_: A) => R;
  readonly arguments_: A;
}

/**
 * Runs a function once.
 *
 * @param call the function and its arguments, of any backend
 * @param options engine, seeds and checks
 * @returns its result as tensors of the backend in use
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import * as tf from "../../tf.ts";
 * import { runEagerly } from "./eager_function.ts";
 * const options = { engine: "cpu", seeds: SeedStream.from(0), checkFinite: false } as const;
 * await runEagerly({ fn: (x: tf.Tensor) => tf.square(x), arguments_: [tf.scalar(2)] }, options);
 * ```
 */
export async function runEagerly<A extends readonly TensorTree[], R extends TensorTree>(
  { fn, arguments_ }: EagerCall<A, R>,
  options: EagerOptions,
): Promise<R> {
  const backend = await openBackend(options.engine);
  const given = await Promise.all(
    leavesOf(arguments_, "arguments").map(({ tensor }) => readHost(tensor)),
  );
  function call(): { readonly form: R; readonly outputs: readonly tf.Tensor[] } {
    return backend.run(() => {
      const forms: R[] = [];
      const outputs = tf.tidy(() => {
        // The form of the arguments is that of A.
        const form = fn(...withLeaves(arguments_, given.map(tensorOf)) as unknown as A);
        forms.push(form);
        return leavesOf(form, "result").map(({ tensor }) => tf.clone(tensor));
      });
      return { form: forms[0] as R, outputs };
    }, new EagerDraws(options.seeds));
  }
  const { form, outputs } = call();
  const names = leavesOf(form, "result").map(({ name }) => name);
  const results = await Promise.all(outputs.map(readHost));
  tf.dispose([...outputs]);
  if (options.checkFinite) {
    const named = Object.fromEntries(results.map((result, index) => [names[index], result]));
    requireFiniteEagerly(named, { backend, again: () => tf.dispose([...call().outputs]) });
  }
  await backend.settle();
  return withLeaves(form, results.map(tensorOf)) as R;
}
