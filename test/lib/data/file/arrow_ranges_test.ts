import assert from "node:assert/strict";
import {
  type DataType,
  Field,
  Float32,
  List,
  type Message,
  MessageReader,
  Table,
  tableToIPC,
  Utf8,
  Utf8View,
  vectorFromArray,
} from "apache-arrow";
import { wantedRanges } from "../../../../lib/data/file/arrow_ranges.ts";

const table = new Table({
  a: vectorFromArray(Float32Array.of(1, 2, 3)),
  text: vectorFromArray(["p", null, "q"], new Utf8()),
  kind: vectorFromArray(["k", "l", "k"]),
  lists: vectorFromArray([[1], [2, 3], []], new List(new Field("item", new Float32() as DataType))),
  b: vectorFromArray(Float32Array.of(7, 8, 9)),
});

/** The record batch of the table: its message and its body. */
function batchOf(of: Table): { message: Message; body: Uint8Array } {
  const reader = new MessageReader(tableToIPC(of, "stream"));
  for (;;) {
    const message = reader.readMessage();
    assert.ok(message !== null, "there is a record batch");
    const body = reader.readMessageBody(message.bodyLength);
    if (message.isRecordBatch()) return { message, body };
  }
}

Deno.test("wantedRanges() finds the buffers of a column behind columns of every layout", () => {
  const { message, body } = batchOf(table);
  const { schema } = table;
  const [flags, values, ...others] = wantedRanges(message, { schema, wanted: ["b"] });
  assert.deepEqual([flags?.length, others], [0, []]);
  const { offset = 0, length = 0 } = values ?? {};
  const bytes = body.slice(offset, offset + length);
  assert.deepEqual([...new Float32Array(bytes.buffer, 0, 3)], [7, 8, 9]);
});

Deno.test("wantedRanges() of all columns are those of each, and of none there are none", () => {
  const { message } = batchOf(table);
  const { schema } = table;
  const names = schema.fields.map(({ name }) => name);
  const each = names.flatMap((name) => wantedRanges(message, { schema, wanted: [name] }));
  assert.deepEqual(wantedRanges(message, { schema, wanted: names }), each);
  // Numbers have two buffers, texts three, dictionaries two, and lists two beside their items.
  assert.equal(each.length, 2 + 3 + 2 + 4 + 2);
  assert.deepEqual(wantedRanges(message, { schema, wanted: [] }), []);
});

Deno.test("wantedRanges() asks for the whole body where buffers cannot be told apart", () => {
  const { message } = batchOf(table);
  const whole = [{ offset: 0, length: message.bodyLength }];
  const views = new Table({ v: vectorFromArray(["a"], new Utf8View()) }).schema;
  assert.deepEqual(wantedRanges(message, { schema: views, wanted: ["v"] }), whole);
  const others = new Table({ a: vectorFromArray(Float32Array.of(1)) }).schema;
  assert.deepEqual(wantedRanges(message, { schema: others, wanted: ["a"] }), whole);
});
