import assert from "node:assert/strict";
import { Throttle } from "../../widgets/throttle.ts";
import { ManualClock } from "./manual_clock.ts";

function start(): { clock: ManualClock; throttle: Throttle; calls: number[] } {
  const clock = new ManualClock();
  const calls: number[] = [];
  return {
    clock,
    calls,
    throttle: new Throttle(() => calls.push(clock.now()), { interval: 10, clock }),
  };
}

Deno.test("Throttle calls at once, then once an interval however often it is asked", () => {
  const { clock, throttle, calls } = start();
  for (let i = 0; i < 25; i++) {
    throttle.request();
    clock.pass(1);
  }
  clock.pass(100);
  assert.deepEqual(calls, [0, 10, 20, 30]);
});

Deno.test("Throttle.flush() takes the place of the call that waits", () => {
  const { clock, throttle, calls } = start();
  throttle.request();
  throttle.request();
  clock.pass(4);
  throttle.flush();
  clock.pass(100);
  assert.deepEqual(calls, [0, 4]);
});

Deno.test("Throttle.stop() takes the call back that waits", () => {
  const { clock, throttle, calls } = start();
  throttle.request();
  throttle.request();
  throttle.stop();
  clock.pass(100);
  assert.deepEqual(calls, [0]);
});
