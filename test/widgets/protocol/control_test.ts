import assert from "node:assert/strict";
import { WidgetModel } from "../../../widgets/protocol/model.ts";
import { Frontend } from "../frontend.ts";

function open(frontend: Frontend, id: string): WidgetModel<{ data: Uint8Array }> {
  const state = { data: new TextEncoder().encode(id) };
  const model = new WidgetModel<{ data: Uint8Array }>({ state, esm: "", name: "test.Model", id });
  model.open(frontend.comms);
  return model;
}

Deno.test("the control comm tells a reloaded frontend the states of all open models", async () => {
  const frontend = new Frontend();
  const [first] = ["a", "b", "c"].map((id) => open(frontend, id));
  first?.close();
  await frontend.act("comm_open", "control", "jupyter.widget.control");
  await frontend.tell("control", { method: "request_states" });
  const [{ method, states, buffer_paths } = assert.fail()] = frontend.said("control");
  assert.equal(method, "update_states");
  assert.deepEqual(Object.keys(states as object), ["b", "c"]);
  const { b } = states as Record<string, Record<string, unknown>>;
  assert.deepEqual(
    [b?.["model_name"], b?.["model_module"], b?.["model_module_version"]],
    ["AnyModel", "anywidget", "*"],
  );
  assert.deepEqual(buffer_paths, [["b", "state", "data"], ["c", "state", "data"]]);
  const buffers = frontend.sent.at(-1)?.options.buffers ?? [];
  assert.deepEqual(buffers.map((bytes) => new TextDecoder().decode(bytes)), ["b", "c"]);
});

Deno.test("the control comm answers nothing but requests for states", async () => {
  const frontend = new Frontend();
  open(frontend, "a");
  await frontend.act("comm_open", "control", "jupyter.widget.control");
  await frontend.tell("control", { method: "something else" });
  assert.deepEqual(frontend.said("control"), []);
});
