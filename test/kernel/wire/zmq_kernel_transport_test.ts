import assert from "node:assert/strict";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import { connectClient } from "../../../kernel/wire/client.ts";
import {
  connectEndpoint,
  type Connection,
  createConnection,
  reservePorts,
} from "../../../kernel/wire/connection.ts";
import { encodeFrames } from "../../../kernel/wire/frames.ts";
import { createMessage, type Message } from "../../../kernel/wire/message.ts";
import { Poller } from "../../../kernel/wire/poller.ts";
import { problemText, type WireProblem } from "../../../kernel/wire/problem.ts";
import { createSigner } from "../../../kernel/wire/sign.ts";
import type { Received } from "../../../kernel/wire/transport.ts";
import { ZmqContext, type ZmqSocket } from "../../../kernel/wire/zmq.ts";
import { connectZmqClient } from "../../../kernel/wire/zmq_client_transport.ts";
import {
  BindError,
  bindZmqKernel,
  type ZmqKernelOptions,
  type ZmqKernelTransport,
} from "../../../kernel/wire/zmq_kernel_transport.ts";
import { Inbox } from "../../support/inbox.ts";

const AUTHOR = { session: "session", username: "tester" };

function ask(content: Message["content"] = {}): Message {
  return createMessage(AUTHOR, { msg_type: "ask", content });
}

/** What makes messages so large that a few thousand of them fill the buffers of a connection. */
const FILLER = "x".repeat(8000);

/** A kernel, and a socket that can send it whatever bytes it likes. */
class Rig implements AsyncDisposable {
  readonly transport: ZmqKernelTransport;
  readonly log: Inbox<WireProblem>;
  readonly requests = new Inbox<Received>();
  readonly topics = new Inbox<string>();
  readonly undelivered = new Inbox<Message>();
  readonly context = new ZmqContext();
  readonly peer: ZmqSocket;

  constructor(transport: ZmqKernelTransport, log: Inbox<WireProblem>) {
    this.transport = transport;
    this.log = log;
    transport.listen({
      received: this.requests.put,
      subscribed: this.topics.put,
      undelivered: this.undelivered.put,
    });
    this.peer = this.socket("dealer", "shell");
  }

  static async open(
    connection: Connection = createConnection({ key: "key" }),
    options: ZmqKernelOptions = {},
  ): Promise<Rig> {
    const log = new Inbox<WireProblem>();
    return new Rig(await bindZmqKernel(connection, { ...options, log: log.put }), log);
  }

  socket(kind: "dealer" | "req" | "sub", name: "shell" | "hb" | "iopub"): ZmqSocket {
    const socket = this.context.socket(kind, { linger: 0 });
    socket.connect(connectEndpoint(this.transport.connection, name));
    return socket;
  }

  /** A subscriber that takes one message at a time, and leaves the rest to whoever sends. */
  async slowReader(): Promise<ZmqSocket> {
    const socket = this.context.socket("sub", { linger: 0, receiveHighWater: 1, subscribe: "" });
    socket.connect(connectEndpoint(this.transport.connection, "iopub"));
    await this.topics.take();
    return socket;
  }

  /** The kind of the next problem, and nothing delivered for it. */
  async problem(): Promise<string> {
    const problem = await this.log.take();
    assert.equal(problem.channel, "shell");
    assert.equal(this.requests.items.length, 0);
    return problem.kind;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    await this.transport.close();
  }
}

Deno.test("ZmqKernelTransport drops and logs forged, unsigned, replayed and broken messages, and lives on", async () => {
  await using rig = await Rig.open();
  const signed = encodeFrames(ask(), createSigner("key"));
  rig.peer.send(encodeFrames(ask(), createSigner("another key")));
  assert.equal(await rig.problem(), "forged");
  rig.peer.send(encodeFrames(ask(), createSigner("")));
  assert.equal(await rig.problem(), "unsigned");
  rig.peer.send(signed.slice(0, 4));
  assert.equal(await rig.problem(), "truncated");
  rig.peer.send([new Uint8Array()]);
  assert.equal(await rig.problem(), "truncated");
  rig.peer.send(signed);
  await rig.requests.take();
  rig.peer.send(signed);
  assert.equal(await rig.problem(), "replayed");
  const alive = ask({ alive: true });
  rig.peer.send(encodeFrames(alive, createSigner("key")));
  assert.deepEqual((await rig.requests.take()).message, alive);
});

