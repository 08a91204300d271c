import assert from "node:assert/strict";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";

Deno.test("defineCallback() refuses hooks and options that there are not", () => {
  assert.throws(
    () => defineCallback({ label: "mine" }, { onEpochEnds: () => {} } as never),
    /did you mean "onEpochEnd"\?.*the callback "mine"/,
  );
  assert.throws(
    () => defineCallback({ label: "mine" }, () => ({ onEpoch: () => {} }) as never).start(),
    /No option "onEpoch"/,
  );
  assert.throws(() => defineCallback({ lable: "mine" } as never, {}), /did you mean "label"\?/);
});
