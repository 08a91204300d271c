import assert from "node:assert/strict";
import { once } from "node:events";
import { mock } from "node:test";
import { Inspector, InspectorClosed } from "../../../kernel/evaluate/inspector.ts";
import { QuietConnections } from "../../../kernel/evaluate/quiet_connections.ts";
import { RemoteHost } from "../../../kernel/evaluate/remote_host.ts";
import { SessionRig } from "../../support/session_rig.ts";

/** An inspector's server that answers every evaluation but that of `never`. */
class FakeServer implements AsyncDisposable {
  /** Takes no more clients than so many. */
  most = Infinity;
  readonly clients: WebSocket[] = [];
  /** What came, each with the number of its client. */
  readonly heard: (readonly [client: number, expression: string])[] = [];
  readonly #server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => {
      if (this.clients.length >= this.most) return new Response("no", { status: 503 });
      const { socket, response } = Deno.upgradeWebSocket(request);
      const client = this.clients.push(socket) - 1;
      socket.onmessage = ({ data }) => {
        const { id, params } = JSON.parse(data) as { id: number; params: { expression?: string } };
        this.heard.push([client, params.expression ?? ""]);
        const result = { result: { type: "object", objectId: "1" } };
        if (params.expression !== "never") socket.send(JSON.stringify({ id, result }));
      };
      return response;
    },
  );
  readonly url: string = `ws://127.0.0.1:${this.#server.addr.port}/`;

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

Deno.test("QuietConnections lends a connection again when no answer is due on it", async () => {
  await using server = new FakeServer();
  using first = await Inspector.connect(server.url, () => {});
  using quiet = new QuietConnections(server.url, first);
  await quiet.use(nothing);
  await quiet.use((host) => host.call("settle"));
  assert.equal(server.clients.length, 2);
  await quiet.use((host) => Promise.resolve(void host.run("never", (answer) => answer)));
  await quiet.use(nothing);
  assert.equal(server.clients.length, 3);
  await Promise.all([quiet.use(nothing), quiet.use(nothing)]);
  assert.equal(server.clients.length, 4);
});

Deno.test("QuietConnections closes a connection whose borrower fails, and no other", async () => {
  await using server = new FakeServer();
  using first = await Inspector.connect(server.url, () => {});
  using quiet = new QuietConnections(server.url, first);
  await quiet.use(nothing);
  const closed = once(server.clients[1] ?? assert.fail(), "close");
  await assert.rejects(quiet.use(() => Promise.reject(new RangeError("no"))), RangeError);
  await closed;
  await quiet.use((host) => host.call("settle"));
  assert.equal(server.clients.length, 3);
  assert.equal(await first.call("Runtime.evaluate").then(() => "open"), "open");
});

Deno.test("QuietConnections gives the first connection up where no other can be had", async () => {
  await using server = new FakeServer();
  using first = await Inspector.connect(server.url, () => {});
  using quiet = new QuietConnections(server.url, first);
  server.most = 1;
  await assert.rejects(quiet.use(nothing), InspectorClosed);
  await first.closed;
});

Deno.test("QuietConnections closes a connection that opens while it is disposed of", async () => {
  await using server = new FakeServer();
  using first = await Inspector.connect(server.url, () => {});
  const quiet = new QuietConnections(server.url, first);
  const used = quiet.use(nothing);
  quiet[Symbol.dispose]();
  await assert.rejects(used, InspectorClosed);
});

Deno.test("RemoteHost keeps the first connection free of what is long", async () => {
  await using server = new FakeServer();
  using first = await Inspector.connect(server.url, () => {});
  using quiet = new QuietConnections(server.url, first);
  const host = await RemoteHost.find(first, quiet);
  for (const text of ["short", "long".repeat(10_000), "short again"]) {
    const from = server.heard.length;
    await host.run(text, (answer) => answer);
    await host.peek(text);
    await host.look(text, "describe");
    const sent = server.heard.slice(from).filter(([, expression]) => expression === text);
    const client = text.startsWith("long") ? 1 : 0;
    assert.deepEqual(sent.map(([on]) => on), [client, client, client], text.slice(0, 20));
  }
});

/** Displays what is too large for a pipe, over and over. */
const FLOOD =
  "globalThis.flood = setInterval(() => { for (let i = 0; i < 12; i++) display(html`${'x'.repeat(12_000)}`); }, 1); 0;";

function longCell(code: string, length: number): string {
  return `${code}\n// ${"a".repeat(length)}`;
}

Deno.test("long cells travel on quiet connections", async (t) => {
  await using rig = await SessionRig.start();

  await t.step("one that is interrupted on its way never begins", async () => {
    await rig.run("globalThis.begun = 0");
    const running = rig.run(longCell("globalThis.begun++", 300_000));
    assert.equal(await rig.session.interrupt(), "interrupted");
    assert.equal((await running).end.status, "interrupted");
    assert.equal((await rig.run(longCell("globalThis.begun", 300_000))).result, "0");
  });

  await t.step("they arrive whole while the session talks", async () => {
    await rig.run(FLOOD);
    for (const length of [20_000, 200_000, 1_000_000]) {
      assert.equal((await rig.run(longCell(`${length}`, length))).result, String(length));
    }
    await rig.run("clearInterval(globalThis.flood)");
  });

  await t.step("one that is given up leaves no connection behind", async () => {
    const closed = mock.method(Inspector.prototype, Symbol.dispose);
    for (const [index, endless] of ["await new Promise(() => {})", "for (;;);"].entries()) {
      const { done } = await rig.begin(longCell(endless, 20_000));
      await rig.session.interrupt();
      assert.deepEqual((await done).end, { status: "interrupted" });
      assert.equal(closed.mock.callCount(), index + 1);
    }
    closed.mock.restore();
    assert.equal((await rig.run(longCell("globalThis.begun", 20_000))).result, "0");
  });

  await t.step("their errors have their places", async () => {
    const { end, id } = await rig.run(longCell("1;\nnull.a", 20_000));
    const { name, frames } = end.status === "error" ? end.error : assert.fail();
    assert.deepEqual([name, frames[0]?.file], ["TypeError", `cell:${id}`]);
  });

  await t.step("one that is on its way when its session is stopped ends with it", async () => {
    // On a busy machine a cell that ends could do so before it is killed.
    const running = rig.run(longCell("await new Promise(() => {})", 1_000_000));
    await rig.session.kill();
    const { end } = await running;
    assert.equal(end.status === "ended" && end.end.name, "SessionStopped");
  });
});