Deno.test("ZmqKernelTransport thins out the log of a flood of forged messages", async () => {
  await using rig = await Rig.open();
  const forged = encodeFrames(ask(), createSigner("another key"));
  for (let i = 0; i < 200; i++) rig.peer.send(forged);
  rig.peer.send(encodeFrames(ask(), createSigner("key")));
  await rig.requests.take();
  assert.equal(rig.log.items.length, 7);
  assert.match(problemText(rig.log.items[6] as WireProblem, 100), /#100/);
});

Deno.test("ZmqKernelTransport keeps all frames before the delimiter and echoes them", async () => {
  await using rig = await Rig.open();
  const route = new TextEncoder().encode("through a proxy");
  rig.peer.send([route, ...encodeFrames(ask(), createSigner("key"))]);
  const { identities } = await rig.requests.take();
  assert.equal(identities.length, 2);
  assert.deepEqual(new Uint8Array(identities[1] ?? []), route);
});

Deno.test("ZmqKernelTransport asks a client as soon as its stdin is connected", async () => {
  await using rig = await Rig.open();
  const ada = new TextEncoder().encode("ada");
  rig.transport.send("stdin", [ada], ask({ who: "?" }));
  const stdin = rig.context.socket("dealer", { linger: 0, routingId: "ada" });
  const asked = new Inbox<Uint8Array[]>();
  const poller = new Poller(rig.context, [{ socket: stdin, received: asked.put }]);
  poller.start();
  stdin.connect(connectEndpoint(rig.transport.connection, "stdin"));
  const content = (await asked.take()).at(-1);
  await poller.stop();
  assert.deepEqual(JSON.parse(new TextDecoder().decode(content)), { who: "?" });
  assert.deepEqual(rig.log.items, []);
});

Deno.test("ZmqKernelTransport gives up a client that never connects its stdin, and says so", async () => {
  await using rig = await Rig.open(undefined, { routeTimeout: 1 });
  const question = ask();
  rig.transport.send("stdin", [new TextEncoder().encode("nobody")], question);
  const { kind, channel } = await rig.log.take();
  assert.deepEqual([kind, channel], ["unsent", "stdin"]);
  assert.equal(await rig.undelivered.take(), question);
});

Deno.test("ZmqKernelTransport.close() gives up what still waits for a client", async () => {
  const rig = await Rig.open(undefined, { routeTimeout: 3_600_000 });
  rig.transport.send("stdin", [new TextEncoder().encode("nobody")], ask());
  await rig[Symbol.asyncDispose]();
  // Whoever sends now waits for nobody either; that no timer is left is seen to by the runner.
  rig.transport.send("stdin", [new TextEncoder().encode("nobody")], ask());
  assert.deepEqual(rig.log.items.map(({ kind }) => kind), ["unsent"]);
});

Deno.test("ZmqKernelTransport echoes heartbeats while its event loop is held up", async () => {
  await using rig = await Rig.open();
  const heart = rig.socket("req", "hb");
  heart.send([new TextEncoder().encode("beat")]);
  const deadline = performance.now() + 10_000;
  let echo: Uint8Array[] | undefined;
  // Nothing is awaited here: no timer, microtask or callback of this process can run.
  while (echo === undefined && performance.now() < deadline) echo = heart.receive();
  assert.equal(new TextDecoder().decode(echo?.[0]), "beat");
});

Deno.test("ZmqKernelTransport ignores what is no subscription on iopub", async () => {
  const subscriptions = new Inbox<string>();
  await using transport = disposable(await bindZmqKernel(createConnection()));
  transport.listen({ received: () => {}, subscribed: subscriptions.put });
  const context = new ZmqContext();
  const peer = context.socket("sub", { linger: 0, subscribe: "first" });
  peer.connect(connectEndpoint(transport.connection, "iopub"));
  assert.equal(await subscriptions.take(), "first");
  peer.set("unsubscribe", "first");
  peer.set("subscribe", "second");
  assert.equal(await subscriptions.take(), "second");
  await context.close();
});

Deno.test("ZmqKernelTransport keeps all that a subscriber does not read yet", async () => {
  await using rig = await Rig.open();
  const slow = await rig.slowReader();
  // More than the system's buffers hold, and that in more messages than libzmq keeps by default.
  const count = 5000;
  for (let i = 0; i < count; i++) {
    rig.transport.publish("kernel.stream", ask({ i, filler: FILLER }));
  }
  for (let i = 0; i < count;) {
    const frames = slow.receive();
    if (frames === undefined) await nextTurn();
    else assert.equal(JSON.parse(new TextDecoder().decode(frames.at(-1))).i, i++);
  }
});

/** A rig for each transport: the limits of what waits for a client are the same over both. */
async function forBoth(
  limits: ZmqKernelOptions["limits"] & object,
  use: (rig: Rig) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  for (const connection of [createConnection(), createConnection({ ipcPrefix: `${folder}/k` })]) {
    await using rig = await Rig.open(connection, { limits });
    await use(rig);
  }
  await Deno.remove(folder, { recursive: true });
}

function publishMuch(rig: Rig, count: number): void {
  for (let i = 0; i < count; i++) rig.transport.publish("kernel.stream", ask({ filler: FILLER }));
}

Deno.test("ZmqKernelTransport cuts off a subscriber that has stopped reading, and frees what waits", async () => {
  await forBoth({ stallTimeout: 100 }, async (rig) => {
    const slow = await rig.slowReader();
    const count = 5000;
    publishMuch(rig, count);
    const { kind, channel, detail } = await rig.log.take();
    assert.deepEqual([kind, channel], ["cut-off", "iopub"]);
    assert.equal(detail, "a client has stopped reading, and was cut off");
    // Reading on, it finds what its own system had taken, and then has to subscribe anew.
    let read = 0;
    while (rig.topics.items.length === 0) {
      if (slow.receive() === undefined) await nextTurn();
      else read++;
    }
    assert.ok(read < count, "nothing was given up");
  });
});

Deno.test("ZmqKernelTransport cuts off a slow subscriber when memory is short, and not one that keeps up", async () => {
  await forBoth({ mostMemory: 0 }, async (rig) => {
    const reader = await rig.slowReader();
    const slow = await rig.slowReader();
    let [sent, read] = [0, 0];
    while (rig.log.items.length === 0) {
      publishMuch(rig, 20);
      sent += 20;
      slow.receive();
      while (read < sent) {
        if (reader.receive() === undefined) await nextTurn();
        else read++;
      }
      // Who keeps up has read everything most of the time, however seldom anybody looks.
      await delay(3);
    }
    const { kind, detail } = await rig.log.take();
    assert.deepEqual([kind, detail], ["cut-off", "a client reads too slowly, and was cut off"]);
    publishMuch(rig, 1);
    while (reader.receive() === undefined) await nextTurn();
    assert.deepEqual(rig.topics.items, []);
  });
});

Deno.test("bindZmqKernel() states the ports that the system chose", async () => {
  await using transport = disposable(await bindZmqKernel(createConnection()));
  const ports = Object.values(transport.connection.ports);
  assert.equal(new Set(ports).size, 5);
  assert.ok(ports.every((port) => port > 0));
});

Deno.test("bindZmqKernel() names a port that stays in use", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connection = createConnection();
  const ports = { ...connection.ports, stdin: listener.addr.port };
  await assert.rejects(bindZmqKernel({ ...connection, ports }, { bindTimeout: 0 }), (error) => {
    assert.ok(error instanceof BindError);
    assert.equal(error.endpoint, `tcp://127.0.0.1:${listener.addr.port}`);
    assert.match(error.message, /Cannot listen for stdin messages: .*in use; stop the program/);
    return true;
  });
  listener.close();
});

