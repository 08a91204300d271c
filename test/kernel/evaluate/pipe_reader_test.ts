import assert from "node:assert/strict";
import { PipeReader } from "../../../kernel/evaluate/pipe_reader.ts";

/** A pipe that gives one piece at each read, then ends; hears of a cancellation. */
function pipeOf(
  pieces: readonly string[],
  cancelled: () => void = () => {},
): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    type: "bytes",
    pull: (controller) => {
      const piece = left.shift();
      const request = controller.byobRequest;
      if (piece === undefined) {
        controller.close();
        request?.respond(0);
        return;
      }
      const into = new Uint8Array(request?.view?.buffer ?? new ArrayBuffer(0));
      request?.respond(new TextEncoder().encodeInto(piece, into).written);
    },
    cancel: cancelled,
  });
}

Deno.test("PipeReader gives the pieces of a pipe, then its end", async () => {
  const reader = new PipeReader(pipeOf(["first", "second piece", "3"]));
  const pieces: string[] = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    pieces.push(new TextDecoder().decode(value));
  }
  assert.deepEqual(pieces, ["first", "second piece", "3"]);
  assert.deepEqual(await reader.read(), { done: true });
});

Deno.test("PipeReader reads a process that prints more than fits into its memory", async () => {
  const text = "0123456789".repeat(30_000);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", `Deno.stdout.writeSync(new TextEncoder().encode("0123456789".repeat(30_000)))`],
    stdout: "piped",
  }).spawn();
  const reader = new PipeReader(child.stdout);
  const decoder = new TextDecoder();
  let read = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    read += decoder.decode(piece.value, { stream: true });
  }
  assert.equal(read, text);
  assert.equal((await child.status).success, true);
});

Deno.test("PipeReader.cancel() closes the pipe", async () => {
  let cancelled = false;
  const reader = new PipeReader(pipeOf([], () => void (cancelled = true)));
  await reader.cancel();
  assert.equal(cancelled, true);
});
