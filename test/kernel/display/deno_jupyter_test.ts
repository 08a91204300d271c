import assert from "node:assert/strict";
import { createDenoJupyter, type DenoJupyter } from "../../../kernel/display/deno_jupyter.ts";
import { createDisplay } from "../../../kernel/display/display.ts";
import { createFormatter } from "../../../kernel/display/format.ts";

function session(): {
  readonly jupyter: DenoJupyter;
  readonly shown: unknown[];
  readonly messages: unknown[];
} {
  const shown: unknown[] = [];
  const messages: unknown[] = [];
  const display = createDisplay({
    display: ({ data }, options) => shown.push([data, options]),
    clear: (options) => shown.push(["clear", options]),
  }, createFormatter());
  const broadcast = (type: string): Promise<void> => {
    messages.push(type);
    return Promise.resolve();
  };
  return { jupyter: createDenoJupyter({ display, broadcast }), shown, messages };
}

Deno.test("Deno.jupyter's tags put values in as they are", async () => {
  const { jupyter } = session();
  assert.equal((await jupyter.format(jupyter.html`<b>${"<i>"}</b>`))["text/html"], "<b><i></b>");
  assert.equal((await jupyter.format(jupyter.md`*${"a"}*`))["text/markdown"], "*a*");
  const whole = "<svg></svg>";
  assert.equal((await jupyter.format(jupyter.svg`${whole}`))["image/svg+xml"], whole);
});

Deno.test("Deno.jupyter.display() shows values and finished bundles", async () => {
  const { jupyter, shown } = session();
  await jupyter.display({ [jupyter.$display]: () => ({ "text/plain": "a" }) });
  await jupyter.display({ "text/plain": "b" }, { raw: true, display_id: "x", update: true });
  assert.deepEqual(shown.map((each) => (each as unknown[])[0]), [
    { "text/plain": "a" },
    { "text/plain": "b" },
  ]);
  assert.deepEqual((shown[1] as unknown[])[1], { id: "x", update: true });
});

Deno.test("Deno.jupyter.broadcast() shows displays, clears, and passes other messages on", async () => {
  const { jupyter, shown, messages } = session();
  const content = { data: { "text/plain": "c" }, metadata: {}, transient: { display_id: "y" } };
  await jupyter.broadcast("display_data", content);
  await jupyter.broadcast("update_display_data", content);
  await jupyter.broadcast("clear_output", { wait: true });
  await jupyter.broadcast("comm_open", {});
  assert.deepEqual(shown, [
    [{ "text/plain": "c" }, { id: "y", update: false }],
    [{ "text/plain": "c" }, { id: "y", update: true }],
    ["clear", { wait: true }],
  ]);
  assert.deepEqual(messages, ["comm_open"]);
});
