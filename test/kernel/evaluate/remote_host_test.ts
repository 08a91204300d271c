import assert from "node:assert/strict";
import { SessionRig, textOf } from "../../support/session_rig.ts";

/** Opens a comm from the frontend's side. */
async function openComm(
  rig: SessionRig,
  { text = "", buffers = [] }: { readonly text?: string; readonly buffers?: readonly string[] },
): Promise<void> {
  const id = crypto.randomUUID();
  const cell = { id, count: 1, source: "", showResult: false, remember: false, allowInput: false };
  const content = { comm_id: id, target_name: "size", data: { text } };
  const delivery = { action: "comm_open", content, metadata: {}, buffers };
  await rig.session.host.call("receiveComm", cell, delivery);
  await rig.session.flush();
}

const TARGET = "comms.registerTarget('size', (comm, { data, buffers }) => {" +
  "console.log([...data.text].length, ...buffers.map((b) => b.length)); comm.close(); });";

function lines(rig: SessionRig): readonly string[] {
  return textOf(rig.outputs, { stream: "stdout" }).trim().split("\n");
}

Deno.test("RemoteHost.call() hands over arguments that are longer than the inspector's messages", async () => {
  await using rig = await SessionRig.start();
  await rig.run(TARGET);
  await openComm(rig, { buffers: ["AAAA".repeat(17_000_000)] });
  assert.deepEqual(lines(rig), ["0 51000000"]);
});

Deno.test("RemoteHost.call() hands over characters whole, wherever their pieces end", async () => {
  await using rig = await SessionRig.start();
  await rig.run(TARGET);
  for (const before of ["", "a"]) {
    await openComm(rig, { text: before + "😀".repeat(2_500_000) });
  }
  assert.deepEqual(lines(rig), ["2500000", "2500001"]);
});

Deno.test("RemoteHost.declare() gives a variable what is longer than the inspector's messages", async () => {
  await using rig = await SessionRig.start();
  const text = '"'.repeat(17_000_000);
  await rig.session.host.declare("big", "captured", [[{ type: "text", stream: "stdout", text }]]);
  assert.equal((await rig.run("big.stdout.length")).result, "17000000");
});

Deno.test("RemoteHost.call() keeps the order of calls, long and short", async () => {
  await using rig = await SessionRig.start();
  await rig.run(TARGET);
  const texts = ["a".repeat(900_000), "b", "c".repeat(200_000), "d".repeat(70_000), "e"];
  await Promise.all(texts.map((text) => openComm(rig, { text })));
  assert.deepEqual(lines(rig), texts.map(({ length }) => String(length)));
});

Deno.test("RemoteHost.call() hands over long arguments while the session talks", async () => {
  await using rig = await SessionRig.start();
  await rig.run(TARGET);
  await rig.run("globalThis.talk = setInterval(() => display(html`${'x'.repeat(20_000)}`), 1); 0;");
  await openComm(rig, { text: "a".repeat(20_000_000) });
  await rig.run("clearInterval(globalThis.talk)");
  assert.deepEqual(lines(rig), ["20000000"]);
});

Deno.test("RemoteHost keeps nothing that cells, handlers and looks have thrown", async () => {
  await using rig = await SessionRig.start({ heapMegabytes: 100 });
  const thrown = "Object.assign(new Error('heavy'), { data: new Array(1e6).fill(0.5) })";
  const texts = [
    `throw ${thrown}`,
    `await new Promise((_, refuse) => setTimeout(() => refuse(${thrown}), 1))`,
  ];
  for (let run = 0; run < 20; run++) {
    for (const text of texts) assert.equal((await rig.run(text)).end.status, "error");
    await rig.session.host.peek(`(() => { throw ${thrown}; })()`);
  }
  await rig.run(`comms.registerTarget("size", () => { throw ${thrown}; })`);
  for (let open = 0; open < 20; open++) await openComm(rig, {});
  assert.equal((await rig.run("1 + 1")).result, "2");
});
