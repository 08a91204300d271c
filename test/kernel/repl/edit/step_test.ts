import assert from "node:assert/strict";
import fc from "fast-check";
import {
  createEditor,
  type EditContext,
  type Editor,
  type Effect,
} from "../../../../kernel/repl/edit/editor.ts";
import { KEYMAP } from "../../../../kernel/repl/edit/keymap.ts";
import { step } from "../../../../kernel/repl/edit/step.ts";
import type { Key } from "../../../../kernel/repl/terminal/keys.ts";
import { graphemes } from "../../../../kernel/repl/width.ts";

const CONTEXT: EditContext = { history: ["let a = 1", "f(\n  2,\n)", "let b"], multiline: true };

/** Words in angle brackets are keys, the rest is typed. */
function keysOf(script: string): Key[] {
  return Array.from(
    script.matchAll(/<([^<>]+)>|./gsu),
    ([text, name]): Key => name === undefined ? { kind: "text", text } : { kind: "press", name },
  );
}

function play(script: string, editor: Editor = createEditor(), context = CONTEXT): Editor {
  return keysOf(script).reduce((state, key) => step(state, key, context).editor, editor);
}

/** The text with the cursor as a bar. */
function look({ buffer: { text, cursor } }: Editor): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function effect(script: string, text = ""): Effect | undefined {
  const keys = keysOf(script);
  const last = keys.pop();
  const editor = keys.reduce((state, key) => step(state, key, CONTEXT).editor, createEditor(text));
  return last && step(editor, last, CONTEXT).effect;
}

const anyKey: fc.Arbitrary<Key> = fc.oneof(
  fc.constantFrom("a", "b", " ", "(", ")", "}", "e\u0301", "漢", "👩‍👩‍👧", "\t").map((text): Key => ({
    kind: "text",
    text,
  })),
  fc.constantFrom(...Object.keys(KEYMAP), "escape", "C-g").map((name): Key => ({
    kind: "press",
    name,
  })),
  fc.constantFrom("x\ny", "🇩🇪\n\n").map((text): Key => ({ kind: "paste", text })),
);

Deno.test("step() moves by characters, words and lines", () => {
  assert.equal(look(play("one two<M-b>")), "one |two");
  assert.equal(look(play("one two<C-a><M-f>")), "one| two");
  assert.equal(look(play("a漢👩‍👩‍👧<left><left>")), "a|漢👩‍👩‍👧");
  assert.equal(look(play("abc<M-enter>de<up>")), "ab|c\nde");
  assert.equal(look(play("abc<M-enter>d<M-enter>efg<up><up>")), "abc|\nd\nefg");
});

Deno.test("step() cuts and puts back", () => {
  assert.equal(look(play("one two<C-w><C-a><C-y>")), "two|one ");
  assert.equal(look(play("one two<C-w><C-w><C-y>")), "one two|");
  assert.equal(look(play("one two<C-w> <C-u><C-y><M-y>")), "two|");
  assert.equal(look(play("a<M-enter>b<up><C-k>")), "a|b");
  assert.equal(look(play("ab<C-t>")), "ba|");
});

Deno.test("step() undoes a word at a time and takes that back", () => {
  assert.equal(look(play("one two<C-_>")), "one|");
  assert.equal(look(play("one two<C-_><C-_><M-_><M-_>")), "one two|");
});

Deno.test("step() names what the world has to do", () => {
  assert.equal(effect("<enter>"), "submit");
  assert.equal(effect("<C-d>"), "leave");
  assert.equal(effect("a<C-d>"), undefined);
  assert.equal(effect("<C-c>", "text"), "cancel");
  assert.equal(effect("<tab>", "con"), "complete");
  assert.equal(effect("<S-tab>", "con"), "inspect");
  assert.equal(effect("<C-l>"), "clearScreen");
});

Deno.test("step() indents with Tab where nothing stands before the cursor", () => {
  assert.equal(look(play("<tab>")), "  |");
  assert.equal(look(play("{<M-enter><tab>a<M-enter>")), "{\n  a\n  |");
});

Deno.test("step() moves a closing bracket out one level", () => {
  assert.equal(look(play("{<M-enter><tab>}")), "{\n}|");
  assert.equal(look(play("  }")), "  }|");
});

