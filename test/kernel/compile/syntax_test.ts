import assert from "node:assert/strict";
import { CellSizeError, parseCell, treeOf } from "../../../kernel/compile/syntax.ts";

Deno.test("treeOf() says what to do with a cell whose tree is too large to be had", () => {
  const text = "n += 1;\n".repeat(1e6);
  const parsed = {
    get program(): never {
      throw new Error("Failed to convert rust `String` into napi `string`");
    },
  };
  assert.throws(() => treeOf(text, parsed), (error) => {
    assert(error instanceof CellSizeError);
    assert.match(error.message, /too much code, 8\.0 MB; split it, or read data from a file/);
    return true;
  });
  assert.equal(treeOf("a; b", parseCell("a; b")).body.length, 2);
});
