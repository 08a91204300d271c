import assert from "node:assert/strict";
import fc from "fast-check";
import { extend, NOTHING } from "../../../../kernel/repl/print/extent.ts";
import { createFakeTerminal } from "../fake_terminal.ts";

Deno.test("extend() ends where a terminal's cursor ends", async () => {
  const unit = fc.constantFrom("a", "bc", "漢", "\n", "\r", "\t", "\x1b[31m", "\x1b[0m");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit, maxLength: 30 })), async (pieces) => {
      const terminal = createFakeTerminal({ columns: 10, rows: 200 });
      let extent = NOTHING;
      for (const piece of pieces) {
        terminal.output.write(piece);
        extent = extend(extent, piece, { columns: 10 });
      }
      const { row, column } = await terminal.cursor();
      assert.equal(extent.rows, row);
      // Behind a full row the emulator names the last column or the one after it.
      assert.ok(extent.column === column || extent.column === 10 && column >= 9);
    }),
    { numRuns: 50 },
  );
});

Deno.test("extend() says when text moves the cursor by other means", () => {
  assert.equal(extend(NOTHING, "a\x1b[2Ab", { columns: 80 }).exact, false);
  assert.equal(extend(NOTHING, "a\x1b[31mb", { columns: 80 }).exact, true);
  assert.equal(extend(NOTHING, "a\n".repeat(20_000), { columns: 80 }).exact, false);
});
