import assert from "node:assert/strict";
import { OpenComms } from "../../../kernel/requests/open_comms.ts";

Deno.test("OpenComms lists what was opened and not closed, by target", () => {
  const comms = new OpenComms();
  comms.follow("comm_open", { comm_id: "1", target_name: "a" });
  comms.follow("comm_open", { comm_id: "2", target_name: "b" });
  comms.follow("comm_open", { comm_id: "3", target_name: "b" });
  comms.follow("comm_msg", { comm_id: "9", data: {} });
  comms.follow("comm_close", { comm_id: "2" });
  assert.deepEqual(comms.list(), { 1: { target_name: "a" }, 3: { target_name: "b" } });
  assert.deepEqual(comms.list("b"), { 3: { target_name: "b" } });
  assert.deepEqual(comms.list("c"), {});
});

Deno.test("OpenComms.clear() gives the ids of what was open", () => {
  const comms = new OpenComms();
  comms.follow("comm_open", { comm_id: "1", target_name: "a" });
  assert.deepEqual(comms.clear(), ["1"]);
  assert.deepEqual(comms.clear(), []);
});
