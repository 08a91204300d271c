import assert from "node:assert/strict";
import { OutputCollector } from "../../../kernel/notebook/collect.ts";
import { createMessage, type JsonObject } from "../../../kernel/wire/message.ts";

function message(msg_type: string, content: JsonObject) {
  return createMessage({ session: "s", username: "u" }, { msg_type, content });
}

function display(text: string, { id, type = "display_data" }: { id?: string; type?: string } = {}) {
  return message(type, {
    data: { "text/plain": text },
    metadata: {},
    transient: id === undefined ? {} : { display_id: id },
  });
}

function shown(collector: OutputCollector, cell: number): readonly unknown[] {
  return collector.outputs(cell).map((output) =>
    output.output_type === "stream"
      ? output.text
      : output.output_type === "error"
      ? output.ename
      : output.data["text/plain"]
  );
}

Deno.test("OutputCollector joins neighbouring text of one stream, and no other", () => {
  const collector = new OutputCollector();
  for (const [name, text] of [["stdout", "a"], ["stdout", "b"], ["stderr", "c"], ["stdout", "d"]]) {
    collector.receive(0, message("stream", { name: name ?? "", text: text ?? "" }));
  }
  assert.deepEqual(shown(collector, 0), ["ab", "c", "d"]);
});

Deno.test("OutputCollector settles a progress bar printed with carriage returns", () => {
  const collector = new OutputCollector();
  for (let percent = 0; percent <= 100; percent += 10) {
    collector.receive(0, message("stream", { name: "stdout", text: `\r${percent} %` }));
  }
  assert.deepEqual(shown(collector, 0), ["100 %"]);
});

Deno.test("OutputCollector updates a display wherever it stands", () => {
  const collector = new OutputCollector();
  collector.receive(0, display("one", { id: "x" }));
  collector.receive(0, display("other"));
  collector.receive(1, display("two", { id: "x" }));
  assert.deepEqual(shown(collector, 0), ["two", "other"]);
  collector.receive(2, display("three", { id: "x", type: "update_display_data" }));
  assert.deepEqual([0, 1, 2].map((cell) => shown(collector, cell)), [
    ["three", "other"],
    ["three"],
    [],
  ]);
});

Deno.test("OutputCollector keeps the type of a result whose display is updated", () => {
  const collector = new OutputCollector();
  const result = message("execute_result", {
    execution_count: 3,
    data: { "text/plain": "old" },
    metadata: {},
    transient: { display_id: "x" },
  });
  collector.receive(0, result);
  collector.receive(0, display("new", { id: "x", type: "update_display_data" }));
  assert.deepEqual(collector.outputs(0), [{
    output_type: "execute_result",
    execution_count: 3,
    data: { "text/plain": "new" },
    metadata: {},
  }]);
});

Deno.test("OutputCollector clears at once, or when the next output arrives", () => {
  const collector = new OutputCollector();
  collector.receive(0, display("a"));
  collector.receive(0, message("clear_output", { wait: true }));
  assert.deepEqual(shown(collector, 0), ["a"]);
  collector.receive(0, message("stream", { name: "stdout", text: "b" }));
  assert.deepEqual(shown(collector, 0), ["b"]);
  collector.receive(0, message("clear_output", { wait: false }));
  assert.deepEqual(shown(collector, 0), []);
});

Deno.test("OutputCollector forgets displays that were cleared", () => {
  const collector = new OutputCollector();
  collector.receive(0, display("a", { id: "x" }));
  collector.receive(0, message("clear_output", { wait: false }));
  collector.receive(0, display("b"));
  collector.receive(0, display("c", { id: "x", type: "update_display_data" }));
  assert.deepEqual(shown(collector, 0), ["b"]);
});

Deno.test("OutputCollector keeps no view of a widget that has other forms", () => {
  const collector = new OutputCollector();
  const view = { "application/vnd.jupyter.widget-view+json": { model_id: "1" } };
  for (const data of [{ ...view, "text/plain": "a curve" }, view]) {
    collector.receive(0, message("display_data", { data, metadata: {}, transient: {} }));
  }
  const kept = collector.outputs(0).map((output) => "data" in output ? output.data : undefined);
  assert.deepEqual(kept, [{ "text/plain": "a curve" }, view]);
});
