import assert from "node:assert/strict";
import fc from "fast-check";
import { LossScale } from "../../../lib/engine/loss_scale.ts";
import { PrecisionError } from "../../../lib/engine/run/errors.ts";

const FITS = { loss: 1, magnitude: 1 };
const OVERFLOWS = { loss: 1, magnitude: Infinity };

Deno.test("LossScale halves and refuses a step whose slopes overflow", () => {
  const scale = new LossScale();
  const before = scale.current;
  assert.equal(scale.accepts(OVERFLOWS), false);
  assert.equal(scale.accepts({ loss: 1, magnitude: NaN }), false);
  assert.equal(scale.current, before / 4);
  assert.equal(scale.accepts(FITS), true);
  assert.equal(scale.current, before / 4);
});

Deno.test("LossScale doubles after 2000 steps in turn that fit, and counts anew after one that does not", () => {
  const scale = new LossScale();
  const before = scale.current;
  for (let step = 0; step < 1999; step++) scale.accepts(FITS);
  scale.accepts(OVERFLOWS);
  for (let step = 0; step < 1999; step++) scale.accepts(FITS);
  assert.equal(scale.current, before / 2);
  scale.accepts(FITS);
  assert.equal(scale.current, before);
});

Deno.test("LossScale is a power of two within its bounds, whatever happens", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3000 }))), (runs) => {
      const scale = new LossScale();
      for (const [fits, times] of runs) {
        for (let step = 0; step < (fits ? times : times % 20); step++) {
          if (!fits && scale.current <= 2 ** -24) break;
          scale.accepts(fits ? FITS : OVERFLOWS);
        }
      }
      assert.ok(Number.isInteger(Math.log2(scale.current)));
      assert.ok(scale.current >= 2 ** -24 && scale.current <= 2 ** 24);
    }),
    { numRuns: 30 },
  );
});

Deno.test("LossScale gives up, with what to do, where no scale helps", () => {
  assert.throws(
    () => new LossScale().accepts({ loss: NaN, magnitude: 1 }),
    (error) =>
      error instanceof PrecisionError && /a loss of NaN.*precision: "float32"/.test(error.message),
  );
  const scale = new LossScale();
  assert.throws(() => {
    for (let step = 0; step < 100; step++) scale.accepts(OVERFLOWS);
  }, /slopes that no scale brings into range/);
});

Deno.test("LossScale goes on where another was", () => {
  const [one, other] = [new LossScale(), new LossScale()];
  one.accepts(OVERFLOWS);
  for (let step = 0; step < 5; step++) one.accepts(FITS);
  other.setState(one.getState());
  for (let step = 0; step < 1995; step++) {
    one.accepts(FITS);
    other.accepts(FITS);
  }
  assert.deepEqual(other.getState(), one.getState());
  assert.deepEqual(one.getState(), { scale: 2 ** 16, fitted: 0 });
  other.setState();
  assert.deepEqual(other.getState(), new LossScale().getState());
});
