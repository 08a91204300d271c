import assert from "node:assert/strict";
import { createMessage } from "../../../kernel/wire/message.ts";
import { createMemoryConnection } from "../../../kernel/wire/memory_transport.ts";
import { testTransport } from "../../conformance/transport.ts";

testTransport(
  "createMemoryConnection()",
  (log) => Promise.resolve(createMemoryConnection({ log })),
);

Deno.test("createMemoryConnection() hands back a question to a client that has gone", async () => {
  const { kernel } = createMemoryConnection();
  const author = { session: "session", username: "tester" };
  const question = createMessage(author, { msg_type: "input_request", content: {} });
  const { promise, resolve } = Promise.withResolvers<unknown>();
  kernel.listen({ received: () => {}, subscribed: () => {}, undelivered: resolve });
  kernel.send("shell", [new TextEncoder().encode("gone")], question);
  kernel.send("stdin", [new TextEncoder().encode("gone")], question);
  assert.equal(await promise, question);
  await kernel.close();
});
