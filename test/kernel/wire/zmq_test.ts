import assert from "node:assert/strict";
import { openLibrary } from "../../../kernel/wire/library.ts";
import { ZmqContext, ZmqError, type ZmqSocket } from "../../../kernel/wire/zmq.ts";
import { ERRNO, MONITOR_EVENT } from "../../../kernel/wire/zmq_symbols.ts";

function text(frames: readonly Uint8Array[] | undefined): string[] | undefined {
  return frames?.map((frame) => new TextDecoder().decode(frame));
}

function bytes(frames: readonly string[]): Uint8Array[] {
  return frames.map((frame) => new TextEncoder().encode(frame));
}

/** Runs a test with a context that is closed at the end. */
function withContext(use: (context: ZmqContext) => void): () => Promise<void> {
  return async () => {
    const context = new ZmqContext();
    try {
      use(context);
    } finally {
      await context.close();
    }
  };
}

/** Two connected sockets; inproc delivers within the send. */
function pair(context: ZmqContext): [ZmqSocket, ZmqSocket] {
  const [one, other] = [context.socket("pair"), context.socket("pair")];
  one.bind("inproc://pair");
  other.connect("inproc://pair");
  return [one, other];
}

Deno.test(
  "ZmqSocket carries frames of any size, in order",
  withContext((context) => {
    const [one, other] = pair(context);
    const large = "x".repeat(1_000_000);
    assert.equal(one.send(bytes(["short", "", large])), true);
    assert.equal(one.send(bytes(["second"])), true);
    assert.deepEqual(text(other.receive()), ["short", "", large]);
    assert.deepEqual(text(other.receive()), ["second"]);
    assert.equal(other.receive(), undefined);
  }),
);

Deno.test(
  "ZmqSocket.receive() gives frames that later messages leave alone",
  withContext((context) => {
    const [one, other] = pair(context);
    one.send(bytes(["first"]));
    one.send(bytes(["later"]));
    const first = other.receive();
    other.receive();
    assert.deepEqual(text(first), ["first"]);
  }),
);

Deno.test(
  "ZmqSocket.send() takes views into larger buffers",
  withContext((context) => {
    const [one, other] = pair(context);
    one.send([new TextEncoder().encode("abcdef").subarray(2, 4)]);
    assert.deepEqual(text(other.receive()), ["cd"]);
  }),
);

Deno.test(
  "ZmqSocket.send() says when the peer takes no more",
  withContext((context) => {
    const alone = context.socket("pair", { linger: 0 });
    assert.equal(alone.send(bytes(["nobody"])), false);
  }),
);

Deno.test(
  "ZmqSocket.readable() tells whether a message waits",
  withContext((context) => {
    const [one, other] = pair(context);
    assert.equal(other.readable(), false);
    one.send(bytes(["x"]));
    assert.equal(other.readable(), true);
    other.close();
    assert.equal(other.readable(), false);
  }),
);

Deno.test(
  "ZmqSocket.endpoint() tells the port that the system chose",
  withContext((context) => {
    const socket = context.socket("router");
    socket.bind("tcp://127.0.0.1:*");
    assert.match(socket.endpoint(), /^tcp:\/\/127\.0\.0\.1:\d+$/);
    const other = context.socket("router");
    assert.throws(
      () => other.bind(socket.endpoint()),
      (error) => error instanceof ZmqError && /in use/.test(error.message),
    );
  }),
);

Deno.test(
  "ZmqSocket names the action, the value and the reason when libzmq refuses",
  withContext((context) => {
    const socket = context.socket("sub");
    assert.throws(() => socket.connect("carrier-pigeon://x"), {
      name: "ZmqError",
      message: "Cannot connect to carrier-pigeon://x: Protocol not supported",
    });
    assert.throws(() => socket.set("linger", -5), /Cannot set linger of a sub socket: Invalid/);
    assert.throws(() => socket.send(bytes(["x"])), /Cannot send on a sub socket/);
  }),
);

Deno.test(
  "ZmqSocket.close() may be called twice, and what follows does nothing",
  withContext((context) => {
    const [one, other] = pair(context);
    one.close();
    one.close();
    assert.equal(one.send(bytes(["x"])), false);
    assert.equal(one.receive(), undefined);
    assert.equal(other.receive(), undefined);
  }),
);

Deno.test("ZmqContext.returnMemory() calls the C library's function where there is one", async () => {
  const context = new ZmqContext();
  const { malloc_trim } = context.library.symbols;
  const glibc = Deno.build.target.endsWith("linux-gnu");
  assert.equal(malloc_trim !== null, glibc);
  await context.returnMemory();
  await context.close();
});

Deno.test("ZmqContext.monitor() tells of a connection that comes and goes", async () => {
  const context = new ZmqContext();
  const near = context.socket("pair", { linger: 0 });
  const monitor = context.monitor(near);
  near.bind("tcp://127.0.0.1:*");
  const far = context.socket("pair", { linger: 0 });
  far.connect(near.endpoint());
  const events: number[] = [];
  while (events.length < 2) {
    const [frame] = monitor.receive() ?? [];
    if (frame !== undefined) events.push(new DataView(frame.buffer).getUint16(0, true));
    if (events.length === 1) far.close();
    await new Promise((resolve) => setTimeout(resolve));
  }
  assert.deepEqual(events, [MONITOR_EVENT.accepted, MONITOR_EVENT.disconnected]);
  await context.close();
});

Deno.test(
  "ZmqContext.handOver() calls the C library's function where there is one",
  withContext((context) => {
    const { sched_yield } = context.library.symbols;
    if (Deno.build.os !== "windows") assert.equal(sched_yield?.(), 0);
    context.handOver();
  }),
);

Deno.test("ZmqSocket calls again what a signal interrupted", async () => {
  const library = openLibrary();
  const { symbols } = library;
  /** Every other call fails, as with a signal. */
  let count = 0;
  const failing = <A extends readonly unknown[]>(call: (...given: A) => number) => (...given: A) =>
    ++count % 2 === 1 ? -1 : call(...given);
  const interrupted = {
    ...symbols,
    zmq_bind: failing(symbols.zmq_bind),
    zmq_connect: failing(symbols.zmq_connect),
    zmq_setsockopt: failing(symbols.zmq_setsockopt),
    zmq_getsockopt: failing(symbols.zmq_getsockopt),
    zmq_errno: () => count % 2 === 1 ? ERRNO.EINTR : symbols.zmq_errno(),
  } as typeof symbols;
  const context = new ZmqContext({ symbols: interrupted, close: () => library.close() });
  try {
    const [one, other] = [context.socket("pair", { linger: 0 }), context.socket("pair")];
    one.bind("inproc://interrupted");
    other.connect("inproc://interrupted");
    one.send(bytes(["here"]));
    assert.equal(other.readable(), true);
    assert.ok(other.fileDescriptor() >= 0);
    assert.equal(count, 10);
    assert.throws(() => one.bind("nowhere"), ZmqError);
  } finally {
    await context.close();
  }
});
