import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeKeys, flushKeys, type Key } from "../../../../kernel/repl/terminal/keys.ts";

function names(text: string): string[] {
  return decodeKeys("", text).keys.map((key) => key.kind === "press" ? key.name : key.text);
}

Deno.test("decodeKeys() names control keys, arrows and their modifiers", () => {
  assert.deepEqual(names("\x01\r\x7f\x1b[A\x1bOH\x1b[3~\x1b[Z"), [
    "C-a",
    "enter",
    "backspace",
    "up",
    "home",
    "delete",
    "S-tab",
  ]);
  assert.deepEqual(names("\x1b[1;5D\x1b[1;3C\x1bf\x1b\r\x1b\x7f"), [
    "C-left",
    "M-right",
    "M-f",
    "M-enter",
    "M-backspace",
  ]);
  assert.deepEqual(names("\x1b[13;2u\x1b[27;2;13~\x1b[97;5u"), ["S-enter", "S-enter", "C-a"]);
});

Deno.test("decodeKeys() keeps a paste whole and mends its line ends", () => {
  assert.deepEqual(decodeKeys("", "\x1b[200~a\r\nb\rc\x1b[201~x").keys, [
    { kind: "paste", text: "a\nb\nc" },
    { kind: "text", text: "x" },
  ]);
});

Deno.test("decodeKeys() drops sequences it does not know and goes on behind them", () => {
  assert.deepEqual(names("\x1b[?1;2ca\x1b[99~b"), ["a", "b"]);
});

Deno.test("decodeKeys() reads the same keys however the text is cut", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "\x1b[A",
      "\x1b[1;5C",
      "\x1b[13;2u",
      "\x1bOF",
      "\x1bf",
      "\r",
      "\x03",
      "\x1b[200~one\r\ntwo\x1b[201~",
      "😀",
      "漢",
    ),
    fc.string({ unit: fc.constantFrom("a", "[", "O", "1", "~", ";", " ") }),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat()), (pieces, cuts) => {
      const text = pieces.join("");
      const places = cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b);
      const keys: Key[] = [];
      let pending = "";
      let from = 0;
      for (const place of [...places, text.length]) {
        const decoded = decodeKeys(pending, text.slice(from, place));
        keys.push(...decoded.keys);
        pending = decoded.pending;
        from = place;
      }
      assert.deepEqual({ keys, pending }, decodeKeys("", text));
    }),
  );
});

Deno.test("flushKeys() takes a lone Escape for the key", () => {
  const { pending } = decodeKeys("", "\x1b");
  assert.deepEqual(flushKeys(pending), [{ kind: "press", name: "escape" }]);
});
