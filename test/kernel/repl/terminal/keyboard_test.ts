import assert from "node:assert/strict";
import { Keyboard } from "../../../../kernel/repl/terminal/keyboard.ts";
import { createFakeTerminal } from "../fake_terminal.ts";

Deno.test("Keyboard.next() hands out keys in order, then nothing", async () => {
  const { input, type, end } = createFakeTerminal();
  const keyboard = new Keyboard(input);
  type("a\x1b");
  type("[A");
  end();
  assert.deepEqual(await keyboard.next(), { kind: "text", text: "a" });
  assert.deepEqual(await keyboard.next(), { kind: "press", name: "up" });
  assert.equal(await keyboard.next(), undefined);
  keyboard.close();
});

Deno.test("Keyboard.next() takes an Escape that nothing follows for the key", async () => {
  const { input, type } = createFakeTerminal();
  const keyboard = new Keyboard(input);
  type("\x1b");
  assert.deepEqual(await keyboard.next(), { kind: "press", name: "escape" });
  keyboard.close();
});

Deno.test("Keyboard reports Ctrl-C while nobody reads and drops what was typed before it", async () => {
  const { input, type } = createFakeTerminal();
  const keyboard = new Keyboard(input);
  const { promise, resolve } = Promise.withResolvers<void>();
  keyboard.interrupted = resolve;
  type("rest\x03x");
  await promise;
  assert.deepEqual(await keyboard.next(), { kind: "text", text: "x" });
  keyboard.close();
});

Deno.test("Keyboard.close() ends a wait", async () => {
  const keyboard = new Keyboard(createFakeTerminal().input);
  const waiting = keyboard.next();
  keyboard.close();
  assert.equal(await waiting, undefined);
});
