import assert from "node:assert/strict";
import { ByteBuffer } from "flatbuffers";
import { Table, tableToIPC, vectorFromArray } from "apache-arrow";
import { parseFooter, parseIpc, parseMessage } from "../../../../lib/data/file/arrow_library.ts";

const table = new Table({ x: vectorFromArray(Float32Array.of(1, 2)) });
const file = tableToIPC(table, "file");
const stream = tableToIPC(table, "stream");

function footerOf(bytes: Uint8Array): Uint8Array {
  const end = bytes.length - 10;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getInt32(end, true);
  return bytes.subarray(end - length, end);
}

Deno.test("parseIpc() reads files and streams", async () => {
  for (const bytes of [file, stream]) {
    assert.deepEqual([...(await parseIpc(bytes)).getChild("x") ?? []], [1, 2]);
  }
});

Deno.test("parseFooter() gives the schema as a message that a stream may begin with", async () => {
  const { message, head } = await parseFooter(footerOf(file));
  assert.ok(message.isSchema());
  assert.equal(head.length % 8, 0);
  const end = new Uint8Array(8);
  end.fill(0xff, 0, 4);
  const empty = await parseIpc(Uint8Array.from([...head, ...end]));
  assert.deepEqual(empty.schema.fields.map(({ name }) => name), ["x"]);
});

Deno.test("parseMessage() tells what a message is and how long its body", async () => {
  const length = new DataView(stream.buffer, stream.byteOffset).getInt32(4, true);
  const message = await parseMessage(stream.subarray(8, 8 + length));
  assert.deepEqual([message.isSchema(), message.bodyLength], [true, 0]);
});

Deno.test("damaged metadata is left after as many reads as there can be fields, and the parser whole", async () => {
  const find = ByteBuffer.prototype.__offset;
  const damaged = stream.slice();
  damaged.fill(0xff, 8, 40);
  await assert.rejects(parseIpc(damaged));
  await assert.rejects(parseMessage(damaged.subarray(8, 200)));
  assert.equal(ByteBuffer.prototype.__offset, find);
  assert.equal((await parseIpc(stream)).numRows, 2);
});
