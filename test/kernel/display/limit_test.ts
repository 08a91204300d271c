import assert from "node:assert/strict";
import { endAfter } from "../../../kernel/display/limit.ts";

function loop(): never {
  for (;;);
}

Deno.test("endAfter() returns and throws what the work does", () => {
  const thrown = new RangeError("mine");
  assert.equal(endAfter(1_000, () => "done"), "done");
  assert.throws(
    () =>
      endAfter(1_000, () => {
        throw thrown;
      }),
    (error) => error === thrown,
  );
});

Deno.test("endAfter() ends a loop, and the code behind it goes on", async () => {
  const order: string[] = [];
  queueMicrotask(() => order.push("microtask"));
  assert.throws(() => endAfter(20, loop), { message: "no answer within 20 ms, and was ended" });
  order.push("behind");
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(order, ["behind", "microtask"]);
});

Deno.test("endAfter() inside of itself ends with the outer limit, and a new call has its own", () => {
  assert.equal(endAfter(1_000, () => endAfter(1_000, () => 1) + endAfter(1_000, () => 1)), 2);
  assert.throws(() => endAfter(20, () => endAfter(60_000, loop)), /within 20 ms/);
  assert.throws(() => endAfter(20, loop), /within 20 ms/);
});

Deno.test("endAfter() never ends code that merely runs behind it", () => {
  endAfter(20, () => {});
  const end = performance.now() + 100;
  while (performance.now() < end);
  assert.equal(endAfter(1_000, () => "still here"), "still here");
});
