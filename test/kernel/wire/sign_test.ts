import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { createSigner } from "../../../kernel/wire/sign.ts";

const utf8 = new TextEncoder();
const frames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), {
  minLength: 4,
  maxLength: 4,
});

Deno.test("sign() gives the digest that RFC 4231 states", () => {
  const signature = createSigner("Jefe").sign([
    utf8.encode("what do ya want "),
    utf8.encode("for nothing?"),
  ]);
  assert.equal(
    new TextDecoder().decode(signature),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

Deno.test("sign() agrees with createHmac(), however long the key", () => {
  fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 200 }), frames, (key, frames) => {
    const hmac = createHmac("sha256", key);
    for (const frame of frames) hmac.update(frame);
    assert.equal(new TextDecoder().decode(createSigner(key).sign(frames)), hmac.digest("hex"));
  }));
});

Deno.test("verify() accepts what was signed with the same key", () => {
  fc.assert(fc.property(fc.string({ minLength: 1 }), frames, (key, frames) => {
    const signer = createSigner(key);
    assert.equal(createSigner(key).verify(signer.sign(frames), frames), true);
  }));
});

Deno.test("verify() refuses another key", () => {
  fc.assert(fc.property(frames, (frames) => {
    assert.equal(createSigner("right").verify(createSigner("wrong").sign(frames), frames), false);
  }));
});

Deno.test("verify() refuses frames in which one bit differs", () => {
  fc.assert(fc.property(frames, fc.nat(3), fc.nat(), (frames, index, at) => {
    const signer = createSigner("key");
    const signature = signer.sign(frames);
    const changed = frames.map((frame) => frame.slice());
    const frame = changed[index] as Uint8Array;
    const position = at % frame.length;
    frame[position] = (frame[position] ?? 0) ^ (1 << at % 8);
    assert.equal(signer.verify(signature, changed), false);
  }));
});

Deno.test("verify() refuses a signature of any other length without throwing", () => {
  const signer = createSigner("key");
  const signature = signer.sign([]);
  for (const wrong of [new Uint8Array(), signature.slice(1), Uint8Array.of(...signature, 48)]) {
    assert.equal(signer.verify(wrong, []), false);
  }
});

Deno.test("createSigner() without a key signs nothing and accepts everything", () => {
  const signer = createSigner("");
  assert.equal(signer.signs, false);
  assert.equal(signer.sign([utf8.encode("{}")]).length, 0);
  assert.equal(signer.verify(utf8.encode("anything"), []), true);
});
