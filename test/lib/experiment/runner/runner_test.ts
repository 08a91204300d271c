import assert from "node:assert/strict";
import fc from "fast-check";
import type { JobOutcome } from "../../../../lib/experiment/runner/job.ts";
import { inOrder } from "../../../../lib/experiment/runner/runner.ts";

async function* arriving(ids: readonly number[]): AsyncGenerator<JobOutcome<number>> {
  for (const id of ids) {
    yield await Promise.resolve(
      { id: String(id), status: "completed", output: id, attempts: 1 } as const,
    );
  }
}

Deno.test("inOrder() gives outcomes in the order of their jobs, each as soon as it can", async () => {
  const arrivals = fc.nat(20).chain((length) => {
    const ids = Array.from({ length }, (_, id) => id);
    return fc.shuffledSubarray(ids, { minLength: length });
  });
  await fc.assert(fc.asyncProperty(arrivals, async (arrived) => {
    const [seen, given] = [new Set<number>(), [] as string[]];
    async function* watched(): AsyncGenerator<JobOutcome<number>> {
      for await (const outcome of arriving(arrived)) {
        let ready = 0;
        while (seen.has(ready)) ready++;
        assert.equal(given.length, ready, "an outcome was held back");
        seen.add(Number(outcome.id));
        yield outcome;
      }
    }
    const ids = arrived.map((_, id) => String(id));
    for await (const { id } of inOrder(watched(), ids)) given.push(id);
    assert.deepEqual(given, ids);
  }));
});

Deno.test("inOrder() says which job has no outcome", async () => {
  await assert.rejects(Array.fromAsync(inOrder(arriving([2, 0]), ["0", "1", "2"])), {
    name: "RangeError",
    message: 'Cannot bring outcomes into order: job "1" has none',
  });
});
