import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeFrames, encodeFrames } from "../../../kernel/wire/frames.ts";
import { writeJson } from "../../../kernel/wire/json.ts";
import { createMessage, type JsonObject, type Message } from "../../../kernel/wire/message.ts";
import { ReplayGuard } from "../../../kernel/wire/replay.ts";
import { createSigner } from "../../../kernel/wire/sign.ts";

const utf8 = new TextEncoder();
const AUTHOR = { session: "session", username: "tester" };
const DELIMITER = utf8.encode("<IDS|MSG>");

const json = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
const bytes = fc.uint8Array({ maxLength: 50 });
const messages = fc.record({
  content: json,
  metadata: json,
  parent: json,
  buffers: fc.array(bytes),
})
  .map(({ content, metadata, parent, buffers }): Message => ({
    ...createMessage(AUTHOR, {
      msg_type: "any",
      content: plain(content),
      metadata: plain(metadata),
    }),
    parent_header: plain(parent) as Message["parent_header"],
    buffers,
  }));

/** What JSON makes of a value: without negative zeros. */
function plain(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value));
}

function checks(key = "key"): Parameters<typeof decodeFrames>[1] {
  return { signer: createSigner(key), replay: new ReplayGuard() };
}

/** The kind and detail of the problem that frames have. */
function problem(frames: readonly Uint8Array[], with_ = checks("")): string {
  const decoded = decodeFrames(frames, with_);
  return decoded.ok ? "none" : `${decoded.problem.kind}: ${decoded.problem.detail}`;
}

/** Unsigned frames of a message whose parts are given as text. */
function unsigned(parts: readonly string[]): Uint8Array[] {
  return [DELIMITER, new Uint8Array(), ...parts.map((part) => utf8.encode(part))];
}

Deno.test("decodeFrames() gives back what encodeFrames() took, with the routing frames", () => {
  fc.assert(fc.property(messages, fc.array(bytes), fc.string(), (message, routes, key) => {
    const frames = [...routes, ...encodeFrames(message, createSigner(key))];
    const decoded = decodeFrames(frames, checks(key));
    assert.ok(decoded.ok);
    assert.deepEqual(decoded.message, message);
    assert.deepEqual(decoded.identities, routes);
  }));
});

Deno.test("encodeFrames() writes each part into a frame of its own, of any length and characters", () => {
  const characters = fc.string({ unit: fc.constantFrom("a", "é", "漢", "👍", '"', "\ud800") });
  const sizes = fc.constantFrom(0, 1, 16_000, 17_000, 40_000);
  fc.assert(fc.property(characters, sizes, characters, (one, size, other) => {
    const content = { one, long: "-".repeat(size) };
    const init = { msg_type: "any", content, metadata: { other }, parent: { msg_id: other } };
    const message = createMessage(AUTHOR, init as unknown as Parameters<typeof createMessage>[1]);
    const [, , ...parts] = encodeFrames(message, createSigner("key"));
    const { header, parent_header, metadata } = message;
    assert.deepEqual(
      parts,
      [header, parent_header, metadata, content].map((part) => utf8.encode(writeJson(part))),
    );
  }));
});

Deno.test("decodeFrames() refuses a message in which one signed bit differs", () => {
  fc.assert(fc.property(messages, fc.nat(4), fc.nat(), (message, index, at) => {
    const frames = encodeFrames(message, createSigner("key")).map((frame) => frame.slice());
    const frame = frames[index + 1] as Uint8Array;
    frame[at % frame.length] = (frame[at % frame.length] ?? 0) ^ (1 << at % 8);
    assert.match(problem(frames, checks()), /^forged/);
  }));
});

Deno.test("decodeFrames() never throws, whatever arrives", () => {
  const frame = fc.oneof(bytes, fc.constant(DELIMITER), fc.json().map((text) => utf8.encode(text)));
  fc.assert(fc.property(fc.array(frame), fc.constantFrom("", "key"), (frames, key) => {
    decodeFrames(frames, checks(key));
  }));
});

