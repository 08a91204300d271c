import assert from "node:assert/strict";
import type { Frame } from "../../../../lib/experiment/runner/frame.ts";
import type { Channel, Ear, Order, Report } from "../../../../lib/experiment/runner/messages.ts";
import { type PackedTree, packTree, unpackTree } from "../../../../lib/experiment/runner/tree.ts";
import {
  type Answer,
  type Attempt,
  WorkerLink,
} from "../../../../lib/experiment/runner/worker_link.ts";
import { FakeTimer } from "./fake_timer.ts";

/** The far end of a channel, in the hands of a test. */
class FakeWorker implements Channel<Order, Report> {
  readonly orders: Order[] = [];
  #ear: Ear<Report> | undefined;

  send({ message }: Frame<Order>): void {
    this.orders.push(message);
  }

  listen(ear: Ear<Report>): void {
    this.#ear = ear;
  }

  close(): void {}

  report(message: Report, tree?: PackedTree): void {
    this.#ear?.onFrame({ message, tree });
  }

  leave(): void {
    this.#ear?.onClose();
  }
}

function connect(): { timer: FakeTimer; worker: FakeWorker; link: WorkerLink } {
  const [timer, worker] = [new FakeTimer(), new FakeWorker()];
  return { timer, worker, link: new WorkerLink(worker, { timer, leaseSeconds: 8 }) };
}

function attemptOf(id: string, events: unknown[] = []): Attempt {
  return {
    id,
    attempt: 1,
    work: { module: "file:///fold.ts", name: "trainFold" },
    input: packTree(id),
    onProgress: (progress) => events.push(unpackTree(progress)),
  };
}

function outputOf(answer: Answer): unknown {
  return answer.status === "completed" ? unpackTree(answer.output) : answer.status;
}

Deno.test("WorkerLink answers each attempt once, and drops what comes twice or for others", async () => {
  const { worker, link } = connect();
  const events: unknown[] = [];
  const first = link.execute(attemptOf("a", events));
  worker.report({ type: "completed", ticket: 7 }, packTree("nobody's"));
  worker.report({ type: "progress", ticket: 1 }, packTree("half"));
  worker.report({ type: "completed", ticket: 1 }, packTree("done"));
  worker.report({ type: "completed", ticket: 1 }, packTree("done again"));
  worker.report({ type: "progress", ticket: 1 }, packTree("late"));
  assert.equal(outputOf(await first), "done");
  const second = link.execute(attemptOf("b", events));
  worker.report({ type: "completed", ticket: 1 }, packTree("late"));
  worker.report({ type: "thrown", ticket: 1, error: { name: "Error", message: "late" } });
  worker.report({ type: "completed", ticket: 2 }, packTree("done too"));
  assert.equal(outputOf(await second), "done too");
  assert.deepEqual(events, ["half"]);
});

Deno.test("WorkerLink gives an attempt up when the worker is silent, and drops its late output", async () => {
  const { timer, worker, link } = connect();
  const answer = link.execute(attemptOf("a"));
  timer.advance(8000);
  worker.report({ type: "completed", ticket: 1 }, packTree("late"));
  const { status, error } = await answer as Extract<Answer, { status: "lost" }>;
  assert.equal(status, "lost");
  assert.match(error.message, /did not answer for 8 s/);
  assert.ok(link.isClosed);
  assert.deepEqual(worker.orders.map(({ type }) => type), ["run", "ping", "ping", "ping", "ping"]);
});

Deno.test("WorkerLink waits for a worker that gives signs of life", async () => {
  const { timer, worker, link } = connect();
  const answer = link.execute(attemptOf("a"));
  for (let beat = 0; beat < 100; beat++) {
    timer.advance(2000);
    worker.report({ type: "pong" });
  }
  worker.report({ type: "completed", ticket: 1 }, packTree("done"));
  assert.equal(outputOf(await answer), "done");
  assert.equal(timer.pending, 0);
});

Deno.test("WorkerLink loses the open attempt when the line closes, and those after it", async () => {
  const { worker, link } = connect();
  const answer = link.execute(attemptOf("a"));
  assert.throws(() => link.execute(attemptOf("b")), /that has some/);
  worker.leave();
  assert.equal((await answer).status, "lost");
  assert.equal((await link.execute(attemptOf("b"))).status, "lost");
  assert.equal(await link.ready, false);
  await link.closed;
});

Deno.test("WorkerLink gives a worker up that sends an outcome without its output", async () => {
  const { worker, link } = connect();
  const answer = link.execute(attemptOf("a"));
  worker.report({ type: "completed", ticket: 1 });
  assert.equal((await answer).status, "lost");
  assert.ok(link.isClosed);
});

Deno.test("WorkerLink is ready when the worker says so", async () => {
  const { worker, link } = connect();
  worker.report({ type: "ready" });
  assert.equal(await link.ready, true);
  link.close();
  await link.closed;
});
