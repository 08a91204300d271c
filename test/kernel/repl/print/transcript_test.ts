import assert from "node:assert/strict";
import { Transcript, type TranscriptOptions } from "../../../../kernel/repl/print/transcript.ts";
import { createMessage, type JsonObject } from "../../../../kernel/wire/message.ts";
import { createFakeTerminal } from "../fake_terminal.ts";

function setUp(options: Partial<TranscriptOptions> = {}) {
  const terminal = createFakeTerminal({ columns: 20, rows: 6 });
  const { output } = terminal;
  const print = (text: string): void => output.write(text);
  const transcript = new Transcript({
    print,
    ansi: true,
    labels: true,
    size: output.size,
    ...options,
  });
  const take = (msg_type: string, content: JsonObject): void =>
    transcript.take(createMessage({ session: "s", username: "u" }, { msg_type, content }));
  const show = (text: string, msg_type = "display_data"): void =>
    take(msg_type, { data: { "text/plain": text }, transient: { display_id: "d" } });
  transcript.begin();
  return { terminal, transcript, take, show };
}

Deno.test("Transcript prints streams as they come and labels results", async () => {
  const { terminal, transcript, take } = setUp();
  take("stream", { name: "stdout", text: "no end" });
  take("execute_result", { execution_count: 3, data: { "text/plain": "[ 1 ]" } });
  take("execute_result", { execution_count: 4, data: { "text/plain": "a\nb" } });
  assert.equal(transcript.end(), true);
  assert.deepEqual(await terminal.rows(), ["no end", "Out[3]: [ 1 ]", "Out[4]:", "a", "b"]);
});

Deno.test("Transcript.end() says whether a cell printed anything", () => {
  const { transcript, take } = setUp();
  take("status", { execution_state: "busy" });
  assert.equal(transcript.end(), false);
});

Deno.test("Transcript prints an error's traceback, or its name where there is none", async () => {
  const { terminal, take } = setUp();
  take("error", { ename: "E", evalue: "why", traceback: ["E: why", "  at Cell [1]"] });
  take("error", { ename: "E", evalue: "why", traceback: [] });
  assert.deepEqual(await terminal.rows(), ["E: why", "  at Cell [1]", "E: why"]);
});

Deno.test("Transcript redraws a display that stands last", async () => {
  const { terminal, transcript, take, show } = setUp();
  take("stream", { name: "stdout", text: "training" });
  show("10 %\nslow");
  show("20 %", "update_display_data");
  show("30 %\ndone", "update_display_data");
  transcript.end();
  assert.deepEqual(await terminal.rows(), ["training", "30 %", "done"]);
});

Deno.test("Transcript prints a display's latest form at the end where it cannot be redrawn", async () => {
  const { terminal, transcript, take, show } = setUp();
  show("10 %");
  take("stream", { name: "stdout", text: "between\n" });
  show("20 %", "update_display_data");
  show("30 %", "update_display_data");
  assert.deepEqual(await terminal.rows(), ["10 %", "between"]);
  transcript.end();
  assert.deepEqual(await terminal.rows(), ["10 %", "between", "30 %"]);
});

Deno.test("Transcript prints an updated display twice at most where escape codes are not wanted", () => {
  const { terminal, transcript, show } = setUp({ ansi: false });
  show("10 %");
  show("20 %", "update_display_data");
  show("30 %", "update_display_data");
  transcript.end();
  assert.equal(terminal.written, "10 %\n30 %\n");
});

Deno.test("Transcript leaves the input alone when a display is updated between cells", () => {
  const { terminal, transcript, show } = setUp();
  show("10 %");
  transcript.end();
  const { written } = terminal;
  show("20 %", "update_display_data");
  assert.equal(terminal.written, written);
});

Deno.test("Transcript clears what the cell printed, at once or before the next output", async () => {
  const { terminal, transcript, take } = setUp();
  take("stream", { name: "stdout", text: "one\ntwo\nthree" });
  take("clear_output", { wait: true });
  assert.deepEqual(await terminal.rows(), ["one", "two", "three"]);
  take("stream", { name: "stdout", text: "four\n" });
  assert.deepEqual(await terminal.rows(), ["four"]);
  take("clear_output", { wait: false });
  assert.deepEqual(await terminal.rows(), []);
  take("clear_output", { wait: true });
  transcript.end();
});

Deno.test("Transcript clears one line where it cannot tell how much was printed", async () => {
  const { terminal, take } = setUp();
  take("stream", { name: "stdout", text: "1\n2\n3\n4\n5\n6\n7" });
  take("clear_output", { wait: false });
  assert.deepEqual(await terminal.rows(), ["1", "2", "3", "4", "5", "6"]);
});

Deno.test("Transcript writes no escape codes where they are not wanted", () => {
  const { terminal, take } = setUp({ ansi: false, labels: false });
  take("stream", { name: "stdout", text: "\x1b[31mred\x1b[0m\n" });
  take("error", { traceback: ["\x1b[1mE\x1b[0m: x"] });
  take("clear_output", { wait: false });
  take("execute_result", { execution_count: 1, data: { "text/plain": "{ a: 1 }" } });
  assert.equal(terminal.written, "red\nE: x\n{ a: 1 }\n");
});

Deno.test("Transcript colours a value, and nothing that has another form too", () => {
  const { terminal, take } = setUp();
  take("display_data", { data: { "text/plain": "1" } });
  take("display_data", { data: { "text/plain": "1", "text/html": "<b>1</b>" } });
  assert.equal(terminal.written, "\x1b[33m1\x1b[0m\n1\n");
});

Deno.test("Transcript says where the pictures of displays and results are", () => {
  const { terminal, take } = setUp({ ansi: false, showPictures: () => "picture: here" });
  take("display_data", { data: { "text/plain": "chart", "image/png": "AAAA" } });
  take("execute_result", { execution_count: 1, data: { "text/plain": "chart" } });
  assert.equal(terminal.written, "chart\npicture: here\nOut[1]:\nchart\npicture: here\n");
});
