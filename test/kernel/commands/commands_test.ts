import assert from "node:assert/strict";
import { COMMAND_RULES } from "../../../kernel/commands/commands.ts";
import { COMMANDS } from "../../../kernel/compile/catalogue.ts";

/** What the compiler turns into calls of other hooks, or into nothing. */
const COMPILED = ["time", "timeit", "silent"];

Deno.test("COMMAND_RULES has a rule for each command of the catalogue", () => {
  const missing = COMMANDS.map(({ name }) => name)
    .filter((name) => !COMPILED.includes(name) && !(name in COMMAND_RULES));
  assert.deepEqual(missing, []);
});

Deno.test("COMMAND_RULES has no rule that no cell can reach", () => {
  const known = new Set(COMMANDS.map(({ name }) => name));
  const surplus = Object.keys(COMMAND_RULES).filter((name) => !known.has(name));
  assert.deepEqual(surplus, ["capture_begin", "capture_end"]);
});
