/** Whether the compiled function gives what tfjs's portable backend gives. */
import assert from "node:assert/strict";
import * as tf from "../../../lib/tf.ts";
import { compile } from "../../../lib/engine/compile.ts";
import type { RuleCase } from "./rule_cases.ts";

/** Runs a case both ways and compares types, shapes and elements. */
export async function assertAgrees(
  { name, arguments: given, fn, tolerance }: RuleCase,
): Promise<void> {
  const compiled = compile((...tensors: tf.Tensor[]) => [fn(...tensors)].flat(), { threads: 1 });
  const got = await compiled(...given);
  // Goes last, as the portable tensorScatterUpdate writes into its argument.
  const wanted = [tf.tidy(() => fn(...given) as tf.Tensor | tf.Tensor[])].flat();
  assert.equal(got.length, wanted.length, name);
  for (const [index, tensor] of wanted.entries()) {
    const other = got[index] as tf.Tensor;
    assert.deepEqual([other.dtype, other.shape], [tensor.dtype, tensor.shape], name);
    assertClose(other.dataSync(), tensor.dataSync(), { name, tolerance: tolerance ?? 2e-5 });
  }
  tf.dispose([wanted, got]);
}

/** Compares element by element, relative to the larger of 1 and the wanted value. */
export function assertClose(
  got: ArrayLike<number>,
  wanted: ArrayLike<number>,
  { name, tolerance }: { readonly name: string; readonly tolerance: number },
): void {
  assert.equal(got.length, wanted.length, name);
  for (let index = 0; index < wanted.length; index++) {
    const [a = NaN, b = NaN] = [got[index], wanted[index]];
    const same = Object.is(a, b) || a === b ||
      Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
    assert.ok(same, `${name}: element ${index} is ${a}, not ${b}`);
  }
}
