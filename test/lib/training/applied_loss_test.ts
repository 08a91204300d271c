import assert from "node:assert/strict";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";

Deno.test("AppliedLoss refuses to compare what no node has, as cells are not type-checked", () => {
  assert.throws(
    // @ts-expect-error: it is "outputs".
    () => new AppliedLoss({ loss: "mse", on: "Head", inputs: ["output", "targets"] }),
    /No term "output": did you mean "outputs"\?/,
  );
  const inputs = ["outputs.anchor", "targets.pair", { node: "A", output: "output" }] as const;
  assert.deepEqual(new AppliedLoss({ loss: "mse", on: "Head", inputs }).inputs, inputs);
});

Deno.test("AppliedLoss refuses weights that are no numbers from 0", () => {
  for (const weight of [-1, NaN, Infinity]) {
    assert.throws(() => new AppliedLoss({ loss: "mse", on: "Head", weight }), RangeError);
  }
});
