import assert from "node:assert/strict";
import { upgrade } from "../../../kernel/notebook/nbformat.ts";
import { markdown, notebook } from "./build.ts";

Deno.test("upgrade() gives every cell an id of its own and leaves those that have one", () => {
  const cells = [markdown("a", { id: "cell-2" }), markdown("b"), markdown("c", { id: "cell-2" })];
  const upgraded = upgrade({ ...notebook(...cells), nbformat_minor: 2 });
  assert.deepEqual(upgraded.cells.map((cell) => cell.id), ["cell-2", "cell-2-2", "cell-3"]);
  assert.equal(upgraded.nbformat_minor, 5);
});

Deno.test("upgrade() returns a notebook that lacks nothing as it is", () => {
  const complete = notebook(markdown("a", { id: "a" }));
  assert.equal(upgrade(complete), complete);
});
