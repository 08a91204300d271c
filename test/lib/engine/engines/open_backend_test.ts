import assert from "node:assert/strict";
import { compile } from "../../../../lib/engine/compile.ts";
import { engines } from "../../../../lib/engine/engines/engines.ts";
import * as tf from "../../../../lib/tf.ts";

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
