import assert from "node:assert/strict";
import { Publisher } from "../../../kernel/requests/publisher.ts";
import { RecordingTransport, requestOf } from "../../support/recording_transport.ts";

const AUTHOR = { session: "of the kernel", username: "kernel" };

Deno.test("Publisher publishes under a topic of the kernel, with the request as parent", () => {
  const transport = new RecordingTransport();
  const request = requestOf("execute_request");
  new Publisher(transport, AUTHOR).status(request.message.header, "busy");
  const [{ topic, message } = assert.fail()] = transport.published;
  assert.equal(topic, "kernel.of the kernel.status");
  assert.deepEqual(message.parent_header, request.message.header);
  assert.deepEqual(message.content, { execution_state: "busy" });
  assert.equal(message.header.session, "of the kernel");
});

Deno.test("Publisher greets a subscriber under its own topic, as nobody's consequence", () => {
  const transport = new RecordingTransport();
  new Publisher(transport, AUTHOR).welcome("kernel.error");
  const [{ topic, message } = assert.fail()] = transport.published;
  assert.equal(topic, "kernel.error");
  assert.equal(message.header.msg_type, "iopub_welcome");
  assert.deepEqual(message.content, { subscription: "kernel.error" });
  assert.deepEqual(message.parent_header, {});
});

Deno.test("Publisher answers on the channel of the request, to its sender alone", () => {
  const transport = new RecordingTransport();
  const request = { ...requestOf("usage_request"), channel: "control" as const };
  new Publisher(transport, AUTHOR).reply(request, { status: "ok" });
  const [{ channel, identities, message } = assert.fail()] = transport.sent;
  assert.equal(channel, "control");
  assert.equal(identities, request.identities);
  assert.equal(message.header.msg_type, "usage_reply");
  assert.deepEqual(message.parent_header, request.message.header);
});

Deno.test("Publisher asks on stdin, and gives the id of the question", () => {
  const transport = new RecordingTransport();
  const request = requestOf("execute_request");
  const id = new Publisher(transport, AUTHOR).ask(request, { prompt: "?", password: true });
  const [{ channel, identities, message } = assert.fail()] = transport.sent;
  assert.equal(channel, "stdin");
  assert.equal(identities, request.identities);
  assert.equal(message.header.msg_id, id);
  assert.deepEqual(message.content, { prompt: "?", password: true });
  assert.deepEqual(message.parent_header, request.message.header);
});
