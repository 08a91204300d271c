/**
 * What every transport must do, as one suite that is run over each of them.
 *
 * @module
 */

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import {
  type Channel,
  createMessage,
  type Message,
  type MessageInit,
} from "../../kernel/wire/message.ts";
import type { ProblemLog, WireProblem } from "../../kernel/wire/problem.ts";
import type { ClientTransport, KernelTransport, Received } from "../../kernel/wire/transport.ts";
import { Inbox } from "../support/inbox.ts";

/** What may differ between clients. */
export interface ClientSettings {
  readonly identity?: string;
  readonly topics?: readonly string[];
}

/** Both ends of a connection that is to be tested. */
export interface Pair {
  readonly kernel: KernelTransport;
  connect(settings?: ClientSettings): ClientTransport;
  /** Removes what is left when both ends are closed. */
  clean?(): Promise<void>;
}

/**
 * Runs the suite.
 *
 * @param name names the transport in the tests' names
 * @param open makes a connection; problems go to the log
 */
export function testTransport(name: string, open: (log: ProblemLog) => Promise<Pair>): void {
  const check = (sentence: string, test: (rig: Rig) => Promise<void>): void =>
    Deno.test(`${name} ${sentence}`, async () => {
      const log = new Inbox<WireProblem>();
      await using rig = new Rig(await open(log.put), log);
      await test(rig);
    });

  check("carries requests and replies on all three channels", async (rig) => {
    rig.listen();
    const client = rig.connect();
    for (const channel of ["shell", "control", "stdin"] as const) {
      const sent = client.send(channel, { msg_type: "ask", content: { channel } });
      const request = await rig.requests.take();
      assert.equal(request.channel, channel);
      assert.deepEqual(request.message, sent);
      rig.reply(request, { msg_type: "answer", content: { ok: true } });
      const answer = await client.inbox.take();
      assert.equal(answer.channel, channel);
      assert.deepEqual(answer.message.parent_header, sent.header);
    }
  });

  check("keeps the order of a thousand messages each way", async (rig) => {
    const count = 1000;
    rig.listen((request) => rig.reply(request, { msg_type: "answer", content: { i: next++ } }));
    let next = 0;
    const client = rig.connect();
    for (let i = 0; i < count; i++) client.send("shell", { msg_type: "ask", content: { i } });
    for (let i = 0; i < count; i++) {
      assert.equal((await client.inbox.take()).message.content.i, i);
      assert.equal((await rig.requests.take()).message.content.i, i);
    }
  });

  check("never delivers within a send", async (rig) => {
    let sending = false;
    let nested = false;
    rig.listen((request) => {
      nested ||= sending;
      sending = true;
      rig.reply(request, { msg_type: "answer", content: {} });
      sending = false;
    });
    const client = rig.connect(undefined, () => nested ||= sending);
    sending = true;
    client.send("shell", { msg_type: "ask", content: {} });
    sending = false;
    await client.inbox.take();
    assert.equal(nested, false);
  });

  check("keeps messages for a kernel that does not listen yet", async (rig) => {
    const client = rig.connect();
    const sent = client.send("shell", { msg_type: "ask", content: {} });
    rig.listen();
    assert.deepEqual((await rig.requests.take()).message, sent);
    assert.equal(await rig.topics.take(), "");
  });

  check("publishes to every client, in call order", async (rig) => {
    rig.listen();
    const clients = [rig.connect(), rig.connect()];
    for (const _ of clients) await rig.topics.take();
    for (let i = 0; i < 100; i++) rig.publish("kernel.stream", { i });
    for (const { inbox } of clients) {
      for (let i = 0; i < 100; i++) {
        const { channel, message } = await inbox.take();
        assert.deepEqual([channel, message.content.i], ["iopub", i]);
      }
    }
  });

  check("loses nothing of a flood that nobody reads meanwhile", async (rig) => {
    rig.listen();
    const client = rig.connect();
    await rig.topics.take();
    const count = 5000;
    for (let i = 0; i < count; i++) rig.publish("kernel.stream", { i });
    for (let i = 0; i < count; i++) {
      assert.equal((await client.inbox.take()).message.content.i, i);
    }
  });

  check("announces each subscription, and the subscriber hears the welcome", async (rig) => {
    rig.kernel.listen({
      received: () => {},
      subscribed: (topic) => rig.publish(topic, { subscription: topic }),
    });
    const first = rig.connect();
    assert.equal((await first.inbox.take()).message.content.subscription, "");
    const late = rig.connect();
    assert.equal((await late.inbox.take()).message.content.subscription, "");
  });

  check("lets a client hear a narrow topic only", async (rig) => {
    rig.listen();
    const narrow = rig.connect({ topics: ["kernel.error"] });
    assert.equal(await rig.topics.take(), "kernel.error");
    rig.publish("kernel.stream", { heard: false });
    rig.publish("kernel.error.1", { heard: true });
    rig.publish("kernel.error", { heard: true });
    for (const _ of [1, 2]) assert.equal((await narrow.inbox.take()).message.content.heard, true);
    assert.equal(narrow.inbox.items.length, 0);
  });

  check("sends each reply to the client that asked", async (rig) => {
    rig.listen((request) =>
      rig.reply(request, { msg_type: "a", content: request.message.content })
    );
    const clients = [rig.connect(), rig.connect(), rig.connect()];
    for (const [i, client] of clients.entries()) {
      client.send("shell", { msg_type: "ask", content: { i } });
    }
    for (const [i, client] of clients.entries()) {
      assert.equal((await client.inbox.take()).message.content.i, i);
      assert.equal(client.inbox.items.length, 0);
    }
  });

  check("reaches a client on stdin by the identity of its request on shell", async (rig) => {
    rig.listen(({ identities }) => {
      const init = { msg_type: "input_request", content: { prompt: "?" } };
      rig.kernel.send("stdin", identities, createMessage(KERNEL, init));
    });
    const [asking, other] = [rig.connect(), rig.connect()];
    // The kernel can only write where a connection exists already.
    asking.send("stdin", { msg_type: "hello", content: {} });
    await asking.inbox.take();
    asking.send("shell", { msg_type: "ask", content: {} });
    assert.equal((await asking.inbox.take()).channel, "stdin");
    assert.equal(other.inbox.items.length, 0);
  });

  check("carries buffers, empty ones too", async (rig) => {
    rig.listen((request) => {
      const { buffers } = request.message;
      rig.reply(request, { msg_type: "answer", content: {}, buffers });
    });
    const client = rig.connect();
    const buffers = [Uint8Array.of(), Uint8Array.of(0, 255), new Uint8Array(100_000).fill(7)];
    client.send("shell", { msg_type: "ask", content: {}, buffers });
    const { message } = await client.inbox.take();
    assert.deepEqual(message.buffers.map((buffer) => new Uint8Array(buffer)), buffers);
  });

  check("carries a buffer of 50 MB there and back", async (rig) => {
    rig.listen((request) => {
      const { buffers } = request.message;
      rig.reply(request, { msg_type: "answer", content: {}, buffers });
    });
    const client = rig.connect();
    const buffer = new Uint8Array(50_000_000);
    for (let i = 0; i < buffer.length; i += 4096) buffer[i] = i;
    client.send("shell", { msg_type: "ask", content: {}, buffers: [buffer] });
    const [returned = new Uint8Array()] = (await client.inbox.take()).message.buffers;
    assert.equal(Buffer.compare(returned, buffer), 0);
  });

  check("mends what JSON cannot hold", async (rig) => {
    rig.listen((request) => {
      const cycle: Record<string, unknown> = { nan: NaN, big: 10n ** 20n, gone: undefined };
      cycle.self = [cycle];
      cycle.text = "\ud800 and 😀";
      rig.reply(request, { msg_type: "answer", content: cycle as MessageInit["content"] });
    });
    const client = rig.connect();
    client.send("shell", { msg_type: "ask", content: {} });
    assert.deepEqual((await client.inbox.take()).message.content, {
      nan: null,
      big: "100000000000000000000",
      self: ["[Circular]"],
      text: "\ufffd and 😀",
    });
  });

  check("drops a reply to a client that has left, and goes on", async (rig) => {
    rig.listen();
    const leaving = rig.connect();
    leaving.send("shell", { msg_type: "ask", content: {} });
    const orphan = await rig.requests.take();
    await leaving.transport.close();
    rig.reply(orphan, { msg_type: "answer", content: {} });
    const staying = rig.connect();
    staying.send("shell", { msg_type: "ask", content: {} });
    rig.reply(await rig.requests.take(), { msg_type: "answer", content: {} });
    await staying.inbox.take();
  });

  check("knows a client again that comes back under its identity", async (rig) => {
    rig.listen();
    const before = rig.connect({ identity: "front-end" });
    before.send("shell", { msg_type: "ask", content: {} });
    const request = await rig.requests.take();
    await before.transport.close();
    const after = rig.connect({ identity: "front-end" });
    after.send("shell", { msg_type: "ask", content: {} });
    await rig.requests.take();
    rig.reply(request, { msg_type: "answer", content: { late: true } });
    assert.deepEqual((await after.inbox.take()).message.content, { late: true });
  });

  check("gives an identity to whoever comes last with it", async (rig) => {
    rig.listen();
    const before = rig.connect({ identity: "front-end" });
    before.send("shell", { msg_type: "ask", content: {} });
    const request = await rig.requests.take();
    const after = rig.connect({ identity: "front-end" });
    after.send("shell", { msg_type: "ask", content: {} });
    await rig.requests.take();
    rig.reply(request, { msg_type: "answer", content: { late: true } });
    assert.deepEqual((await after.inbox.take()).message.content, { late: true });
    assert.equal(before.inbox.items.length, 0);
  });

  check("logs a handler that throws, and delivers the next message", async (rig) => {
    rig.kernel.listen({
      received: (request) => {
        if (request.message.content.bad === true) throw new Error("cannot handle this");
        rig.requests.put(request);
      },
      subscribed: () => {},
    });
    const client = rig.connect();
    client.send("shell", { msg_type: "ask", content: { bad: true } });
    client.send("shell", { msg_type: "ask", content: { bad: false } });
    await rig.requests.take();
    const { kind, detail } = await rig.log.take();
    assert.equal(kind, "handler");
    assert.match(detail, /cannot handle this/);
  });

  check("delivers what was sent just before the kernel closes", async (rig) => {
    rig.listen();
    const client = rig.connect();
    client.send("shell", { msg_type: "ask", content: {} });
    const request = await rig.requests.take();
    await rig.topics.take();
    for (let i = 0; i < 500; i++) rig.publish("kernel.stream", { i });
    rig.reply(request, { msg_type: "answer", content: {} });
    await rig.kernel.close();
    await client.inbox.take(({ message }) => message.header.msg_type === "answer");
    await client.inbox.take(({ message }) => message.content.i === 499);
  });

  check("may be closed twice, and refuses nothing after", async (rig) => {
    rig.listen();
    const client = rig.connect();
    client.send("shell", { msg_type: "ask", content: {} });
    const request = await rig.requests.take();
    await Promise.all([client.transport.close(), client.transport.close()]);
    await Promise.all([rig.kernel.close(), rig.kernel.close()]);
    client.send("shell", { msg_type: "ask", content: {} });
    rig.reply(request, { msg_type: "answer", content: {} });
    rig.publish("kernel.stream", {});
  });
}