Deno.test("step() walks through the inputs that begin alike, and back to the draft", () => {
  assert.equal(look(play("let<up>")), "let b|");
  assert.equal(look(play("let<up><up>")), "let a = 1|");
  assert.equal(look(play("let<up><up><up>")), "let a = 1|");
  assert.equal(look(play("let<up><up><down><down>")), "let|");
  assert.equal(look(play("<up><up><up>")), "let a = 1|");
});

Deno.test("step() moves inside an input of several lines before it leaves it", () => {
  assert.equal(look(play("<up><up>")), "f(|\n  2,\n)");
  assert.equal(look(play("<up><up><down>")), "f(\n  |2,\n)");
  assert.equal(look(play("<up><up><down><down><down>")), "let b|");
});

Deno.test("step() searches as one types and forgets on Escape", () => {
  assert.equal(look(play("x<C-r>let")), "|let b");
  assert.equal(look(play("x<C-r>let<C-r>")), "|let a = 1");
  assert.equal(look(play("x<C-r>let<C-r><C-s>")), "|let b");
  assert.equal(look(play("x<C-r>=<enter>!")), "let a !|= 1");
  assert.equal(look(play("x<C-r>let<escape>")), "x|");
  assert.equal(play("x<C-r>nowhere").search?.failed, true);
  assert.equal(play("x<C-r>letz<backspace>").search?.failed, false);
  assert.equal(look(play("x<C-r>let<enter><C-_>")), "x|");
});

Deno.test("step() leaves no line ends in an answer of one line", () => {
  const oneLine = { history: [], multiline: false };
  const pasted = step(createEditor(), { kind: "paste", text: "a\nb" }, oneLine);
  assert.equal(pasted.editor.buffer.text, "a b");
  assert.equal(step(createEditor(), { kind: "press", name: "M-enter" }, oneLine).effect, "submit");
});

Deno.test("step() keeps the cursor between graphemes of the text, whatever is pressed", () => {
  fc.assert(fc.property(fc.array(anyKey, { maxLength: 60 }), (keys) => {
    let editor = createEditor();
    for (const key of keys) {
      editor = step(editor, key, CONTEXT).editor;
      const { text, cursor } = editor.buffer;
      assert.ok(cursor >= 0 && cursor <= text.length);
      const before = graphemes(text.slice(0, cursor)).length;
      const after = graphemes(text.slice(cursor)).length;
      // Combining characters may come to stand alone behind the cursor, half ones never.
      assert.ok(before + after >= graphemes(text).length);
      assert.ok(!/^[\udc00-\udfff]/.test(text.slice(cursor)));
    }
  }));
});

Deno.test("step() can undo everything", () => {
  fc.assert(fc.property(fc.array(anyKey, { maxLength: 60 }), (keys) => {
    let editor = createEditor("start");
    for (const key of keys) editor = step(editor, key, CONTEXT).editor;
    editor = step(editor, { kind: "press", name: "escape" }, CONTEXT).editor;
    const redone = editor.buffer.text;
    let undone = 0;
    while (editor.past.length > 0) {
      editor = step(editor, { kind: "press", name: "C-_" }, CONTEXT).editor;
      undone++;
    }
    assert.equal(editor.buffer.text, "start");
    while (undone-- > 0) editor = step(editor, { kind: "press", name: "M-_" }, CONTEXT).editor;
    assert.equal(editor.buffer.text, redone);
  }));
});

Deno.test("step() restores the text when what was typed is erased again", () => {
  const typed = fc.array(fc.constantFrom("a", " ", "漢", "😀", "(", ")"), { maxLength: 20 });
  fc.assert(fc.property(fc.string(), fc.nat(), typed, (text, place, characters) => {
    const offset = graphemes(text).slice(0, place % (text.length + 1)).join("").length;
    let editor: Editor = { ...createEditor(text), buffer: { text, cursor: offset } };
    const before = editor.buffer;
    for (const text of characters) editor = step(editor, { kind: "text", text }, CONTEXT).editor;
    for (const _ of characters) {
      editor = step(editor, { kind: "press", name: "backspace" }, CONTEXT).editor;
    }
    assert.deepEqual(editor.buffer, before);
  }));
});

Deno.test("step() keeps what is said of an open call while one types, and drops it on Escape", () => {
  const hinted: Editor = { ...createEditor("f("), hint: "f(x)" };
  assert.equal(play("1, <left>2", hinted).hint, "f(x)");
  assert.equal(play("1<escape>", hinted).hint, undefined);
});
