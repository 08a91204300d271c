import assert from "node:assert/strict";
import { nearest } from "../../../kernel/cli/nearest.ts";

Deno.test("nearest() forgives two slips", () => {
  assert.equal(nearest("unistal", ["install", "uninstall"]), "uninstall");
});

Deno.test("nearest() names nothing when nothing resembles the word", () => {
  assert.equal(nearest("frobnicate", ["run", "repl"]), undefined);
  assert.equal(nearest("run", []), undefined);
});
