import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { Duplex } from "node:stream";
import type { Order, Report } from "../../../../lib/experiment/runner/messages.ts";
import { streamChannel } from "../../../../lib/experiment/runner/stream_channel.ts";
import { packTree, unpackTree } from "../../../../lib/experiment/runner/tree.ts";
import { serveJobs } from "../../../../lib/experiment/runner/worker.ts";
import { WorkerLink } from "../../../../lib/experiment/runner/worker_link.ts";
import { JOBS } from "./conformance.ts";
import { FakeTimer } from "./fake_timer.ts";

interface Connected {
  readonly link: WorkerLink;
  readonly pipe: Duplex;
  /** Resolves when the worker has left. */
  readonly left: Promise<void>;
  readonly timer: FakeTimer;
  /** Waits until the worker answers a ping. */
  readonly pong: () => Promise<unknown>;
}

/** A parent and a worker in one process, over the two ends of a pipe. */
function connect(): Connected {
  const [pipe, far] = duplexPair();
  const left = Promise.withResolvers<void>();
  const timer = new FakeTimer();
  const heard = new EventEmitter();
  const channel = streamChannel<Order, Report>(pipe);
  const link = new WorkerLink({
    ...channel,
    listen: ({ onFrame, onClose }) =>
      channel.listen({
        onFrame: (frame) => {
          onFrame(frame);
          heard.emit(frame.message.type);
        },
        onClose,
      }),
  }, { timer, leaseSeconds: 8 });
  serveJobs(streamChannel(far), left.resolve);
  return { link, pipe, left: left.promise, timer, pong: () => once(heard, "pong") };
}

Deno.test("serveJobs() answers pings while a job waits, and leaves when its parent is gone", async () => {
  const { link, left, timer, pong } = connect();
  const waiting = link.execute({
    id: "a",
    attempt: 1,
    work: { module: JOBS, name: "wait" },
    input: packTree(null),
    onProgress: () => {},
  });
  for (let beat = 0; beat < 20; beat++) {
    await pong();
    timer.advance(2000);
  }
  assert.equal(link.isClosed, false);
  link.close();
  assert.equal((await waiting).status, "lost");
  await left;
});

Deno.test("a channel over a stream closes when it hears bytes that are no frames", async () => {
  const { link, pipe, left } = connect();
  assert.equal(await link.ready, true);
  pipe.write(new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 65, 65]));
  await left;
  await link.closed;
});

Deno.test("serveJobs() gives what a job gives", async () => {
  const { link, left } = connect();
  const work = { module: JOBS, name: "echo" };
  const input = packTree({ values: new Float32Array([1, 2]) });
  const answer = await link.execute({ id: "a", attempt: 1, work, input, onProgress: () => {} });
  assert.ok(answer.status === "completed");
  assert.deepEqual(unpackTree(answer.output), { values: new Float32Array([1, 2]) });
  link.close();
  await left;
});

/** Two ends of a pipe; when one is closed, the other hears the end. */
function duplexPair(): readonly [Duplex, Duplex] {
  const one: Duplex = endOf((): Duplex => other);
  const other: Duplex = endOf((): Duplex => one);
  return [one, other];
}

function endOf(other: () => Duplex): Duplex {
  return new Duplex({
    read: () => {},
    // As in a pipe between processes, nothing is heard while it is being said.
    write: (piece, _encoding, done) => {
      setImmediate(() => {
        if (!other().destroyed) other().push(piece);
        done();
      });
    },
    destroy: (error, done) => {
      if (!other().destroyed) other().push(null);
      done(error);
    },
  });
}
