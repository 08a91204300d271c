import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { FeatureSet } from "../../../../../lib/data/feature_set.ts";
import { Batch, type RoleRows } from "../../../../../lib/data/sample/batch.ts";
import { PhaseRecorder } from "../../../../../lib/experiment/results/phase_recorder.ts";
import type { KeptStep } from "../../../../../lib/experiment/results/phase_source.ts";
import {
  rolesOf,
  viewOf,
  weightsOf,
} from "../../../../../lib/experiment/results/recorded_samples.ts";
import { ResultsStore } from "../../../../../lib/experiment/results/store/results_store.ts";

const set = FeatureSet.fromColumns("cells", { x: [1, 2, 3, 4] }, { features: ["x"] }) as FeatureSet;

const weights = fc.option(fc.constant(Float32Array.of(0.5, 2)), { nil: undefined });
const role = fc.tuple(
  fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 2, maxLength: 2 }),
  weights,
)
  .map(([rows, weights]) => ({ rows: Int32Array.from(rows), ...(weights && { weights }) }));
const windows = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 4, maxLength: 4 })
  .map((rows) => ({ rows: Int32Array.from(rows), steps: 2 }));
const roles: fc.Arbitrary<Readonly<Record<string, RoleRows>>> = fc.oneof(
  fc.record({ default: role }, { noNullPrototype: true }),
  fc.record({ anchor: role, pair: role }, { noNullPrototype: true }),
  fc.record({ window: windows }, { noNullPrototype: true }),
);
const samples = fc.oneof(
  roles.map((all) => new Batch(set.toView(), all, { epoch: 0, index: 0 })),
  fc.constant(set.take([2, 0])),
);
const output = fc.constantFrom(
  { dtype: "float32", shape: [2, 3], data: Float32Array.of(1, NaN, 3, -0, 5, 6) },
  { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) },
  { dtype: "int32", shape: [2, 1], data: Int32Array.of(-1, 7) },
  { dtype: "bool", shape: [2, 1], data: Uint8Array.of(1, 0) },
);
const steps = fc.array(
  fc.record({
    samples: fc.record({ cells: samples }, { noNullPrototype: true }),
    outputs: fc.option(
      fc.record({ Head: fc.record({ "a/b": output }, { noNullPrototype: true }) }, {
        noNullPrototype: true,
      }),
      { nil: undefined },
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

Deno.test("steps of any roles, windows, weights and shapes come back from files as they were", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const folder = await mkdtemp(join(tmpdir(), "results-"));
      try {
        const store = await ResultsStore.open(folder);
        const recorder = new PhaseRecorder({ label: "p", kind: "train", losses: [], store });
        const wanted = list.map((step, batch) => ({ epoch: 0, batch, ...step }));
        for (const step of wanted) recorder.step({ ...step, loss: 0, losses: {} });
        recorder.finish({ status: "completed" });
        const found = (await ResultsStore.read(folder, { data: [set] })).train().source.steps;
        assert.deepEqual(found.map(plain), wanted.map(plain));
      } finally {
        await rm(folder, { recursive: true });
      }
    }),
    { numRuns: 40 },
  );
});

function plain({ epoch, batch, samples, outputs }: KeptStep): unknown {
  const own = samples.cells ?? assert.fail();
  const read = rolesOf(own).map((role) => ({
    role,
    rows: [...viewOf(own, { role }).rows],
    weights: [...weightsOf(own, { role })],
  }));
  return { epoch, batch, read, outputs };
}
