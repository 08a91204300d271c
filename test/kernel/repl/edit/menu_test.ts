import assert from "node:assert/strict";
import { createEditor, type Editor } from "../../../../kernel/repl/edit/editor.ts";
import { chosen, offer } from "../../../../kernel/repl/edit/menu.ts";
import { step } from "../../../../kernel/repl/edit/step.ts";

const CONTEXT = { history: [], multiline: true };

function items(start: number, end: number, ...texts: string[]) {
  return texts.map((text) => ({ text, type: "property", start, end }));
}

function press(editor: Editor, ...names: string[]): Editor {
  return names.reduce(
    (state, name) =>
      step(
        state,
        name.length === 1 ? { kind: "text", text: name } : { kind: "press", name },
        CONTEXT,
      )
        .editor,
    editor,
  );
}

Deno.test("offer() inserts the only completion", () => {
  const editor = offer(createEditor("x.le"), items(2, 4, "length"));
  assert.equal(editor.buffer.text, "x.length");
  assert.equal(editor.menu, undefined);
});

Deno.test("offer() inserts what all completions share and offers the rest", () => {
  const editor = offer(createEditor("x.re"), items(2, 4, "reduce", "reduceRight"));
  assert.equal(editor.buffer.text, "x.reduce");
  assert.deepEqual(editor.menu?.items.map((item) => item.text), ["reduce", "reduceRight"]);
});

Deno.test("offer() leaves out what does not continue the text", () => {
  assert.equal(offer(createEditor("ab"), items(0, 2, "zebra")).menu, undefined);
});

Deno.test("offer() replaces what an item covers behind the cursor", () => {
  const editor = { ...createEditor("x.lexyz + 1"), buffer: { text: "x.lexyz + 1", cursor: 4 } };
  assert.equal(offer(editor, items(2, 7, "length")).buffer.text, "x.length + 1");
});

Deno.test("a menu is walked through with Tab, round and round, and Enter takes the choice", () => {
  const editor = offer(createEditor("c"), items(0, 1, "catch", "class"));
  assert.equal(chosen(press(editor, "tab"))?.text, "catch");
  assert.equal(chosen(press(editor, "tab", "tab", "tab"))?.text, "catch");
  assert.equal(chosen(press(editor, "S-tab"))?.text, "class");
  const taken = press(editor, "tab", "tab", "enter");
  assert.equal(taken.buffer.text, "class");
  assert.equal(taken.menu, undefined);
});

Deno.test("a menu narrows as one types and closes when nothing fits", () => {
  const editor = offer(createEditor("c"), items(0, 1, "catch", "class"));
  assert.deepEqual(press(editor, "l").menu?.items.map((item) => item.text), ["class"]);
  assert.equal(press(editor, "l", "tab", "enter").buffer.text, "class");
  assert.equal(press(editor, "z").menu, undefined);
  assert.equal(press(editor, "l", "backspace").menu?.items.length, 2);
});

Deno.test("a menu closes on Escape and leaves Enter alone while nothing is chosen", () => {
  const editor = offer(createEditor("c"), items(0, 1, "catch", "class"));
  assert.equal(press(editor, "escape").menu, undefined);
  assert.equal(step(editor, { kind: "press", name: "enter" }, CONTEXT).effect, "submit");
});
