import assert from "node:assert/strict";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Table, tableToIPC, vectorFromArray } from "apache-arrow";
import {
  type ArrowFrame,
  MessageError,
  readFrames,
} from "../../../../lib/data/file/arrow_frames.ts";
import { inFolder } from "../../../support/temporary.ts";

const table = new Table({
  x: vectorFromArray(Float32Array.of(1, 2, 3)),
  kind: vectorFromArray(["a", "b", "a"]),
});

async function framesOf(bytes: Uint8Array): Promise<readonly ArrowFrame[]> {
  return await inFolder(async (folder) => {
    const path = join(folder, "a.arrow");
    await writeFile(path, bytes);
    const file = await open(path);
    try {
      return await Array.fromAsync(readFrames(file));
    } finally {
      await file.close();
    }
  });
}

function kindOf({ message }: ArrowFrame): string {
  if (message.isSchema()) return "schema";
  return message.isDictionaryBatch() ? "dictionary" : "batch";
}

for (const format of ["file", "stream"] as const) {
  Deno.test(`readFrames() gives the messages of a ${format}, the schema first`, async () => {
    const bytes = tableToIPC(table, format);
    const frames = await framesOf(bytes);
    assert.deepEqual(frames.map(kindOf), ["schema", "dictionary", "batch"]);
    for (const { head, bodyAt, message } of frames.slice(1)) {
      // Metadata is padded, so that bodies start where processors like numbers to start.
      assert.equal(head.length % 8, 0);
      const before = bytes.slice(bodyAt - head.length, bodyAt);
      assert.deepEqual(before, head);
      assert.ok(message.bodyLength > 0 && bodyAt + message.bodyLength <= bytes.length);
    }
  });
}

Deno.test("readFrames() ends where a stream ends, with a word for it or without", async () => {
  const bytes = tableToIPC(table, "stream");
  const withoutEnd = bytes.slice(0, bytes.length - 8);
  assert.deepEqual((await framesOf(withoutEnd)).map(kindOf), ["schema", "dictionary", "batch"]);
  assert.deepEqual(await framesOf(new Uint8Array(0)), []);
});

Deno.test("readFrames() refuses lengths that go beyond the file", async () => {
  const stream = tableToIPC(table, "stream");
  const long = stream.slice();
  new DataView(long.buffer).setInt32(4, 1 << 30, true);
  await assert.rejects(framesOf(long), (error: unknown) => {
    assert.ok(error instanceof MessageError);
    assert.match(error.message, /claims 1073741824 bytes of metadata, and ends before them/);
    return true;
  });
  const file = tableToIPC(table, "file");
  const footer = file.slice();
  new DataView(footer.buffer).setInt32(file.length - 10, file.length, true);
  await assert.rejects(framesOf(footer), /claims a footer of \d+ bytes/);
  await assert.rejects(framesOf(file.slice(0, 40)), /it is cut off/);
});
