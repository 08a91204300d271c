import assert from "node:assert/strict";
import { check } from "../../../kernel/commands/check.ts";
import type { CommandContext } from "../../../kernel/commands/command.ts";
import { openRig } from "./rig.ts";

Deno.test("%check shows and sets the policy, and names those there are", async () => {
  await using rig = await openRig();
  const { run } = rig;
  assert.match((await run("%check")).stdout, /^%check warn: /);
  assert.match((await run("%check error")).stdout, /^%check error: .* does not run\n$/);
  assert.match((await run("%check")).stdout, /^%check error: /);
  assert.equal(
    (await run("%check maybe")).error,
    'CommandError: Cannot check types by "maybe": choose one of error, warn, off',
  );
});

Deno.test("check keeps the policy when it refuses another", () => {
  const setting = { policies: ["warn", "off"], policy: "warn" };
  const context = { check: setting } as unknown as CommandContext;
  assert.throws(() => check.run({ name: "check", args: "error" }, context), /choose one of/);
  assert.equal(setting.policy, "warn");
});
