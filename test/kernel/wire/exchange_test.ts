import assert from "node:assert/strict";
import { Exchange } from "../../../kernel/wire/exchange.ts";
import { createMessage, type Message, type MessageInit } from "../../../kernel/wire/message.ts";

function message(msg_type: string, content: MessageInit["content"] = {}): Message {
  return createMessage({ session: "s", username: "u" }, { msg_type, content });
}

Deno.test("Exchange without idle ends with its reply", async () => {
  const exchange = new Exchange({ untilIdle: false });
  const reply = message("x_reply");
  exchange.replied(reply);
  assert.deepEqual(await exchange.done, { reply, outputs: [] });
});

Deno.test("Exchange keeps outputs and leaves out status", async () => {
  const exchange = new Exchange({ untilIdle: true });
  const output = message("stream");
  exchange.published(message("status", { execution_state: "busy" }));
  exchange.published(output);
  exchange.replied(message("execute_reply"));
  exchange.published(message("status", { execution_state: "idle" }));
  assert.deepEqual((await exchange.done).outputs, [output]);
});

Deno.test("Exchange keeps the first reply when a second one comes", async () => {
  const exchange = new Exchange({ untilIdle: true });
  const first = message("first");
  exchange.replied(first);
  exchange.replied(message("second"));
  exchange.published(message("status", { execution_state: "idle" }));
  assert.equal((await exchange.done).reply, first);
});

Deno.test("Exchange.failed() rejects", async () => {
  const exchange = new Exchange({ untilIdle: true });
  exchange.failed(new Error("over"));
  await assert.rejects(exchange.done, /over/);
});
