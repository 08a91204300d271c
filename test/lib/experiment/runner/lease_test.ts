import assert from "node:assert/strict";
import { Lease } from "../../../../lib/experiment/runner/lease.ts";
import { FakeTimer } from "./fake_timer.ts";

function open(): { timer: FakeTimer; lease: Lease; told: string[] } {
  const [timer, told] = [new FakeTimer(), [] as string[]];
  const lease = new Lease({
    seconds: 8,
    timer,
    ask: () => told.push("ask"),
    expire: () => told.push("expire"),
  });
  return { timer, lease, told };
}

Deno.test("Lease asks at each beat and ends with the fourth that is missed", () => {
  const { timer, told } = open();
  timer.advance(7999);
  assert.deepEqual(told, ["ask", "ask", "ask", "ask"]);
  timer.advance(1);
  assert.deepEqual(told, ["ask", "ask", "ask", "ask", "expire"]);
  assert.equal(timer.pending, 0);
});

Deno.test("Lease.renew() begins anew", () => {
  const { timer, lease, told } = open();
  for (let beat = 0; beat < 20; beat++) {
    timer.advance(3999);
    lease.renew();
  }
  assert.ok(!told.includes("expire"));
  timer.advance(8000);
  assert.equal(told.at(-1), "expire");
});

Deno.test("Lease.end() sets no more alarms", () => {
  const { timer, lease, told } = open();
  lease.end();
  timer.advance(100_000);
  assert.deepEqual(told, ["ask"]);
  assert.equal(timer.pending, 0);
});
