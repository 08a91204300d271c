import assert from "node:assert/strict";
import { isFarewell } from "../../../kernel/repl/farewell.ts";
import { readPayloads } from "../../../kernel/repl/payloads.ts";
import { createMessage, type Json } from "../../../kernel/wire/message.ts";

function read(payload: Json) {
  const init = { msg_type: "execute_reply", content: { payload } };
  return readPayloads(createMessage({ session: "s", username: "u" }, init));
}

Deno.test("readPayloads() finds pages and the text of the next input", () => {
  assert.deepEqual(
    read([
      { source: "page", data: { "text/plain": "one" }, start: 0 },
      { source: "set_next_input", text: "1 + 1", replace: false },
      { source: "page", data: { "text/html": "<p>two</p>" }, start: 0 },
    ]),
    { pages: ["one", "two"], nextInput: "1 + 1" },
  );
});

Deno.test("readPayloads() finds nothing in replies without payloads", () => {
  assert.deepEqual(read([]), { pages: [], nextInput: undefined });
  assert.deepEqual(read(null), { pages: [], nextInput: undefined });
});

Deno.test("isFarewell() knows the words of other REPLs and nothing longer", () => {
  for (const word of ["exit", "exit()", "exit();", "quit", "quit()", ".exit", " exit() "]) {
    assert.equal(isFarewell(word), true, word);
  }
  for (const code of ["exit(1)", "exits", "process.exit()", "let exit", ""]) {
    assert.equal(isFarewell(code), false, code);
  }
});
