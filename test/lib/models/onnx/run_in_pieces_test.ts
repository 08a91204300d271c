import assert from "node:assert/strict";
import fc from "fast-check";
import { runInPieces } from "../../../../lib/models/onnx/run_in_pieces.ts";

Deno.test("runInPieces() gives what one run would give, in batches of the size that is wanted", async () => {
  const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 24 });
  const cases = fc.tuple(
    numbers.filter(({ length }) => length % 2 === 0),
    fc.integer({ min: 1, max: 9 }),
  );
  await fc.assert(fc.asyncProperty(cases, async ([values, batch]) => {
    const samples = values.length / 2;
    const x = { dtype: "float32", shape: [samples, 2], data: Float32Array.from(values) } as const;
    const { x: doubled } = await runInPieces({ x }, {
      samples,
      batch,
      run: ({ x }) => {
        assert.deepEqual(x?.shape, [batch, 2]);
        assert.equal(x?.data.length, 2 * batch);
        return Promise.resolve({ x: { ...x, data: x.data.map((value) => 2 * value) } });
      },
    });
    assert.deepEqual(doubled, { ...x, data: x.data.map((value) => 2 * value) });
  }));
});
