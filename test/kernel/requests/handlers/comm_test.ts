import assert from "node:assert/strict";
import { comm } from "../../../../kernel/requests/handlers/comm.ts";
import { requestOf } from "../../../support/recording_transport.ts";
import { StateRig } from "../state.ts";

Deno.test("comm keeps the way back of a message, and none of its data", async () => {
  using rig = new StateRig();
  rig.session.orTerminated = (work: unknown) => work;
  rig.session.flush = () => Promise.resolve();
  const delivered: unknown[] = [];
  rig.session.host.call = (...args: unknown[]) => Promise.resolve(void delivered.push(args));
  const content = { comm_id: "c", data: { text: "long" } };
  const plain = requestOf("comm_msg", content);
  const message = { ...plain.message, metadata: { m: 1 }, buffers: [Uint8Array.of(1, 2, 3)] };
  const received = { ...plain, message };
  await comm({ received, content, kernel: rig.state, reply: () => {} });
  const announcement = {
    id: message.header.msg_id,
    count: 1,
    source: "",
    showResult: false,
    remember: false,
    allowInput: false,
  };
  const delivery = { action: "comm_msg", content, metadata: { m: 1 }, buffers: ["AQID"] };
  assert.deepEqual(delivered, [["receiveComm", announcement, delivery]]);
  const kept = rig.state.cells.get(message.header.msg_id)?.request;
  assert.deepEqual(kept?.message, {
    header: message.header,
    parent_header: {},
    metadata: {},
    content: {},
    buffers: [],
  });
  assert.deepEqual(kept?.identities, plain.identities);
});

Deno.test("comm ends although code is terminated while the last of its text is on the way", async () => {
  using rig = new StateRig();
  const terminated = Promise.withResolvers<void>();
  rig.session.orTerminated = (work: unknown) => Promise.race([work, terminated.promise]);
  rig.session.host.call = () => Promise.resolve();
  rig.session.flush = () => {
    terminated.resolve();
    return new Promise(() => {});
  };
  const content = { comm_id: "c", data: {} };
  const received = requestOf("comm_msg", content);
  await comm({ received, content, kernel: rig.state, reply: () => {} });
});
