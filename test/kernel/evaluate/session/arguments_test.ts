import assert from "node:assert/strict";
import { SessionRig } from "../../../support/session_rig.ts";

Deno.test("takeArgument() leaves cells an empty command line", async () => {
  await using rig = await SessionRig.start();
  const { result } = await rig.run("[Deno.args.length, process.argv.length]");
  assert.equal(result, "[ 0, 2 ]");
});
