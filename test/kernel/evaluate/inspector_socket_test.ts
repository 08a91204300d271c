import assert from "node:assert/strict";
import fc from "fast-check";
import { InspectorSocket } from "../../../kernel/evaluate/inspector_socket.ts";

const TEXT = 1;
const CONTINUATION = 0;
const PING = 9;
/** An unsolicited pong, masked with zeros. */
const PONG = [0x8a, 0x80, 0, 0, 0, 0];

interface FrameInit {
  readonly opcode: number;
  readonly last: boolean;
  readonly payload: Uint8Array;
}

/** A frame as servers send it: without a mask. */
function frame({ opcode, last, payload }: FrameInit): Uint8Array {
  const { length } = payload;
  const size = length < 126
    ? [length]
    : length < 65536
    ? [126, length >> 8, length & 255]
    : [127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
  return join([Uint8Array.of((last ? 0x80 : 0) | opcode, ...size), payload]);
}

function text(value: string): Uint8Array {
  return frame({ opcode: TEXT, last: true, payload: new TextEncoder().encode(value) });
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A connection that delivers chunks as a test cuts them, and keeps what is written. */
class FakeConnection {
  readonly written: number[] = [];
  readonly #chunks: Uint8Array[];

  constructor(chunks: readonly Uint8Array[]) {
    this.#chunks = chunks.filter(({ length }) => length > 0);
  }

  async read(into: Uint8Array): Promise<number | null> {
    const [chunk] = this.#chunks;
    if (!chunk) {
      await new Promise((resolve) => setImmediate(resolve)); // what is being written is written first
      return null;
    }
    const count = Math.min(into.length, chunk.length);
    into.set(chunk.subarray(0, count));
    if (count === chunk.length) this.#chunks.shift();
    else this.#chunks[0] = chunk.subarray(count);
    return count;
  }

  /** Takes a few bytes at a time, as a full socket does. */
  write(bytes: Uint8Array): Promise<number> {
    const some = bytes.subarray(0, 5);
    this.written.push(...some);
    return Promise.resolve(some.length);
  }

  close(): void {}
}

/** Reads to the end; `more` says of each message whether another is expected behind it. */
async function hear(chunks: readonly Uint8Array[], more = true): Promise<{
  messages: string[];
  written: number[];
  open: boolean;
}> {
  const connection = new FakeConnection(chunks);
  const socket = new InspectorSocket(connection as unknown as Deno.TcpConn);
  const messages: string[] = [];
  const closed = Promise.withResolvers<void>();
  const message = (text: string): boolean => {
    messages.push(text);
    return more;
  };
  await socket.listen({ message, closed: closed.resolve });
  await closed.promise;
  return { messages, written: connection.written, open: socket.open };
}

Deno.test("InspectorSocket reads the same messages wherever the stream is cut", async () => {
  const sizes = fc.constantFrom(0, 1, 2, 125, 126, 127, 200, 4096, 65535, 65536);
  const cuts = fc.array(fc.nat(), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(sizes, { maxLength: 4 }), cuts, async (lengths, places) => {
      const messages = lengths.map((length, index) => String(index).repeat(length));
      const stream = join(messages.map(text));
      const at = [0, ...places.map((place) => place % (stream.length + 1)), stream.length];
      at.sort((a, b) => a - b);
      const chunks = at.slice(1).map((end, index) => stream.slice(at[index], end));
      assert.deepEqual((await hear(chunks)).messages, messages);
    }),
    { numRuns: 60 },
  );
});

Deno.test("InspectorSocket reads a message that comes byte by byte", async () => {
  const stream = join([text("é😀"), text("x".repeat(300))]);
  const { messages } = await hear([...stream].map((byte) => Uint8Array.of(byte)));
  assert.deepEqual(messages, ["é😀", "x".repeat(300)]);
});

Deno.test("InspectorSocket joins the fragments of a message, and passes over pings between", async () => {
  const payload = (value: string): Uint8Array => new TextEncoder().encode(value);
  const { messages } = await hear([
    frame({ opcode: TEXT, last: false, payload: payload("one ") }),
    frame({ opcode: PING, last: true, payload: payload("there?") }),
    frame({ opcode: CONTINUATION, last: false, payload: payload("two ") }),
    frame({ opcode: CONTINUATION, last: true, payload: payload("three") }),
  ]);
  assert.deepEqual(messages, ["one two three"]);
});

Deno.test("InspectorSocket sends no pong for a message behind which none is expected", async () => {
  const { written } = await hear([text("a")], false);
  assert.deepEqual(written, []);
});

Deno.test("InspectorSocket acknowledges what it hears with a pong if more is expected", async () => {
  const { written, open } = await hear([text("a"), text("b")]);
  assert.deepEqual(written, [...PONG, ...PONG]);
  assert.equal(open, false);
});

Deno.test("InspectorSocket.send() writes at once, and one message behind the other", async () => {
  const connection = new FakeConnection([]);
  const socket = new InspectorSocket(connection as unknown as Deno.TcpConn);
  socket.send("first message");
  assert.ok(connection.written.length > 0);
  socket.send("second message");
  await new Promise((resolve) => setImmediate(resolve));
  socket.send("third message");
  await new Promise((resolve) => setImmediate(resolve));
  const sent = ["first message", "second message", "third message"];
  const masked = (value: string): number[] => {
    const [kind = 0, size = 0, ...payload] = text(value);
    return [kind, size | 0x80, 0, 0, 0, 0, ...payload];
  };
  assert.deepEqual(connection.written, sent.flatMap(masked));
});

Deno.test("InspectorSocket reads 20 MB in one message", async () => {
  const large = "x".repeat(20_000_000);
  const { messages: [message] } = await hear([text(large)]);
  assert.ok(message === large);
});

Deno.test("InspectorSocket talks to a WebSocket server", async () => {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(data);
    return response;
  });
  const socket = await InspectorSocket.connect(`ws://127.0.0.1:${server.addr.port}/path`);
  const sent = ["a", "é😀", "x".repeat(200), "y".repeat(70_000)];
  const heard: string[] = [];
  const all = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  socket.listen({
    message: (message) => {
      if (heard.push(message) === sent.length) all.resolve();
      return false;
    },
    closed: closed.resolve,
  });
  for (const message of sent) socket.send(message);
  await all.promise;
  assert.deepEqual(heard, sent);
  socket.close();
  socket.close();
  socket.send("nobody hears this");
  await closed.promise;
  await server.shutdown();
});

Deno.test("InspectorSocket.connect() says when the server refuses", async () => {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response("no", { status: 404, headers: { connection: "close" } }),
  );
  const url = `ws://127.0.0.1:${server.addr.port}/`;
  await assert.rejects(InspectorSocket.connect(url), /The inspector refused: HTTP\/1\.1 404/);
  await server.shutdown();
});
