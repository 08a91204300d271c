import assert from "node:assert/strict";
import { drawFrame } from "../../../../kernel/repl/draw/frame.ts";
import { createEditor } from "../../../../kernel/repl/edit/editor.ts";
import { colourless } from "../../../../kernel/repl/terminal/colourless.ts";
import { Screen } from "../../../../kernel/repl/terminal/screen.ts";
import { createFakeTerminal } from "../fake_terminal.ts";

function picture(text: string, columns = 20) {
  return drawFrame(createEditor(text), { columns, height: 6, prompt: "> ", kind: "line" });
}

Deno.test("Screen.print() prints above the picture", async () => {
  const { output, rows } = createFakeTerminal({ columns: 20, rows: 6 });
  const screen = new Screen(output);
  screen.show(picture("a\nb"));
  screen.print("late\n");
  screen.print("later");
  assert.deepEqual(await rows(), ["late", "later", "> a", "b"]);
});

Deno.test("Screen.finish() leaves a picture behind that is higher than the terminal", async () => {
  const { output, rows, cursor } = createFakeTerminal({ columns: 20, rows: 3 });
  const screen = new Screen(output);
  const editor = createEditor("1\n2\n3\n4\n5");
  const options = { columns: 20, height: 3, prompt: "> ", kind: "line" } as const;
  screen.show(drawFrame(editor, options));
  screen.finish(drawFrame(editor, { ...options, final: true }));
  assert.deepEqual(await rows(), ["> 1", "2", "3", "4", "5"]);
  assert.deepEqual(await cursor(), { row: 5, column: 0 });
});

Deno.test("Screen.resized() covers a picture that the terminal has wrapped", async () => {
  const { output, rows, resize } = createFakeTerminal({ columns: 20, rows: 6 });
  const screen = new Screen(output);
  screen.print("above\n");
  screen.show(picture("123456789012345"));
  await resize(10, 6);
  screen.resized();
  screen.show(picture("123456789012345", 10));
  assert.deepEqual(await rows(), ["above", "> 12345678", "9012345"]);
});

Deno.test("Screen.clear() leaves only the picture", async () => {
  const { output, rows } = createFakeTerminal();
  const screen = new Screen(output);
  screen.print("gone\n");
  screen.show(picture("a"));
  screen.clear();
  assert.deepEqual(await rows(), ["> a"]);
});

Deno.test("colourless() drops colours and keeps what shows without them", () => {
  const terminal = createFakeTerminal();
  colourless(terminal.output).write("\x1b[1;31ma\x1b[0m\x1b[38;5;1mb\x1b[7mc\x1b[m\x1b[2K");
  assert.equal(terminal.written, "\x1b[1ma\x1b[0mb\x1b[7mc\x1b[m\x1b[2K");
});
