import assert from "node:assert/strict";
import { ClientClosed, connectClient, KernelNotReady } from "../../../kernel/wire/client.ts";
import type { Message } from "../../../kernel/wire/message.ts";
import { Inbox } from "../../support/inbox.ts";
import { ScriptedKernel } from "../../support/scripted_kernel.ts";

const OK = { msg_type: "execute_reply", content: { status: "ok" } };

Deno.test("KernelClient.execute() states what the options say, with the protocol's defaults", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect(), { username: "somebody" });
  void client.execute("1 + 1").catch(() => {});
  const plain = await kernel.take("execute_request");
  assert.equal(plain.channel, "shell");
  assert.equal(plain.message.header.username, "somebody");
  assert.deepEqual(plain.message.content, {
    code: "1 + 1",
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  });
  const options = {
    silent: true,
    stopOnError: false,
    userExpressions: { a: "1" },
    metadata: { cellId: "c" },
    onInput: () => Promise.resolve(""),
  };
  void client.execute("2", options).catch(() => {});
  const { content, metadata } = (await kernel.take("execute_request")).message;
  assert.deepEqual(content, {
    code: "2",
    silent: true,
    store_history: false,
    user_expressions: { a: "1" },
    allow_stdin: true,
    stop_on_error: false,
  });
  assert.deepEqual(metadata, { cellId: "c" });
  await client.close();
});

for (const first of ["reply", "idle"] as const) {
  Deno.test(`KernelClient.execute() resolves after reply and idle, the ${first} coming first`, async () => {
    await using kernel = new ScriptedKernel();
    const client = connectClient(kernel.connect());
    const heard: string[] = [];
    const execution = client.execute("x", { onOutput: (m) => heard.push(m.header.msg_type) });
    const request = await kernel.take("execute_request");
    kernel.publish(request, "status", { execution_state: "busy" });
    kernel.publish(request, "stream", { text: "a" });
    kernel.publish(request, "execute_result", { data: {} });
    if (first === "reply") kernel.reply(request, OK);
    else kernel.idle(request);
    const settled = await Promise.race([execution.then(() => true), turns(10).then(() => false)]);
    assert.equal(settled, false);
    if (first === "reply") kernel.idle(request);
    else kernel.reply(request, OK);
    const { reply, outputs } = await execution;
    assert.deepEqual(reply.content, { status: "ok" });
    assert.deepEqual(outputs.map((m) => m.header.msg_type), ["stream", "execute_result"]);
    assert.deepEqual(heard, ["stream", "execute_result"]);
    await client.close();
  });
}

Deno.test("KernelClient.execute() keeps the outputs of two cells apart", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const executions = [client.execute("a"), client.execute("b")];
  const a = await kernel.take("execute_request");
  const b = await kernel.take("execute_request");
  kernel.publish(b, "stream", { text: "b" });
  kernel.publish(a, "stream", { text: "a" });
  kernel.publish(undefined, "stream", { text: "nobody's" });
  for (const request of [b, a]) {
    kernel.reply(request, OK);
    kernel.idle(request);
  }
  const texts = (await Promise.all(executions)).map(({ outputs }) => outputs.map(text));
  assert.deepEqual(texts, [["a"], ["b"]]);
  await client.close();
});

Deno.test("KernelClient.execute() rejects with what onOutput throws", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const onOutput = (): never => {
    throw new Error("the screen is gone");
  };
  const execution = client.execute("x", { onOutput });
  kernel.publish(await kernel.take("execute_request"), "stream", { text: "a" });
  await assert.rejects(execution, /the screen is gone/);
  await client.close();
});

Deno.test("KernelClient answers an input request with its own header as parent", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const asked = new Inbox<unknown>();
  const onInput = (request: unknown): Promise<string> => {
    asked.put(request);
    return Promise.resolve("secret");
  };
  const execution = client.execute("prompt()", { onInput });
  const request = await kernel.take("execute_request");
  const input = { msg_type: "input_request", content: { prompt: "Word?", password: true } };
  kernel.reply(request, input, "stdin");
  assert.deepEqual(await asked.take(), { prompt: "Word?", password: true });
  const { channel, message } = await kernel.take("input_reply");
  assert.equal(channel, "stdin");
  assert.equal(message.content.value, "secret");
  assert.equal(message.parent_header.msg_type, "input_request");
  kernel.reply(request, OK);
  kernel.idle(request);
  await execution;
  await client.close();
});

