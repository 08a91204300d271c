import assert from "node:assert/strict";
import { openKernel } from "../../../kernel/embed.ts";

async function matches(code: string, cell: string): Promise<readonly string[]> {
  await using kernel = await openKernel({ folder: Deno.cwd(), languageServer: false });
  await kernel.client.execute(cell);
  const content = { code, cursor_pos: [...code].length };
  const reply = await kernel.client.request("shell", "complete_request", content);
  return reply.content.matches as readonly string[];
}

Deno.test("completeAt() knows declared names without a language server", async () => {
  assert.deepEqual(await matches("1 + abun", "let abundance = 7; const other = 1;"), ["abundance"]);
});

Deno.test("completeAt() offers no declared names for a member or inside a string", async () => {
  assert.deepEqual(await matches("(1).abun", "let abundance = 7"), []);
  assert.deepEqual(await matches('"abun', "let abundance = 7"), []);
});

Deno.test("completeAt() knows the members of live objects without a language server", async () => {
  assert.deepEqual(await matches("penguin.fl", "const penguin = { flipper: 181, bill: 39 }"), [
    "flipper",
  ]);
});
