import assert from "node:assert/strict";
import { openKernel } from "../../../kernel/embed.ts";
import { completeAt } from "../../../kernel/requests/completions.ts";
import { StateRig } from "./state.ts";

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

Deno.test("completions keep names beside keys that need brackets, whichever come first", async () => {
  const cell = `const row: any = JSON.parse('{"bill length":39,"species":"Adelie","a-b":1}')`;
  assert.equal((await matches("row.", cell))[0], "species");
  assert.deepEqual(await matches("row.b", cell), ['["bill length"]']);
});

Deno.test("completeAt() asks the language server nothing about text that no parser survives", async () => {
  let asked = 0;
  using rig = new StateRig({ assist: { complete: () => Promise.resolve((asked++, [])) } });
  for (const code of ["(".repeat(20_000), "1+".repeat(200_000), "a=>".repeat(20_000)]) {
    assert.deepEqual(await completeAt(rig.state, { code, offset: code.length }), []);
  }
  assert.equal(asked, 0);
  await completeAt(rig.state, { code: "f(", offset: 2 });
  assert.equal(asked, 1);
});

Deno.test("completeAt() waits for a session that starts", async () => {
  await using kernel = await openKernel({ folder: Deno.cwd(), languageServer: false });
  const content = { code: "Math.hyp", cursor_pos: 8 };
  const reply = await kernel.client.request("shell", "complete_request", content);
  assert.deepEqual(reply.content.matches, ["hypot"]);
});

/** Completes `box.` where the session and the language server answer after so many milliseconds. */
async function textsAfter(delays: { readonly live: number; readonly typed: number }) {
  const after = async <T>(milliseconds: number, value: T): Promise<T> => {
    if (milliseconds === Infinity) return await new Promise(() => {});
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return value;
  };
  const typed = [{ text: "typed", type: "property", start: 4, end: 4 }];
  using rig = new StateRig({ assist: { complete: () => after(delays.typed, typed) } });
  const live = [{ name: "live", kind: "property", depth: 0 }];
  rig.session.host.peek = () => after(delays.live, live);
  const items = await completeAt(rig.state, { code: "box.", offset: 4 });
  return items.map(({ text }) => text);
}

Deno.test("completeAt() does not keep live names back for a language server that is behind", async () => {
  assert.deepEqual(await textsAfter({ live: 0, typed: Infinity }), ["live"]);
});

Deno.test("completeAt() does not keep types back for a session that does not look up", async () => {
  assert.deepEqual(await textsAfter({ live: Infinity, typed: 0 }), ["typed"]);
});

Deno.test("completeAt() waits longer for the first who knows something", async () => {
  assert.deepEqual(await textsAfter({ live: 600, typed: Infinity }), ["live"]);
  assert.deepEqual(await textsAfter({ live: Infinity, typed: 600 }), ["typed"]);
});

Deno.test("completeAt() joins what both know", async () => {
  assert.deepEqual(await textsAfter({ live: 0, typed: 0 }), ["typed", "live"]);
});
