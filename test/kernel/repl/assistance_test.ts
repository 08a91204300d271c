import assert from "node:assert/strict";
import {
  askCompleteness,
  askCompletions,
  askDocumentation,
  askHistory,
} from "../../../kernel/repl/assistance.ts";
import { createFakeClient } from "./fake_client.ts";

Deno.test("askCompleteness() takes the kernel's hint, and runs what it does not judge", async () => {
  const client = createFakeClient();
  assert.deepEqual(await askCompleteness(client, "f("), { runs: false, indent: "  " });
  assert.deepEqual(await askCompleteness(client, "f()"), { runs: true, indent: "" });
  const lost = { ...client, request: () => Promise.reject(new Error("closed")) };
  assert.deepEqual(await askCompleteness(lost, "f("), { runs: true, indent: "" });
});

Deno.test("askCompletions() turns code points into UTF-16 offsets", async () => {
  const completions = [{ text: "console", type: "namespace", start: 2, end: 4 }];
  const [item] = await askCompletions(createFakeClient({ completions }), {
    text: "😀 co",
    cursor: 5,
  });
  assert.deepEqual(item, { text: "console", type: "namespace", start: 3, end: 5 });
});

Deno.test("askCompletions() makes do with bare matches", async () => {
  const client = createFakeClient();
  const reply = await client.request("shell", "complete_request", {});
  const content = { matches: ["abc"], cursor_start: 0, cursor_end: 1, metadata: {} };
  const bare = { ...client, request: () => Promise.resolve({ ...reply, content }) };
  assert.deepEqual(await askCompletions(bare, { text: "a", cursor: 1 }), [
    { text: "abc", type: "", start: 0, end: 1 },
  ]);
});

Deno.test("askDocumentation() says nothing where nothing is known", async () => {
  const buffer = { text: "x", cursor: 1 };
  const nothing = { text: undefined, provisional: false };
  assert.deepEqual(await askDocumentation(createFakeClient(), buffer), nothing);
  const client = createFakeClient({ documentation: "\x1b[1mx\x1b[0m" });
  assert.deepEqual(await askDocumentation(client, buffer), { text: "x", provisional: false });
});

Deno.test("askHistory() returns inputs, oldest first", async () => {
  assert.deepEqual(await askHistory(createFakeClient({ history: ["a", "b"] })), ["a", "b"]);
});
