import assert from "node:assert/strict";
import type { SessionEvent } from "../../../kernel/evaluate/events.ts";
import { type Mark, writeMark } from "../../../kernel/evaluate/markers.ts";
import { Pipes, type SessionOutput } from "../../../kernel/evaluate/pipes.ts";

const KEY = "key";

/** Both pipes of a session, written to by the test. */
class Rig {
  readonly heard: SessionOutput[] = [];
  readonly pipes = new Pipes((output) => this.heard.push(output));
  readonly #ends = { stdout: feed(), stderr: feed() };
  readonly pumped: Promise<unknown>;

  constructor() {
    this.pumped = Promise.all(
      (["stdout", "stderr"] as const).map((stream) =>
        this.pipes.pump(this.#ends[stream].reader, { stream, key: KEY })
      ),
    );
  }

  write(stream: "stdout" | "stderr", ...parts: (string | Uint8Array | Mark)[]): void {
    for (const part of parts) {
      const bytes = part instanceof Uint8Array
        ? part
        : new TextEncoder().encode(typeof part === "string" ? part : writeMark(KEY, part));
      this.#ends[stream].controller.enqueue(bytes);
    }
  }

  /** Ends both pipes; resolves when all is delivered. */
  async end(): Promise<readonly SessionOutput[]> {
    for (const { controller } of Object.values(this.#ends)) controller.close();
    await this.pumped;
    return this.heard;
  }

  /** The text of each cell and stream, as far as it was heard. */
  texts(): string[] {
    return this.heard.flatMap((output) =>
      output.type === "text" ? [`${output.cell} ${output.stream} ${output.text}`] : [output.type]
    );
  }
}

function feed(): {
  controller: ReadableStreamDefaultController<Uint8Array>;
  reader: ReadableStreamDefaultReader<Uint8Array>;
} {
  const held: { controller?: ReadableStreamDefaultController<Uint8Array> } = {};
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => void (held.controller = controller),
  });
  const { controller } = held;
  assert.ok(controller);
  return { controller, reader: stream.getReader() };
}

function clear(cell: string): SessionEvent {
  return { type: "clear", cell, wait: false };
}

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  return await Promise.race([promise.then(() => true), Promise.resolve(false)]);
}

Deno.test("Pipes says of each text whose it is", async () => {
  const rig = new Rig();
  rig.write("stdout", "sub ", { kind: "text", cell: "c1", stream: "stderr" }, "bad");
  rig.write("stdout", { kind: "end" }, "process");
  await rig.end();
  assert.deepEqual(rig.texts(), ["null stdout sub ", "c1 stderr bad", "null stdout process"]);
  assert.deepEqual(rig.heard.map((output) => output.type === "text" && output.known), [
    false,
    true,
    false,
  ]);
});

Deno.test("Pipes keeps events in their place among the text", async () => {
  const rig = new Rig();
  rig.write("stdout", "before", { kind: "event", event: clear("c1") }, "after");
  await rig.end();
  assert.deepEqual(rig.texts(), ["null stdout before", "clear", "null stdout after"]);
});

Deno.test("Pipes holds text back until the large event before it has come", async () => {
  const rig = new Rig();
  rig.write("stdout", "1", { kind: "parcel", seq: 7 }, "2", { kind: "barrier", id: 1 });
  rig.write("stderr", { kind: "barrier", id: 1 });
  const passed = rig.pipes.barrier(1);
  assert.equal(await settled(passed), false);
  assert.deepEqual(rig.texts(), ["null stdout 1"]);
  rig.pipes.event({ seq: 7, event: clear("c1") });
  await passed;
  assert.deepEqual(rig.texts(), ["null stdout 1", "clear", "null stdout 2"]);
  await rig.end();
});

Deno.test("Pipes takes large events that come before their place", async () => {
  const rig = new Rig();
  rig.pipes.event({ seq: 1, event: clear("second") });
  rig.pipes.event({ seq: 0, event: clear("first") });
  rig.write("stdout", { kind: "parcel", seq: 0 }, { kind: "parcel", seq: 1 });
  const heard = await rig.end();
  assert.deepEqual(heard, [clear("first"), clear("second")]);
});

Deno.test("Pipes goes on without large events that can no longer come", async () => {
  const rig = new Rig();
  rig.write("stdout", { kind: "parcel", seq: 0 }, "one");
  assert.equal(await settled(rig.pumped), false);
  rig.pipes.inspectorClosed();
  rig.write("stdout", { kind: "parcel", seq: 1 }, "two");
  await rig.end();
  assert.deepEqual(rig.texts(), ["null stdout one", "null stdout two"]);
});

Deno.test("Pipes opens a barrier when both pipes have passed it", async () => {
  const rig = new Rig();
  const passed = rig.pipes.barrier(3);
  rig.write("stdout", "text", { kind: "barrier", id: 3 });
  assert.equal(await settled(passed), false);
  rig.write("stderr", "late", { kind: "barrier", id: 3 });
  await passed;
  assert.deepEqual(rig.texts(), ["null stdout text", "null stderr late"]);
  await rig.end();
});

Deno.test("Pipes opens every barrier when the pipes end", async () => {
  const rig = new Rig();
  const passed = [rig.pipes.barrier(1), rig.pipes.barrier(2)];
  rig.write("stdout", { kind: "barrier", id: 1 });
  await rig.end();
  await Promise.all(passed);
  await rig.pipes.barrier(3);
});

Deno.test("Pipes joins characters that chunks cut in two", async () => {
  const rig = new Rig();
  const bytes = new TextEncoder().encode("é😀→");
  for (const byte of bytes) rig.write("stdout", Uint8Array.of(byte));
  rig.write("stdout", { kind: "text", cell: "c1", stream: "stdout" });
  for (const byte of bytes) rig.write("stdout", Uint8Array.of(byte));
  await rig.end();
  const text = (known: boolean): string =>
    rig.heard.map((output) => output.type === "text" && output.known === known ? output.text : "")
      .join("");
  assert.equal(text(false), "é😀→");
  assert.equal(text(true), "é😀→");
});

Deno.test("Pipes remembers the last words on standard error", async () => {
  const rig = new Rig();
  rig.write("stdout", "not this");
  rig.write("stderr", "x".repeat(5000), "Fatal JavaScript out of memory");
  await rig.end();
  assert.match(rig.pipes.lastWords, /^x+Fatal JavaScript out of memory$/);
  assert.equal(rig.pipes.lastWords.length, 4000);
});

Deno.test("Pipes tells of an exit that was announced", async () => {
  const rig = new Rig();
  rig.write("stdout", { kind: "exit", by: "Deno.exit", code: 3 });
  assert.deepEqual(await rig.pipes.exiting, { by: "Deno.exit", code: 3 });
  await rig.end();
});
