import assert from "node:assert/strict";
import { createMessage } from "../../../kernel/wire/message.ts";

const AUTHOR = { session: "session", username: "tester" };

Deno.test("createMessage() states author, type, version and a date with a time zone", () => {
  const { header } = createMessage(AUTHOR, { msg_type: "status", content: {} });
  assert.equal(header.session, "session");
  assert.equal(header.username, "tester");
  assert.equal(header.msg_type, "status");
  assert.equal(header.version, "5.5");
  assert.match(header.date, /^\d{4}-\d\d-\d\dT.*Z$/);
});

Deno.test("createMessage() never gives the same msg_id twice", () => {
  const ids = Array.from(
    { length: 1000 },
    () => createMessage(AUTHOR, { msg_type: "status", content: {} }).header.msg_id,
  );
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("createMessage() takes buffers and the parent as they are", () => {
  const parent = createMessage(AUTHOR, { msg_type: "ask", content: {} }).header;
  const buffers = [Uint8Array.of(1)];
  const message = createMessage(AUTHOR, { msg_type: "answer", content: {}, parent, buffers });
  assert.equal(message.parent_header, parent);
  assert.equal(message.buffers, buffers);
});
