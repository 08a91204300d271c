import assert from "node:assert/strict";
import fc from "fast-check";
import { LineReader } from "../../../kernel/repl/lines.ts";
import { createFakeTerminal } from "./fake_terminal.ts";

async function read(chunks: readonly string[]): Promise<string[]> {
  const { input, type, end } = createFakeTerminal();
  const lines = new LineReader(input);
  chunks.forEach(type);
  end();
  const texts: string[] = [];
  for (let line = await lines.next(); line.kind === "line"; line = await lines.next()) {
    texts.push(line.text);
  }
  return texts;
}

Deno.test("LineReader.next() reads the same lines however the input is cut", async () => {
  const unit = fc.constantFrom("a", "漢", "\n", "\r\n", "\r");
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 20 }), fc.array(fc.nat()), async (text, cuts) => {
      const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length];
      const sorted = places.sort((a, b) => a - b);
      const chunks = sorted.map((place, index) => text.slice(place, sorted[index + 1] ?? place));
      const lines = text.split(/\r\n|\r|\n/);
      assert.deepEqual(await read(chunks), lines.at(-1) === "" ? lines.slice(0, -1) : lines);
    }),
  );
});

Deno.test("LineReader.interrupt() wakes who waits and loses no line", async () => {
  const { input, type } = createFakeTerminal();
  const lines = new LineReader(input);
  const waiting = lines.next();
  lines.interrupt();
  assert.deepEqual(await waiting, { kind: "interrupted" });
  lines.interrupt();
  type("a\nb\n");
  assert.deepEqual(await lines.next(), { kind: "line", text: "a" });
  assert.deepEqual(lines.arrived, ["b"]);
  lines.close();
});
