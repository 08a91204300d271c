import assert from "node:assert/strict";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compile } from "../../../lib/engine/compile.ts";
import { NotFiniteError } from "../../../lib/engine/run/check_finite.ts";
import * as tf from "../../../lib/tf.ts";

/** The error of a function that is told to check. */
async function errorOf(fn: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): Promise<NotFiniteError> {
  const checked = compile(fn, { checkFinite: true, threads: 1 });
  const error = await checked(x).then(() => undefined, (error) => error);
  await releaseModels();
  assert.ok(error instanceof NotFiniteError, String(error));
  return error;
}

Deno.test("requireFinite() names the first of several operations that could be meant", async () => {
  const fn = (x: tf.Tensor) => tf.log(tf.sum(tf.sqrt(tf.div(tf.square(x), x))));
  const { culprit } = await errorOf(fn, tf.tensor1d([1, 0]));
  assert.equal(culprit?.operation, "RealDiv");
  assert.match(culprit.site ?? "", /at require_finite_test.ts:\d+/);
});

Deno.test("requireFinite() names an input that came in that way", async () => {
  const { culprit, message } = await errorOf((x) => tf.square(x), tf.tensor1d([1, NaN]));
  assert.deepEqual(culprit, { operation: "the input arguments.0", kind: "NaN" });
  assert.match(message, /as the input arguments.0 contains NaN, and so result contains NaN: /);
});

Deno.test("requireFinite() leaves operations alone that do not lead to the bad result", async () => {
  const fn = compile((x: tf.Tensor) => [tf.neg(tf.exp(x)), tf.div(x, tf.sub(x, x))], {
    checkFinite: true,
    threads: 1,
  });
  await assert.rejects(fn(tf.scalar(1000)), (error) => {
    assert.ok(error instanceof NotFiniteError);
    assert.equal(error.output, "result.0");
    assert.deepEqual([error.culprit?.operation, error.culprit?.kind], ["Exp", "Infinity"]);
    return true;
  });
  await releaseModels();
});
