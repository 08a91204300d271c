import assert from "node:assert/strict";
import { requireWritten } from "../../../kernel/commands/written.ts";

function isAllowed(source: string, args = ""): boolean {
  try {
    requireWritten({ name: "restart", args }, { cell: { id: "cell", source } });
    return true;
  } catch (error) {
    assert.match(
      String(error),
      /^CommandError: Cannot run %restart.*: only a line of the cell may/,
    );
    return false;
  }
}

Deno.test("requireWritten() lets a line of the cell do what it says", () => {
  assert.ok(isAllowed("%restart"));
  assert.ok(isAllowed("1 + 1\n  %restart  \n2"));
  assert.ok(isAllowed("%restart   now", "now"));
});

Deno.test("requireWritten() refuses what only code, a text or another line says", () => {
  assert.ok(!isAllowed("f()"));
  assert.ok(!isAllowed("const text = '%restart'"));
  assert.ok(!isAllowed("%restart soon", "now"));
  assert.ok(!isAllowed("%restart now"));
});