const KERNEL = { session: "kernel", username: "kernel" };
const CLIENT = { session: "client", username: "tester" };

interface Heard {
  readonly channel: Channel;
  readonly message: Message;
}

interface Client {
  readonly transport: ClientTransport;
  readonly inbox: Inbox<Heard>;
  /** Sends a new message, and tells which. */
  send(channel: "shell" | "control" | "stdin", init: MessageInit): Message;
}

/** A pair with inboxes at its ends; closes everything when it is disposed. */
class Rig implements AsyncDisposable {
  readonly requests = new Inbox<Received>();
  readonly topics = new Inbox<string>();
  readonly log: Inbox<WireProblem>;
  readonly #pair: Pair;
  readonly #clients: ClientTransport[] = [];

  constructor(pair: Pair, log: Inbox<WireProblem>) {
    this.#pair = pair;
    this.log = log;
  }

  get kernel(): KernelTransport {
    return this.#pair.kernel;
  }

  listen(received: (request: Received) => void = () => {}): void {
    this.kernel.listen({
      subscribed: this.topics.put,
      received: (request) => {
        this.requests.put(request);
        received(request);
      },
    });
  }

  connect(settings?: ClientSettings, heard: () => void = () => {}): Client {
    const transport = this.#pair.connect(settings);
    this.#clients.push(transport);
    const inbox = new Inbox<Heard>();
    transport.listen((channel, message) => {
      heard();
      inbox.put({ channel, message });
    });
    const send: Client["send"] = (channel, init) => {
      const message = createMessage(CLIENT, init);
      transport.send(channel, message);
      return message;
    };
    return { transport, inbox, send };
  }

  reply({ channel, identities, message }: Received, init: MessageInit): void {
    const reply = createMessage(KERNEL, { ...init, parent: message.header });
    this.kernel.send(channel, identities, reply);
  }

  publish(topic: string, content: MessageInit["content"]): void {
    this.kernel.publish(topic, createMessage(KERNEL, { msg_type: "stream", content }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.kernel.close();
    await this.#pair.clean?.();
  }
}