Deno.test("KernelClient interrupts the kernel when nobody can answer its prompt", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const onInput = (): Promise<string> => Promise.reject(new Error("Ctrl-C"));
  const execution = client.execute("prompt()", { onInput });
  const request = await kernel.take("execute_request");
  kernel.reply(request, { msg_type: "input_request", content: { prompt: "?" } }, "stdin");
  assert.equal((await kernel.take("interrupt_request")).channel, "control");
  kernel.reply(request, OK);
  kernel.idle(request);
  await execution;
  await client.close();
});

Deno.test("KernelClient.request() resolves with the reply to it, in whatever order replies come", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const first = client.request("shell", "complete_request", { code: "a", cursor_pos: 1 });
  const second = client.request("control", "kernel_info_request", {});
  const complete = await kernel.take("complete_request");
  const info = await kernel.take("kernel_info_request");
  assert.equal(info.channel, "control");
  kernel.reply(info, { msg_type: "kernel_info_reply", content: { n: 2 } });
  kernel.reply(complete, { msg_type: "complete_reply", content: { n: 1 } });
  assert.equal((await first).content.n, 1);
  assert.equal((await second).content.n, 2);
  await client.close();
});

Deno.test("KernelClient.interrupt() and shutdown() go over control", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const interrupt = client.interrupt();
  const interrupting = await kernel.take("interrupt_request");
  assert.equal(interrupting.channel, "control");
  kernel.reply(interrupting, { msg_type: "interrupt_reply", content: { status: "ok" } });
  await interrupt;
  const shutdown = client.shutdown({ restart: true });
  const ending = await kernel.take("shutdown_request");
  assert.deepEqual([ending.channel, ending.message.content], ["control", { restart: true }]);
  kernel.reply(ending, { msg_type: "shutdown_reply", content: { restart: true } });
  assert.equal((await shutdown).content.restart, true);
  await client.close();
});

Deno.test("KernelClient.send() needs no reply and carries buffers", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const buffers = [Uint8Array.of(1, 2)];
  const sent = client.send("shell", { msg_type: "comm_msg", content: { comm_id: "c" }, buffers });
  assert.deepEqual((await kernel.take("comm_msg")).message, sent);
  await client.close();
});

Deno.test("KernelClient.ready() asks again until a reply and an iopub message have come", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const ready = client.ready();
  await kernel.take("kernel_info_request");
  const answered = await kernel.take("kernel_info_request");
  kernel.reply(answered, { msg_type: "kernel_info_reply", content: { banner: "hello" } });
  const settled = await Promise.race([ready.then(() => true), turns(10).then(() => false)]);
  assert.equal(settled, false);
  kernel.idle(await kernel.take("kernel_info_request"));
  assert.equal((await ready).content.banner, "hello");
  await client.close();
});

Deno.test("KernelClient.ready() says what was missing when it gives up", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect(), { readyTimeout: 1 });
  await assert.rejects(client.ready(), (error) => {
    assert.ok(error instanceof KernelNotReady);
    assert.match(error.message, /it did not answer within 1 ms; see whether it runs/);
    return true;
  });
  await client.close();
});

Deno.test("KernelClient.onMessage() hears everything on iopub until it is stopped", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const inbox = new Inbox<Message>();
  const stop = client.onMessage(inbox.put);
  kernel.publish(undefined, "stream", { text: "late output" });
  assert.equal(text(await inbox.take()), "late output");
  stop();
  kernel.publish(undefined, "stream", { text: "unheard" });
  await turns(10);
  assert.equal(inbox.items.length, 0);
  await client.close();
});

Deno.test("KernelClient.close() rejects what still waits, and what comes after", async () => {
  await using kernel = new ScriptedKernel();
  const client = connectClient(kernel.connect());
  const waiting = [client.execute("while (true) {}"), client.ready(), client.interrupt()];
  const outcomes = Promise.allSettled(waiting);
  await client.close();
  for (const outcome of await outcomes) {
    assert.ok(outcome.status === "rejected" && outcome.reason instanceof ClientClosed);
  }
  await assert.rejects(client.execute("1"), ClientClosed);
});

function text(message: Message): unknown {
  return message.content.text;
}

/** Lets everything that waits in microtasks happen. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
}
