import assert from "node:assert/strict";
import fc from "fast-check";
import { drawFrame, type Frame } from "../../../../kernel/repl/draw/frame.ts";
import { eraseFrame, paintFrame } from "../../../../kernel/repl/draw/paint.ts";
import { createEditor } from "../../../../kernel/repl/edit/editor.ts";
import { createFakeTerminal } from "../fake_terminal.ts";

function frame(...texts: string[]): Frame {
  const last = texts.at(-1) ?? "";
  return {
    rows: texts.map((text) => ({ text, width: text.length })),
    cursor: { row: texts.length - 1, column: last.length },
  };
}

Deno.test("paintFrame() writes only the rows that differ", () => {
  assert.equal(
    paintFrame(frame("one", "two"), frame("one", "three")),
    "\x1b[?25l\x1b[1A\r\r\n\x1b[Kthree\r\x1b[5C\x1b[?25h",
  );
  assert.equal(
    paintFrame(frame("one", "two"), frame("one")),
    "\x1b[?25l\x1b[1A\r\x1b[1B\r\x1b[J\x1b[1A\r\x1b[3C\x1b[?25h",
  );
});

Deno.test("eraseFrame() leaves the terminal as it was before the picture", async () => {
  const { output, rows, cursor } = createFakeTerminal({ columns: 10, rows: 4 });
  output.write(
    "kept\n" + paintFrame(undefined, frame("one", "two")) + eraseFrame(frame("one", "two")),
  );
  assert.deepEqual(await rows(), ["kept"]);
  assert.deepEqual(await cursor(), { row: 1, column: 0 });
});

Deno.test("paintFrame() makes any picture from any other, at the end of a full terminal too", async () => {
  const unit = fc.constantFrom("a", "b", "漢", "\n", " (");
  const editor = fc.tuple(fc.string({ unit, maxLength: 40 }), fc.nat());
  await fc.assert(
    fc.asyncProperty(fc.array(editor, { minLength: 1, maxLength: 6 }), async (editors) => {
      const terminal = createFakeTerminal({ columns: 12, rows: 6 });
      terminal.output.write("x\n".repeat(5));
      let before: Frame | undefined;
      for (const [text, place] of editors) {
        const buffer = { text, cursor: place % (text.length + 1) };
        const after = drawFrame({ ...createEditor(), buffer }, {
          columns: 12,
          height: 6,
          prompt: "> ",
          kind: "line",
        });
        terminal.output.write(paintFrame(before, after));
        before = after;
      }
      const shown = (await terminal.rows()).filter((row) => row !== "x").map((row) =>
        row.trimEnd()
      );
      const wanted = before?.rows.map((row) => row.text.trimEnd()) ?? [];
      const trailing = wanted.findLastIndex((row) => row !== "") + 1;
      assert.deepEqual(shown.slice(-trailing), wanted.slice(0, trailing));
      assert.equal((await terminal.cursor()).column, before?.cursor.column);
    }),
    { numRuns: 60 },
  );
});
