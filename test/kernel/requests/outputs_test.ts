import assert from "node:assert/strict";
import type { SessionEvent } from "../../../kernel/evaluate/events.ts";
import { CellBook } from "../../../kernel/requests/cells.ts";
import { Outputs } from "../../../kernel/requests/outputs.ts";
import { Publisher } from "../../../kernel/requests/publisher.ts";
import type { Message } from "../../../kernel/wire/message.ts";
import { order, streamText } from "../../support/peer.ts";
import { RecordingTransport } from "../../support/recording_transport.ts";
import { entryOf } from "./entry.ts";

class Rig {
  readonly transport = new RecordingTransport();
  readonly cells = new CellBook();
  readonly actions: string[] = [];
  readonly outputs = new Outputs(
    new Publisher(this.transport, { session: "kernel", username: "kernel" }),
    this.cells,
    (_cell, { type }) => this.actions.push(`${type} after ${order(this.messages())}`),
  );
  readonly first = entryOf("first");
  readonly second = entryOf("second");

  constructor() {
    this.cells.add(this.first);
    this.cells.add(this.second);
    this.cells.run(this.second);
  }

  text(text: string, cell: string | null = null, stream: "stdout" | "stderr" = "stdout"): void {
    this.outputs.take({ type: "text", cell, known: cell !== null, stream, text });
  }

  messages(): Message[] {
    return this.transport.published.map(({ message }) => message);
  }
}

function display(cell: string): SessionEvent {
  return { type: "display", cell, bundle: { data: { "text/plain": "x" }, metadata: {} } };
}

Deno.test("Outputs joins text of one cell and stream, and keeps the order of all", () => {
  const rig = new Rig();
  rig.text("a");
  rig.text("b");
  rig.text("c", "second", "stderr");
  rig.text("d", "first");
  rig.outputs.take(display("second"));
  rig.text("e");
  rig.outputs.flush();
  assert.equal(order(rig.messages()), "stdout stderr stdout display_data stdout");
  const [ab, , d] = rig.messages();
  assert.equal(ab?.content.text, "ab");
  assert.deepEqual(d?.parent_header, rig.first.request.message.header);
});

Deno.test("Outputs gives text of nobody in particular to the cell that runs, or ran last", () => {
  const rig = new Rig();
  rig.text("who?");
  rig.text("gone", "forgotten");
  rig.outputs.flush();
  assert.equal(streamText(rig.messages(), "stdout"), "who?gone");
  assert.deepEqual(rig.messages()[0]?.parent_header, rig.second.request.message.header);
});

Deno.test("Outputs sends text before it hands a question on", () => {
  const rig = new Rig();
  rig.text("before");
  const question = { id: 1, prompt: "?", password: false, sync: true };
  rig.outputs.take({ type: "input", cell: "second", ...question });
  assert.deepEqual(rig.actions, ["input after stdout"]);
});

Deno.test("Outputs drops what a cell prints beyond 64 M characters, and says so once", () => {
  const rig = new Rig();
  const block = "x".repeat(8 * 1024 * 1024);
  for (let i = 0; i < 10; i++) rig.text(block);
  rig.text("one more");
  rig.outputs.flush();
  assert.equal(streamText(rig.messages(), "stdout").length, 64 * 1024 * 1024);
  assert.match(streamText(rig.messages(), "stderr"), /^\nThis cell printed more than 64 M/);
  rig.text("free", "first");
  rig.outputs.flush();
  assert.equal(rig.messages().at(-1)?.content.text, "free");
});

Deno.test("Outputs mends lone surrogates", () => {
  const rig = new Rig();
  rig.text("\ud800");
  rig.outputs.flush();
  assert.equal(rig.messages()[0]?.content.text, "\ufffd");
});

Deno.test("Outputs keeps what is captured from being published", () => {
  const rig = new Rig();
  rig.outputs.captures.begin("second", "out");
  rig.text("kept");
  rig.outputs.take(display("second"));
  const kept = rig.outputs.captures.end("second");
  assert.deepEqual(kept.map(({ msg_type }) => msg_type), ["stream", "display_data"]);
  assert.equal(rig.messages().length, 0);
});
