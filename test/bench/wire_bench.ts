/**
 * Times the wire: signed messages through both transports, beside bare libzmq frames.
 *
 * Run it with `deno run -A test/bench/wire_bench.ts`.
 *
 * @module
 */

import { createConnection } from "../../kernel/wire/connection.ts";
import { createMemoryConnection } from "../../kernel/wire/memory_transport.ts";
import { createMessage } from "../../kernel/wire/message.ts";
import { Poller } from "../../kernel/wire/poller.ts";
import type { ClientTransport, KernelTransport } from "../../kernel/wire/transport.ts";
import { ZmqContext } from "../../kernel/wire/zmq.ts";
import { connectZmqClient } from "../../kernel/wire/zmq_client_transport.ts";
import { bindZmqKernel } from "../../kernel/wire/zmq_kernel_transport.ts";

const ECHOES = 3000;
const PUBLISHED = 50_000;
const AUTHOR = { session: "bench", username: "bench" };
const TEXT = "x".repeat(100);

/** What one way of carrying messages achieves. */
interface Row {
  readonly name: string;
  /** Round trips in microseconds, sorted. */
  readonly echoes: readonly number[];
  readonly perSecond: number;
}

async function measureTransport(
  name: string,
  kernel: KernelTransport,
  client: ClientTransport,
): Promise<Row> {
  const subscribed = Promise.withResolvers<void>();
  kernel.listen({
    subscribed: () => subscribed.resolve(),
    received: ({ channel, identities, message }) => {
      const init = { msg_type: "reply", content: message.content, parent: message.header };
      kernel.send(channel, identities, createMessage(AUTHOR, init));
    },
  });
  let arrived: () => void = () => {};
  client.listen(() => arrived());
  await subscribed.promise;
  const echoes = await timeEchoes((answered) => {
    arrived = answered;
    client.send("shell", createMessage(AUTHOR, { msg_type: "ask", content: {} }));
  });
  const perSecond = await timePublishing(
    () => {
      const init = { msg_type: "stream", content: { name: "stdout", text: TEXT } };
      kernel.publish("kernel.stream", createMessage(AUTHOR, init));
    },
    (heard) => arrived = heard,
  );
  await Promise.all([client.close(), kernel.close()]);
  return { name, echoes, perSecond };
}

async function measureBareSockets(): Promise<Row> {
  const [here, there] = [new ZmqContext(), new ZmqContext()];
  const options = { linger: 0, sendHighWater: 0, receiveHighWater: 0 };
  const near = here.socket("router", options);
  near.bind("tcp://127.0.0.1:*");
  const far = there.socket("dealer", options);
  far.connect(near.endpoint());
  let arrived: () => void = () => {};
  let identity = new Uint8Array();
  const echo = new Poller(here, [{
    socket: near,
    received: ([name = identity, ...frames]) => {
      identity = name as Uint8Array<ArrayBuffer>;
      near.send([name, ...frames]);
    },
  }]);
  const ear = new Poller(there, [{ socket: far, received: () => arrived() }]);
  echo.start();
  ear.start();
  const frame = new TextEncoder().encode(TEXT);
  const echoes = await timeEchoes((answered) => {
    arrived = answered;
    far.send([frame]);
    ear.touch(far);
  });
  const perSecond = await timePublishing(
    () => void near.send([identity, frame]),
    (heard) => arrived = heard,
  );
  await Promise.all([echo.stop(), ear.stop()]);
  await Promise.all([here.close(), there.close()]);
  return { name: "bare libzmq frames", echoes, perSecond };
}

async function timeEchoes(ask: (answered: () => void) => void): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < ECHOES; i++) {
    const start = performance.now();
    await new Promise<void>((resolve) => ask(resolve));
    if (i >= ECHOES / 10) times.push((performance.now() - start) * 1000);
  }
  return times.sort((a, b) => a - b);
}

async function timePublishing(
  publish: () => void,
  onHeard: (heard: () => void) => void,
): Promise<number> {
  const done = Promise.withResolvers<void>();
  let count = 0;
  onHeard(() => {
    if (++count === PUBLISHED) done.resolve();
  });
  const start = performance.now();
  for (let i = 0; i < PUBLISHED; i++) publish();
  await done.promise;
  return PUBLISHED / ((performance.now() - start) / 1000);
}

const bare = await measureBareSockets();
const kernel = await bindZmqKernel(createConnection());
const tcp = await measureTransport(
  "libzmq over tcp, signed",
  kernel,
  connectZmqClient(kernel.connection),
);
const memory = createMemoryConnection();
const inMemory = await measureTransport("memory", memory.kernel, memory.connect());
console.table([bare, tcp, inMemory].map(({ name, echoes, perSecond }) => {
  const at = (share: number): number => Math.round(echoes[Math.floor(echoes.length * share)] ?? 0);
  return {
    transport: name,
    "echo p50 µs": at(0.5),
    "echo p99 µs": at(0.99),
    "published and heard /s": Math.round(perSecond),
    "of bare": (perSecond / bare.perSecond).toFixed(2),
  };
}));