Deno.test("bindZmqKernel() waits for a port that becomes free", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connection = createConnection();
  const ports = { ...connection.ports, hb: listener.addr.port };
  const binding = bindZmqKernel({ ...connection, ports }, { bindTimeout: 10_000 });
  setTimeout(() => listener.close(), 0);
  const transport = await binding;
  assert.equal(transport.connection.ports.hb, ports.hb);
  await transport.close();
});

Deno.test("bindZmqKernel() gives up at once on an address that is not ours", async () => {
  const start = performance.now();
  await assert.rejects(bindZmqKernel(createConnection({ ip: "192.0.2.1" })), (error) => {
    assert.ok(error instanceof BindError);
    assert.match(error.message, /; choose another address in the connection file$/);
    return true;
  });
  assert.ok(performance.now() - start < 1500);
});

Deno.test("bindZmqKernel() takes over the ports of a kernel that restarts, and its clients follow", async () => {
  const connection = reservePorts(createConnection());
  const client = connectClient(connectZmqClient(connection));
  for (const round of [1, 2, 3, 4, 5]) {
    const transport = await bindZmqKernel(connection);
    transport.listen({
      subscribed: (topic) => {
        const welcome = { msg_type: "iopub_welcome", content: {} };
        transport.publish(topic, createMessage(AUTHOR, welcome));
      },
      received: ({ channel, identities, message }) => {
        const init = { msg_type: "reply", content: { round }, parent: message.header };
        transport.send(channel, identities, createMessage(AUTHOR, init));
      },
    });
    assert.equal((await client.ready()).content.round, round);
    await transport.close();
  }
  await client.close();
});

/** Closes a transport when its scope is left. */
function disposable(transport: ZmqKernelTransport): ZmqKernelTransport & AsyncDisposable {
  return Object.assign(transport, { [Symbol.asyncDispose]: () => transport.close() });
}
