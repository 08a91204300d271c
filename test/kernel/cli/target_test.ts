import assert from "node:assert/strict";
import { UsageError } from "../../../kernel/cli/command.ts";
import { installErrorMessage, target } from "../../../kernel/cli/target.ts";

Deno.test("target() means this user when nothing is said", () => {
  assert.deepEqual(target({ user: false, "sys-prefix": false }), { kind: "user" });
});

Deno.test("target() refuses two places at once", () => {
  assert.throws(() => target({ user: true, "sys-prefix": false, prefix: "/x" }), UsageError);
});

Deno.test("target() refuses an empty prefix", () => {
  assert.throws(() => target({ user: false, "sys-prefix": false, prefix: "" }), UsageError);
});

Deno.test("installErrorMessage() throws what nobody expected again", () => {
  assert.throws(() => installErrorMessage(new RangeError("bug")), /bug/);
});

Deno.test("installErrorMessage() tells of a folder that cannot be made or written", () => {
  for (const code of ["EACCES", "EROFS", "ENOENT"]) {
    const error = Object.assign(new Error(`${code}: mkdir '/x'`), { code });
    assert.equal(installErrorMessage(error), `${code}: mkdir '/x'`);
  }
});
