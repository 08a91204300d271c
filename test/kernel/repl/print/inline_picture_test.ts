import assert from "node:assert/strict";
import { inlinePicture, pictureProtocol } from "../../../../kernel/repl/print/inline_picture.ts";

function protocol(env: Readonly<Record<string, string>>) {
  return pictureProtocol((name) => env[name]);
}

Deno.test("pictureProtocol() knows which terminals draw pictures", () => {
  assert.equal(protocol({ TERM: "xterm-kitty" }), "kitty");
  assert.equal(protocol({ TERM: "xterm-256color", TERM_PROGRAM: "WezTerm" }), "iterm");
  assert.equal(protocol({ TERM: "xterm-256color" }), undefined);
  assert.equal(protocol({ TERM: "screen", TERM_PROGRAM: "iTerm.app", TMUX: "/tmp/x" }), undefined);
});

Deno.test("inlinePicture() cuts long pictures for kitty and marks the last piece", () => {
  const text = inlinePicture("A".repeat(5000), "kitty");
  const pieces = text.split("\x1b\\").filter((piece) => piece !== "");
  assert.deepEqual(pieces.map((piece) => piece.split(";")[0]), [
    "\x1b_Ga=T,f=100,m=1",
    "\x1b_Gm=0",
  ]);
  assert.equal(pieces.map((piece) => piece.split(";")[1]).join(""), "A".repeat(5000));
});
