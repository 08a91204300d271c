import assert from "node:assert/strict";
import { Captured, type CapturedPart } from "../../../../kernel/evaluate/session/captured.ts";
import type { Output } from "../../../../kernel/evaluate/session/output.ts";

const BUNDLE = { data: { "text/plain": "shown" }, metadata: {} };

const PARTS: readonly CapturedPart[] = [
  { type: "text", stream: "stdout", text: "a" },
  { type: "display", bundle: BUNDLE },
  { type: "text", stream: "stderr", text: "b" },
  { type: "text", stream: "stdout", text: "c" },
];

/** An output that keeps what it is given. */
function recorder(cell: string | null): { readonly said: unknown[]; readonly output: Output } {
  const said: unknown[] = [];
  const output: Pick<Output, "cell" | "text" | "event"> = {
    cell,
    text: (...args) => void said.push(args),
    event: (event) => void said.push(event),
  };
  return { said, output: output as Output };
}

Deno.test("Captured tells the texts of each stream, and the displays", () => {
  const captured = new Captured(PARTS, recorder(null).output);
  assert.equal(captured.stdout, "ac");
  assert.equal(captured.stderr, "b");
  assert.deepEqual(captured.outputs, [BUNDLE]);
});

Deno.test("Captured.show() puts everything out again in its order, for the cell that calls it", () => {
  const { said, output } = recorder("later");
  new Captured(PARTS, output).show();
  assert.deepEqual(said, [
    ["a", "stdout"],
    { type: "display", cell: "later", bundle: BUNDLE },
    ["b", "stderr"],
    ["c", "stdout"],
  ]);
});
