import assert from "node:assert/strict";
import { compile } from "../../../../lib/engine/compile.ts";
import type { EngineName } from "../../../../lib/engine/engines/engine.ts";
import { engines } from "../../../../lib/engine/engines/engines.ts";
import { MissingKernelError } from "../../../../lib/engine/engines/missing_kernel.ts";
import * as tf from "../../../../lib/tf.ts";
import { assertSlopes } from "../finite_differences.ts";
import { FLAT, FUNCTIONS, SHAPES } from "../gradient_cases.ts";
import { DILATED, SECOND, SLOPES, WARPED } from "../image_gradient_cases.ts";
import { IMAGES } from "../window_gradient_cases.ts";

/** Where kernels of tfjs still fail; they say so. */
const FAULTS = { cpu: ["Einsum 1", "FusedBatchNorm 1"], wasm: ["FusedBatchNorm 1"] };

const CASES = [FLAT, FUNCTIONS, IMAGES, SHAPES, DILATED, SECOND, SLOPES, WARPED].flatMap((suite) =>
  Object.entries(suite).flatMap(([kernel, cases]) =>
    cases.map((given, index) => ({ name: `${kernel} ${index}`, given }))
  )
);

/** The cases that fail, other than for want of a kernel. */
async function failing(engine: EngineName): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, given } of CASES) {
    await assertSlopes(name, given, { engine }).catch((error) => {
      if (!(error instanceof MissingKernelError)) found.push(name);
    });
  }
  return found.sort();
}

for (const engine of ["cpu", "wasm"] as const) {
  Deno.test(`gradients on the engine ${engine} are those of differences, or fail`, async () => {
    assert.deepEqual(await failing(engine), FAULTS[engine]);
  });

  Deno.test(`the engine ${engine} sums along the last axis, counted from the back`, async () => {
    const fn = compile((x: tf.Tensor) => [tf.cumsum(x, -1), tf.cumprod(x, -1)], { engine });
    try {
      const [sums, products] = await fn(tf.tensor3d([[[1, 2, 3], [4, 5, 6]]])) as tf.Tensor[];
      assert.deepEqual([...sums?.dataSync() ?? []], [1, 3, 6, 4, 9, 15]);
      assert.deepEqual([...products?.dataSync() ?? []], [1, 2, 6, 4, 20, 120]);
    } catch (error) {
      assert.ok(error instanceof MissingKernelError, String(error));
    }
  });
}

Deno.test("the engine cpu leaves a tensor as it is when it scatters into it", async () => {
  const places = tf.tensor2d([[1]], [1, 1], "int32");
  const x = tf.tensor1d([1, 2, 3]);
  const fn = compile((x: tf.Tensor) => tf.tensorScatterUpdate(x, places, tf.tensor1d([9])), {
    engine: "cpu",
  });
  assert.deepEqual([...(await fn(x)).dataSync()], [1, 9, 3]);
  assert.deepEqual([...x.dataSync()], [1, 2, 3]);
});

Deno.test("every engine that works here sums more tensors than WebGPU binds to a kernel", async (t) => {
  const parts = Array.from({ length: 23 }, (_, at) => tf.fill([3], at));
  for (const { name, available } of await engines()) {
    if (!available) continue;
    await t.step(name, async () => {
      for (const count of [6, 7, 11, 12, 23]) {
        const sum = compile((all: readonly tf.Tensor[]) => tf.addN([...all]), { engine: name });
        const found = await sum(parts.slice(0, count));
        assert.deepEqual([...await found.data()], new Array(3).fill(count * (count - 1) / 2));
        found.dispose();
      }
    });
  }
  tf.dispose(parts);
});

Deno.test("every engine that works here sums from the end of axes of any length", async (t) => {
  for (const { name, available } of await engines()) {
    if (!available) continue;
    await t.step(name, async () => {
      const sum = compile((x: tf.Tensor) => tf.cumsum(x, -1, true, true), { engine: name });
      for (const [size, wanted] of [[3, [2, 1, 0]], [5, [4, 3, 2, 1, 0]], [2, [1, 0]]] as const) {
        const found = await sum(tf.ones([2, size]));
        assert.deepEqual([...await found.data()], [...wanted, ...wanted]);
        found.dispose();
      }
    });
  }
});
