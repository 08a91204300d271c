import assert from "node:assert/strict";
import { ReplayGuard } from "../../../kernel/wire/replay.ts";

function signature(text: number | string): Uint8Array {
  return new TextEncoder().encode(String(text));
}

Deno.test("ReplayGuard.admit() refuses a signature the second time", () => {
  const guard = new ReplayGuard();
  assert.equal(guard.admit(signature("a")), true);
  assert.equal(guard.admit(signature("b")), true);
  assert.equal(guard.admit(signature("a")), false);
});

Deno.test("ReplayGuard.admit() forgets the oldest when its memory is full, and only that", () => {
  const guard = new ReplayGuard(3);
  for (let i = 0; i < 4; i++) guard.admit(signature(i));
  for (const i of [1, 2, 3]) assert.equal(guard.admit(signature(i)), false);
  assert.equal(guard.admit(signature(0)), true);
});

Deno.test("ReplayGuard remembers 65,536 signatures by default", () => {
  const guard = new ReplayGuard();
  for (let i = 0; i < 65_536; i++) guard.admit(signature(i));
  assert.equal(guard.admit(signature(0)), false);
  guard.admit(signature("one more"));
  assert.equal(guard.admit(signature(0)), true);
});
