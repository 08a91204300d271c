import assert from "node:assert/strict";
import { renderDiagnostics } from "../../../kernel/compile/caret.ts";
import type { Diagnostic } from "../../../kernel/compile/cell.ts";

function error(line: number, column: number, length = 1): Diagnostic {
  return {
    severity: "error",
    message: "wrong",
    code: "TS1",
    start: { line, column },
    end: { line, column: column + length },
  };
}

async function block(text: string, diagnostic: Diagnostic): Promise<readonly string[]> {
  return (await renderDiagnostics(text, [diagnostic])).split("\n");
}

Deno.test("renderDiagnostics() shows place, code, line and carets", async () => {
  assert.deepEqual(await block("ok\nlet bad = 1", error(2, 5, 3)), [
    "Cell, line 2, column 5: error TS1: wrong",
    "2 | let bad = 1",
    "  |     ^^^",
  ]);
});

Deno.test("renderDiagnostics() puts carets below wide characters and behind tabs", async () => {
  assert.equal((await block("'日本' x", error(1, 6)))[2], "  |        ^");
  assert.deepEqual((await block("\tx", error(1, 2))).slice(1), ["1 |     x", "  |     ^"]);
  assert.deepEqual((await block("a\tx", error(1, 3))).slice(1), ["1 | a   x", "  |     ^"]);
});

Deno.test("renderDiagnostics() begins each place with the label", async () => {
  const text = await renderDiagnostics("a\nb", [error(2, 1), error(1, 1)], { label: "Cell [3]" });
  assert.match(
    text,
    /^Cell \[3\], line 2, column 1: error[^]*\nCell \[3\], line 1, column 1: error/,
  );
});

Deno.test("renderDiagnostics() cuts a window out of a long line", async () => {
  const [, line = "", carets = ""] = await block("x".repeat(1e6), error(1, 500_000));
  assert.ok(line.length < 120 && line.includes("…"));
  assert.equal(line[carets.indexOf("^")], "x");
});

Deno.test("renderDiagnostics() marks an error at the very end and one that spans lines", async () => {
  assert.equal((await block("f(", error(1, 3)))[2], "  |   ^");
  const spanning = { ...error(1, 1), end: { line: 2, column: 2 } };
  assert.equal((await block("abc\nd", spanning))[2], "  | ^^^");
});

Deno.test("renderDiagnostics() survives a place outside the text", async () => {
  assert.deepEqual(await block("a", error(9, 1)), ["Cell, line 9, column 1: error TS1: wrong"]);
});
