import assert from "node:assert/strict";
import { WidgetModel } from "../../../widgets/protocol/model.ts";
import { Frontend } from "../frontend.ts";

interface Counter {
  readonly count: number;
  readonly cells: Uint8Array;
}

const ESM = "export default { render({ model, el }) {} };";

function counter(): WidgetModel<Counter> {
  const state: Counter = { count: 1, cells: Uint8Array.of(5) };
  return new WidgetModel({ state, esm: ESM, css: "a {}", name: "test.Counter", id: "c1" });
}

function shown(): { readonly frontend: Frontend; readonly model: WidgetModel<Counter> } {
  const frontend = new Frontend();
  const model = counter();
  model.open(frontend.comms);
  return { frontend, model };
}

Deno.test("WidgetModel.open() opens a comm with the whole state, once, and answers a view", () => {
  const { frontend, model } = shown();
  const view = model.open(frontend.comms);
  assert.deepEqual(view, {
    "application/vnd.jupyter.widget-view+json": {
      model_id: "c1",
      version_major: 2,
      version_minor: 0,
    },
  });
  assert.equal(frontend.sent.length, 1);
  const [{ action, content, options } = assert.fail()] = frontend.sent;
  assert.equal(action, "comm_open");
  assert.deepEqual(content, {
    comm_id: "c1",
    target_name: "jupyter.widget",
    data: {
      state: {
        _model_module: "anywidget",
        _model_module_version: "*",
        _model_name: "AnyModel",
        _view_module: "anywidget",
        _view_module_version: "*",
        _view_name: "AnyView",
        _view_count: null,
        _dom_classes: [],
        _anywidget_id: "test.Counter",
        _esm: ESM,
        _css: "a {}",
        count: 1,
      },
      buffer_paths: [["cells"]],
    },
  });
  assert.deepEqual(options, { metadata: { version: "2.1.0" }, buffers: [Uint8Array.of(5)] });
});

Deno.test("WidgetModel.set() tells the frontend what changed, and nothing else", () => {
  const { frontend, model } = shown();
  model.set({ count: 1 });
  model.set({ count: 2, cells: model.state.cells });
  model.set({ cells: Uint8Array.of(6, 7) });
  assert.deepEqual(frontend.said("c1"), [
    { method: "update", state: { count: 2 }, buffer_paths: [] },
    { method: "update", state: {}, buffer_paths: [["cells"]] },
  ]);
  assert.deepEqual(frontend.sent.at(-1)?.options.buffers, [Uint8Array.of(6, 7)]);
});

Deno.test("WidgetModel.set() works before anybody sees the model", () => {
  const model = counter();
  model.set({ count: 9 });
  assert.equal(model.state.count, 9);
  const frontend = new Frontend();
  model.open(frontend.comms);
  const { state } = frontend.sent[0]?.content["data"] as { state: Record<string, unknown> };
  assert.equal(state["count"], 9);
});

Deno.test("WidgetModel takes the frontend's changes, echoes them first, and tells listeners", async () => {
  const { frontend, model } = shown();
  const heard: number[] = [];
  const stop = model.onChange("count", () => {
    heard.push(model.state.count);
    if (model.state.count === 5) model.set({ count: 6 });
  });
  await frontend.tell("c1", { method: "update", state: { count: 5 }, buffer_paths: [] });
  assert.deepEqual(heard, [5, 6]);
  assert.deepEqual(frontend.said("c1"), [
    { method: "echo_update", state: { count: 5 }, buffer_paths: [] },
    { method: "update", state: { count: 6 }, buffer_paths: [] },
  ]);
  stop();
  await frontend.tell("c1", { method: "update", state: { count: 7 } });
  assert.deepEqual(heard, [5, 6]);
  assert.equal(model.state.count, 7);
});

Deno.test("WidgetModel takes buffers of the frontend, and no properties it does not have", async () => {
  const { frontend, model } = shown();
  const update = { method: "update", state: { strange: 1 }, buffer_paths: [["cells"]] };
  await frontend.tell("c1", update, [Uint8Array.of(8)]);
  assert.deepEqual(model.state, { count: 1, cells: Uint8Array.of(8) });
});

Deno.test("WidgetModel answers request_state with everything", async () => {
  const { frontend, model } = shown();
  model.set({ count: 3 });
  await frontend.tell("c1", { method: "request_state" });
  const { method, state, buffer_paths } = frontend.said("c1").at(-1) ?? {};
  assert.equal(method, "update");
  assert.deepEqual(buffer_paths, [["cells"]]);
  const { count, _esm } = state as Record<string, unknown>;
  assert.deepEqual([count, _esm], [3, ESM]);
});

Deno.test("WidgetModel carries custom messages both ways, with buffers", async () => {
  const { frontend, model } = shown();
  const heard: unknown[] = [];
  model.onCustom((content, buffers) => heard.push([content, buffers]));
  await frontend.tell("c1", { method: "custom", content: { clicked: true } }, [Uint8Array.of(1)]);
  await frontend.tell("c1", { method: "unheard of" });
  model.send({ blink: 2 }, [Uint8Array.of(2)]);
  assert.deepEqual(heard, [[{ clicked: true }, [Uint8Array.of(1)]]]);
  assert.deepEqual(frontend.said("c1"), [{ method: "custom", content: { blink: 2 } }]);
});

Deno.test("WidgetModel is closed by either side, and opens again", async () => {
  const { frontend, model } = shown();
  await frontend.act("comm_close", "c1");
  assert.equal(model.isOpen, false);
  model.set({ count: 4 });
  model.open(frontend.comms);
  model.close();
  assert.deepEqual(frontend.sent.map(({ action }) => action), [
    "comm_open",
    "comm_open",
    "comm_close",
  ]);
});
