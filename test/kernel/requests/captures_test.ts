import assert from "node:assert/strict";
import { Captures } from "../../../kernel/requests/captures.ts";

const OUTPUT = { msg_type: "stream", content: { name: "stdout", text: "hi" } };

Deno.test("Captures keeps the outputs of its cell only, and only until the end", () => {
  const captures = new Captures();
  assert.equal(captures.take("a", OUTPUT), false);
  captures.begin("a", "out");
  assert.equal(captures.variableOf("a"), "out");
  assert.equal(captures.take("a", OUTPUT), true);
  assert.equal(captures.take("b", OUTPUT), false);
  assert.deepEqual(captures.end("a"), [OUTPUT]);
  assert.equal(captures.take("a", OUTPUT), false);
});

Deno.test("Captures gives nothing for a cell that was not captured", () => {
  assert.deepEqual(new Captures().end("a"), []);
});
