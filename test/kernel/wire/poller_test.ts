import assert from "node:assert/strict";
import { systemDescriptors } from "../../../kernel/wire/descriptors.ts";
import { Poller, type PollerOptions } from "../../../kernel/wire/poller.ts";
import { ZmqContext, type ZmqSocket } from "../../../kernel/wire/zmq.ts";
import { Inbox } from "../../support/inbox.ts";

/** Two contexts joined over tcp, so that messages really arrive from another thread. */
class Link implements AsyncDisposable {
  readonly here = new ZmqContext();
  readonly there = new ZmqContext();
  readonly near: ZmqSocket = this.here.socket("pair", { linger: 0 });
  readonly far: ZmqSocket = this.there.socket("pair", { linger: 0 });
  readonly inbox = new Inbox<number | undefined>();
  readonly poller: Poller;

  constructor(options: PollerOptions = {}, received: (byte: number) => void = () => {}) {
    this.near.bind("tcp://127.0.0.1:*");
    this.far.connect(this.near.endpoint());
    this.poller = new Poller(this.here, [{
      socket: this.near,
      received: ([frame]) => {
        received(frame?.[0] ?? 0);
        this.inbox.put(frame?.[0]);
      },
    }], options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.poller.stop();
    await Promise.all([this.here.close(), this.there.close()]);
  }
}

for (const wait of ["descriptor", "timer"] as const) {
  Deno.test(`Poller with a ${wait} delivers messages, whether they come at once or later`, async () => {
    await using link = new Link({ wait });
    link.poller.start();
    link.far.send([Uint8Array.of(1)]);
    assert.equal(await link.inbox.take(), 1);
    for (let i = 2; i < 255; i++) link.far.send([Uint8Array.of(i)]);
    for (let i = 2; i < 255; i++) assert.equal(await link.inbox.take(), i);
    link.far.send([Uint8Array.of(255)]);
    assert.equal(await link.inbox.take(), 255);
  });
}

Deno.test("Poller.stop() ends a sleep at once", async () => {
  const link = new Link();
  link.poller.start();
  link.far.send([Uint8Array.of(1)]);
  await link.inbox.take();
  const start = performance.now();
  await link[Symbol.asyncDispose]();
  assert.ok(performance.now() - start < 500, "the sleep lasts a second unless it is ended");
});

Deno.test("Poller.stop() delivers nothing after it was called", async () => {
  const link = new Link({}, () => stopped ??= link.poller.stop());
  let stopped: Promise<void> | undefined;
  for (const i of [1, 2, 3]) link.far.send([Uint8Array.of(i)]);
  link.poller.start();
  await link.inbox.take();
  await link[Symbol.asyncDispose]();
  assert.equal(link.inbox.items.length, 0);
});

Deno.test("Poller.touch() finds messages whose signal a send has swallowed", async () => {
  await using link = new Link();
  link.poller.start();
  let longest = 0;
  // Sends on both sides cross each other; a signal lost this way costs a whole second.
  for (let i = 0; i < 3000; i++) {
    const start = performance.now();
    link.far.send([Uint8Array.of(0)]);
    link.near.send([Uint8Array.of(0)]);
    link.poller.touch(link.near);
    await link.inbox.take();
    longest = Math.max(longest, performance.now() - start);
  }
  assert.ok(longest < 900, `a message took ${longest} ms`);
});

Deno.test("Poller on XPUB hears of a subscriber whose connection is cut off", async () => {
  const [here, there] = [new ZmqContext(), new ZmqContext()];
  const xpub = here.socket("xpub", { linger: 0, sendHighWater: 0 });
  const monitor = here.monitor(xpub);
  xpub.bind("tcp://127.0.0.1:*");
  const lazy = there.socket("sub", { linger: 0, receiveHighWater: 1, subscribe: "" });
  lazy.connect(xpub.endpoint());
  const [inbox, events] = [new Inbox<Uint8Array[]>(), new Inbox<Uint8Array[]>()];
  const poller = new Poller(here, [
    { socket: xpub, received: inbox.put },
    { socket: monitor, received: events.put },
  ]);
  poller.start();
  const subscribed = await inbox.take();
  assert.equal(subscribed[0]?.[0], 1);
  for (let i = 0; i < 200; i++) xpub.send([new Uint8Array(100_000)]);
  const [accepted] = await events.take() as [Uint8Array];
  const descriptor = new DataView(accepted.buffer).getInt32(2, true);
  systemDescriptors(here.library).cutOff(descriptor);
  const unsubscribed = await inbox.take();
  assert.equal(unsubscribed[0]?.[0], 0);
  await poller.stop();
  await Promise.all([here.close(), there.close()]);
});

Deno.test("Poller goes on with the other sockets when one fails", async () => {
  const context = new ZmqContext();
  const [broken, near, far] = ["router", "pair", "pair"].map((kind) =>
    context.socket(kind as "router" | "pair", { linger: 0 })
  ) as [ZmqSocket, ZmqSocket, ZmqSocket];
  near.bind("inproc://x");
  far.connect("inproc://x");
  const failures = new Inbox<unknown>();
  const inbox = new Inbox<Uint8Array[]>();
  const failing = new Error("this socket fails");
  const served = [
    { socket: Object.assign(Object.create(broken), failingWith(failing)), received: () => {} },
    { socket: near, received: inbox.put },
  ];
  const poller = new Poller(context, served, { failed: failures.put });
  poller.start();
  far.send([Uint8Array.of(1)]);
  await inbox.take();
  assert.equal(await failures.take(), failing);
  await poller.stop();
  await context.close();
});

/** What makes a socket fail whenever it is read. */
function failingWith(error: Error): Partial<ZmqSocket> {
  return {
    receive: () => {
      throw error;
    },
    readable: () => false,
    fileDescriptor: () => -1,
  };
}