Deno.test("decodeFrames() does not sign buffers", () => {
  const message = createMessage(AUTHOR, {
    msg_type: "any",
    content: {},
    buffers: [Uint8Array.of(1)],
  });
  const frames = encodeFrames(message, createSigner("key"));
  assert.equal(problem([...frames.slice(0, -1), Uint8Array.of(2)], checks()), "none");
});

Deno.test("decodeFrames() names what is truncated", () => {
  assert.equal(problem([]), "truncated: no <IDS|MSG> among 0 frames");
  assert.equal(problem([utf8.encode("x")]), "truncated: no <IDS|MSG> among 1 frames");
  const frames = unsigned(["{}", "{}", "{}"]);
  assert.equal(problem(frames), "truncated: 4 frames after <IDS|MSG>, at least 5 are needed");
});

Deno.test("decodeFrames() tells unsigned, forged and replayed messages apart", () => {
  const message = createMessage(AUTHOR, { msg_type: "any", content: {} });
  const once = checks();
  const signed = encodeFrames(message, createSigner("key"));
  assert.equal(problem(signed, once), "none");
  assert.match(problem(signed, once), /^replayed/);
  assert.match(problem(encodeFrames(message, createSigner("other")), once), /^forged/);
  assert.match(problem(encodeFrames(message, createSigner("")), once), /^unsigned/);
});

Deno.test("decodeFrames() does not remember signatures that are wrong", () => {
  const message = createMessage(AUTHOR, { msg_type: "any", content: {} });
  const signed = encodeFrames(message, createSigner("key"));
  const tampered = [...signed.slice(0, 5), utf8.encode('{"evil":1}')];
  const once = checks();
  assert.match(problem(tampered, once), /^forged/);
  assert.equal(problem(signed, once), "none");
});

Deno.test("decodeFrames() names the part that is no JSON or no object", () => {
  const header = '{"msg_id":"1","msg_type":"t","session":"s"}';
  assert.match(problem(unsigned(["{", "{}", "{}", "{}"])), /^not-json: header: /);
  assert.match(problem(unsigned([header, "{}", "{}", "nope"])), /^not-json: content: /);
  assert.equal(
    problem(unsigned([header, "{}", "[]", "{}"])),
    "malformed: metadata is an array, not an object",
  );
  assert.equal(
    problem(unsigned(["null", "{}", "{}", "{}"])),
    "malformed: header is null, not an object",
  );
  assert.equal(problem(unsigned([header, "null", "null", "{}"])), "none");
});

Deno.test("decodeFrames() refuses text that is not UTF-8", () => {
  const frames = unsigned(["{}", "{}", "{}", "{}"]);
  frames[2] = Uint8Array.of(0x22, 0xff, 0x22);
  assert.match(problem(frames), /^not-json: header: /);
});

Deno.test("decodeFrames() names header fields that are missing or no text", () => {
  const withHeader = (header: unknown): string =>
    problem(unsigned([JSON.stringify(header), "{}", "{}", "{}"]));
  assert.equal(withHeader({ msg_id: "1", session: "s" }), "malformed: the header lacks msg_type");
  assert.equal(
    withHeader({ msg_id: 1, msg_type: "t", session: "s" }),
    "malformed: msg_id of the header is a number, not text",
  );
  assert.equal(
    withHeader({ msg_id: "1", msg_type: "t", session: "s", date: null }),
    "malformed: date of the header is null, not text",
  );
});

Deno.test("decodeFrames() fills in what older clients leave out, and keeps unknown keys", () => {
  const header = '{"msg_id":"1","msg_type":"t","session":"s","subshell_id":null}';
  const decoded = decodeFrames(unsigned([header, "{}", "{}", "{}"]), checks(""));
  assert.ok(decoded.ok);
  assert.deepEqual(decoded.message.header, {
    msg_id: "1",
    msg_type: "t",
    session: "s",
    subshell_id: null,
    username: "",
    date: "",
    version: "5.5",
  });
});
