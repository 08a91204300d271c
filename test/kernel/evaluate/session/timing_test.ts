import assert from "node:assert/strict";
import { measure, writeDuration } from "../../../../kernel/evaluate/session/timing.ts";

Deno.test("writeDuration() chooses the largest unit that fits", () => {
  assert.equal(writeDuration(1234), "1.23 s");
  assert.equal(writeDuration(1), "1 ms");
  assert.equal(writeDuration(0.5), "500 µs");
  assert.equal(writeDuration(0.000_123), "123 ns");
  assert.equal(writeDuration(0), "0 ns");
});

Deno.test("measure() awaits promises, and repeats what is quick", async () => {
  let runs = 0;
  const text = await measure(() => Promise.resolve(runs++), () => {});
  const loops = Number(/([\d,]+) loops each/.exec(text)?.[1]?.replaceAll(",", ""));
  assert.match(
    text,
    /^[\d.]+ (ns|µs|ms) ± [\d.]+ (ns|µs|ms) per loop \(mean ± std\. dev\. of 7 runs/,
  );
  assert.ok(loops >= 10 && runs > 7 * loops);
});

Deno.test("measure() runs exactly as often as it is told", async () => {
  let runs = 0;
  const count = (): void => void runs++;
  assert.match(await measure(count, () => {}, { loops: 5, runs: 3 }), /of 3 runs, 5 loops each\)$/);
  assert.equal(runs, 15);
  assert.match(await measure(count, () => {}, { loops: 1, runs: 1 }), /of 1 run, 1 loop each\)$/);
  assert.equal(runs, 16);
});

Deno.test("measure() stops when the cell is interrupted, and passes errors on", async () => {
  let checks = 0;
  const check = (): void => {
    if (++checks === 3) throw new Error("interrupted");
  };
  await assert.rejects(measure(() => {}, check), /interrupted/);
  await assert.rejects(measure(() => Promise.reject(new Error("planned")), () => {}), /planned/);
});
