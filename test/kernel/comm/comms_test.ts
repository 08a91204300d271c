import assert from "node:assert/strict";
import type { Comm, CommMessage, CommOptions, CommSink } from "../../../kernel/comm/comm.ts";
import { Comms } from "../../../kernel/comm/comms.ts";

const NOTHING: CommMessage = { data: {}, metadata: {}, buffers: [] };

class Sink implements CommSink {
  readonly sent: { action: string; content: Record<string, unknown>; options: CommOptions }[] = [];

  comm(action: string, content: Record<string, unknown>, options: CommOptions): void {
    this.sent.push({ action, content, options });
  }

  actions(): string[] {
    return this.sent.map(({ action, content }) => `${action} ${content.comm_id}`);
  }
}

Deno.test("Comms.open() tells the frontend, with metadata and buffers", () => {
  const sink = new Sink();
  const buffers = [Uint8Array.of(1, 2)];
  const metadata = { version: "2.1.0" };
  const options = { id: "1", data: { a: 1 }, metadata, buffers };
  const comm = new Comms(sink).open("jupyter.widget", options);
  assert.equal(comm.target, "jupyter.widget");
  assert.deepEqual(sink.sent, [{
    action: "comm_open",
    content: { comm_id: "1", target_name: "jupyter.widget", data: { a: 1 } },
    options: { metadata, buffers },
  }]);
});

Deno.test("Comm hears messages of the frontend until a listener is taken away", async () => {
  const comms = new Comms(new Sink());
  const comm = comms.open("t", { id: "1" });
  const heard: CommMessage[] = [];
  const stop = comm.onMessage((message) => heard.push(message));
  const message = { data: { a: 1 }, metadata: {}, buffers: [Uint8Array.of(7)] };
  await comms.receive("comm_msg", { comm_id: "1" }, message);
  stop();
  await comms.receive("comm_msg", { comm_id: "1" }, NOTHING);
  assert.deepEqual(heard, [message]);
});

Deno.test("Comm awaits its listeners one after the other", async () => {
  const comms = new Comms(new Sink());
  const comm = comms.open("t", { id: "1" });
  const log: string[] = [];
  comm.onMessage(async () => {
    await Promise.resolve();
    log.push("first");
  });
  comm.onMessage(() => log.push("second"));
  await comms.receive("comm_msg", { comm_id: "1" }, NOTHING);
  assert.deepEqual(log, ["first", "second"]);
});

Deno.test("Comm closes once, and sends nothing after", () => {
  const sink = new Sink();
  const comm = new Comms(sink).open("t", { id: "1" });
  comm.close({ why: "done" });
  comm.close();
  comm.send({ late: true });
  assert.equal(comm.closed, true);
  assert.deepEqual(sink.actions(), ["comm_open 1", "comm_close 1"]);
  assert.deepEqual(sink.sent[1]?.content.data, { why: "done" });
});

Deno.test("Comm hears that the frontend closed it, and does not answer that", async () => {
  const sink = new Sink();
  const comms = new Comms(sink);
  const comm = comms.open("t", { id: "1" });
  let closings = 0;
  comm.onClose(() => closings++);
  await comms.receive("comm_close", { comm_id: "1" }, NOTHING);
  await comms.receive("comm_close", { comm_id: "1" }, NOTHING);
  comm.close();
  assert.equal(closings, 1);
  assert.equal(comm.closed, true);
  assert.deepEqual(sink.actions(), ["comm_open 1"]);
});

Deno.test("Comms hands a comm that the frontend opens to its target", async () => {
  const sink = new Sink();
  const comms = new Comms(sink);
  const opened: Comm[] = [];
  comms.registerTarget("t", (comm, { data }) => {
    opened.push(comm);
    comm.send({ echo: data });
  });
  await comms.receive("comm_open", { comm_id: "1", target_name: "t" }, {
    ...NOTHING,
    data: { a: 1 },
  });
  assert.equal(opened[0]?.id, "1");
  assert.deepEqual(sink.sent[0]?.content, { comm_id: "1", data: { echo: { a: 1 } } });
});

Deno.test("Comms closes a comm to an unknown target, or to one that was taken back", async () => {
  const sink = new Sink();
  const comms = new Comms(sink);
  comms.registerTarget("t", () => assert.fail());
  comms.unregisterTarget("t");
  await comms.receive("comm_open", { comm_id: "1", target_name: "t" }, NOTHING);
  await comms.receive("comm_open", { comm_id: "2" }, NOTHING);
  assert.deepEqual(sink.actions(), ["comm_close 1", "comm_close 2"]);
});

Deno.test("Comms closes a comm whose target throws, and passes the error on", async () => {
  const sink = new Sink();
  const comms = new Comms(sink);
  comms.registerTarget("t", () => {
    throw new RangeError("no");
  });
  const open = comms.receive("comm_open", { comm_id: "1", target_name: "t" }, NOTHING);
  await assert.rejects(open, RangeError);
  assert.deepEqual(sink.actions(), ["comm_close 1"]);
});

Deno.test("Comms passes over messages to comms it does not know", async () => {
  const sink = new Sink();
  const comms = new Comms(sink);
  await comms.receive("comm_msg", { comm_id: "9" }, NOTHING);
  await comms.receive("comm_close", { comm_id: "9" }, NOTHING);
  assert.deepEqual(sink.sent, []);
});
