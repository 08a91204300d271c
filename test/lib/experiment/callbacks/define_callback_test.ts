import assert from "node:assert/strict";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { study, training } from "../study.ts";

Deno.test("defineCallback() refuses hooks and options that there are not", () => {
  assert.throws(
    () => defineCallback({ label: "mine" }, { onEpochEnds: () => {} } as never),
    /did you mean "onEpochEnd"\?.*the callback "mine"/,
  );
  assert.throws(
    () => defineCallback({ label: "mine" }, () => ({ onEpoch: () => {} }) as never).start(),
    /No option "onEpoch"/,
  );
  class Misspelt {
    onEpochEnds(): void {}
  }
  assert.throws(
    () => defineCallback({ label: "mine" }, () => new Misspelt() as never).start(),
    /did you mean "onEpochEnd"\?/,
  );
  assert.throws(() => defineCallback({ lable: "mine" } as never, {}), /did you mean "label"\?/);
});

Deno.test("defineCallback() takes objects of a class, which remember what they like", async () => {
  class Counting {
    batches = 0;
    onBatchEnd(): void {
      this.batches++;
    }
  }
  const runs: Counting[] = [];
  const counting = defineCallback({ label: "counting" }, () => {
    runs.push(new Counting());
    return runs.at(-1) as Counting;
  });
  const experiment = study([training("train", { callbacks: [counting], epochs: 1 })]);
  for (const _ of ["once", "again"]) await experiment.run({ progress: false });
  assert.deepEqual(runs.map(({ batches }) => batches), [3, 3]);
});
