import assert from "node:assert/strict";
import { OutOfMemoryError } from "../../../../lib/engine/run/errors.ts";
import { StepMemory } from "../../../../lib/engine/run/step_memory.ts";

Deno.test("StepMemory keeps what is written when it grows", () => {
  const memory = new StepMemory();
  const first = memory.reserve({ dtype: "float32", shape: [2, 2] });
  memory.at(first).data.set([1, 2, 3, 4]);
  const before = memory.at(first).data;
  const flags = memory.reserve({ dtype: "bool", shape: [3] });
  memory.reserve({ dtype: "float32", shape: [100_000] });
  assert.equal(before.length, 0);
  assert.deepEqual([...memory.at(first).data], [1, 2, 3, 4]);
  assert.equal(memory.at(first), memory.at(first));
  assert.ok(memory.at(flags).data instanceof Uint8Array);
});

Deno.test("StepMemory gives places that do not touch, loops of four numbers included", () => {
  const memory = new StepMemory();
  const places = [1, 15, 16, 17].map((size) => memory.reserve({ dtype: "int32", shape: [size] }));
  for (const [index, place] of places.entries()) {
    const { data: { byteOffset, byteLength } } = memory.at(place);
    const next = places[index + 1]?.offset ?? Infinity;
    assert.ok(Math.ceil((byteOffset + byteLength) / 16) * 16 <= next);
    assert.equal(byteOffset % 64, 0);
  }
});

Deno.test("StepMemory says how much it wanted in vain", () => {
  const memory = new StepMemory();
  memory.reserve({ dtype: "float32", shape: [100] });
  const whole = { dtype: "float32", shape: [2 ** 30] } as const;
  assert.throws(() => memory.reserve(whole), (error) => {
    assert.ok(error instanceof OutOfMemoryError);
    assert.match(error.message, /updates as it needs 4 GiB at once/);
    return true;
  });
});

Deno.test("StepMemory holds four gigabytes and no more, or as much as it may", () => {
  const gigabyte = { shape: [2 ** 28] };
  assert.equal(StepMemory.holds([gigabyte, gigabyte, gigabyte]), true);
  assert.equal(StepMemory.holds([gigabyte, gigabyte, gigabyte, gigabyte]), false);
  assert.equal(StepMemory.holds([gigabyte, gigabyte, gigabyte, gigabyte], 2 ** 34), false);
  assert.equal(StepMemory.holds([{ shape: [100] }], 1000), true);
  assert.equal(StepMemory.holds([{ shape: [100] }, { shape: [200] }], 1000), false);
});
