import assert from "node:assert/strict";
import { noteOnRest, requireWritten } from "../../../kernel/commands/written.ts";

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
  assert.ok(isAllowed("%restart;"));
});

Deno.test("requireWritten() refuses what only code, a text or another line says", () => {
  assert.ok(!isAllowed("f()"));
  assert.ok(!isAllowed("const text = '%restart'"));
  assert.ok(!isAllowed("%restart soon", "now"));
  assert.ok(!isAllowed("%restart now"));
});

Deno.test("noteOnRest() speaks of code behind the command only", () => {
  const noteOn = (source: string) =>
    noteOnRest({ name: "restart", args: "" }, { cell: { id: "cell", source } });
  assert.match(noteOn("%restart\n\nconst a = 1"), /^ The rest of the cell did not run/);
  for (const source of ["%restart", "1 + 1\n%restart\n", "%restart\n// now all is fresh"]) {
    assert.equal(noteOn(source), "");
  }
});
