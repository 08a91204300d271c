import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { drawFrame, type FrameOptions } from "../../../../kernel/repl/draw/frame.ts";
import { createEditor, type Editor } from "../../../../kernel/repl/edit/editor.ts";
import { columnsOf } from "../../../../kernel/repl/width.ts";

const OPTIONS: FrameOptions = { columns: 20, height: 10, prompt: "In [1]: ", kind: "code" };

function draw(editor: Editor, options: Partial<FrameOptions> = {}) {
  const { rows, cursor } = drawFrame(editor, { ...OPTIONS, ...options });
  return { rows: rows.map((row) => stripVTControlCharacters(row.text)), cursor };
}

Deno.test("drawFrame() sets lines below each other behind their prompts", () => {
  assert.deepEqual(draw(createEditor("let a\n  = 1")), {
    rows: ["In [1]: let a", "   ...:   = 1"],
    cursor: { row: 1, column: 13 },
  });
});

Deno.test("drawFrame() wraps where the terminal ends, wide characters whole", () => {
  assert.deepEqual(draw(createEditor("漢漢漢漢漢漢漢")), {
    rows: ["In [1]: 漢漢漢漢漢漢", "漢"],
    cursor: { row: 1, column: 2 },
  });
  assert.deepEqual(draw(createEditor("123456789012")), {
    rows: ["In [1]: 123456789012", ""],
    cursor: { row: 1, column: 0 },
  });
});

Deno.test("drawFrame() colours code and marks the brackets at the cursor", () => {
  const [row] = drawFrame(createEditor("f(1)"), OPTIONS).rows;
  assert.equal(
    row?.text,
    "\x1b[1;32mIn [1]: \x1b[0m\x1b[34mf\x1b[0m\x1b[1;4m(\x1b[0m\x1b[33m1\x1b[0m\x1b[1;4m)\x1b[0m",
  );
});

Deno.test("drawFrame() shows control characters and no secrets", () => {
  assert.deepEqual(draw(createEditor("a\x07\tb")).rows, ["In [1]: a^G b"]);
  assert.deepEqual(draw(createEditor("hunter2"), { kind: "secret", prompt: "Password: " }), {
    rows: ["Password: "],
    cursor: { row: 0, column: 10 },
  });
});

Deno.test("drawFrame() shows what is around the cursor where the terminal is too low", () => {
  const text = Array.from({ length: 9 }, (_, line) => `${line}`).join("\n");
  const editor = { ...createEditor(text), buffer: { text, cursor: 8 } };
  assert.deepEqual(draw(editor, { height: 3 }), {
    rows: ["   ...: 3", "   ...: 4", "   ...: 5"],
    cursor: { row: 1, column: 8 },
  });
  assert.equal(draw(editor, { height: 3, final: true }).rows.length, 9);
});

Deno.test("drawFrame() draws completions with their kinds, and the documentation of the chosen", () => {
  const all = [
    {
      text: "map",
      type: "method",
      signature: "(f) => U[]",
      documentation: "Calls f.",
      start: 0,
      end: 1,
    },
    { text: "max", type: "property", start: 0, end: 1 },
  ];
  const editor = { ...createEditor("m"), menu: { all, items: all, selected: 0, asked: 1 } };
  assert.deepEqual(draw(editor, { columns: 40 }).rows, [
    "In [1]: m",
    "map  method    (f) => U[]",
    "max  property",
    "│ (f) => U[]",
    "│ Calls f.",
  ]);
});

Deno.test("drawFrame() breaks documentation between words and leaves out what has no room", () => {
  const pane = "Calls a function.\n\nOnce for each element";
  const editor = { ...createEditor("m"), pane };
  assert.deepEqual(draw(editor).rows, [
    "In [1]: m",
    "│ Calls a function.",
    "│ Once for each",
    "│ element",
  ]);
  assert.deepEqual(draw(editor, { height: 3 }).rows, ["In [1]: m", "│ Calls a function.", "│ …"]);
});

Deno.test("drawFrame() keeps many completions within eight rows, the chosen among them", () => {
  const all = Array.from({ length: 30 }, (_, n) => ({ text: `m${n}`, type: "", start: 0, end: 1 }));
  const editor = { ...createEditor("m"), menu: { all, items: all, selected: 20, asked: 1 } };
  const { rows } = draw(editor, { columns: 40, height: 24 });
  assert.equal(rows.length, 9);
  assert.ok(rows.includes("m20"));
  assert.equal(rows.at(-1), "7 of 30, Tab for the next");
});

Deno.test("drawFrame() puts a picture within the terminal, its cursor on a row", () => {
  const unit = fc.constantFrom("a", "漢", "\n", "\t", "(", "`", " ", "e\u0301", "😀");
  fc.assert(
    fc.property(
      fc.string({ unit, maxLength: 80 }),
      fc.nat(),
      fc.integer({ min: 2, max: 30 }),
      fc.integer({ min: 1, max: 8 }),
      (text, place, columns, height) => {
        const buffer = { text, cursor: place % (text.length + 1) };
        const frame = drawFrame({ ...createEditor(), buffer }, { ...OPTIONS, columns, height });
        assert.ok(frame.rows.length >= 1 && frame.rows.length <= height);
        assert.ok(frame.cursor.row < frame.rows.length && frame.cursor.column < columns);
        for (const row of frame.rows) {
          assert.equal(columnsOf(stripVTControlCharacters(row.text)), row.width);
          assert.ok(row.width <= columns);
        }
      },
    ),
  );
});

Deno.test("drawFrame() shows what is searched below an input that fills the terminal", () => {
  const editor = createEditor(Array.from({ length: 30 }, (_, line) => `line${line}`).join("\n"));
  const search = { query: "line1x", index: 0, failed: true, origin: editor.buffer };
  const { rows, cursor } = draw({ ...editor, search }, { columns: 40 });
  assert.equal(rows.length, OPTIONS.height);
  assert.equal(rows.at(-1), "nothing older with line1x");
  assert.equal(cursor.row, OPTIONS.height - 2);
});
