import assert from "node:assert/strict";
import { cells, record } from "./recorded.ts";

const results = record({ kind: "eval" }, { epochs: 1 }).finish({ status: "completed" });

Deno.test("stackedTensors() puts batches behind each other, with identifiers and without padding", () => {
  const found = results.stackedTensors("Head", { domain: "targets", unscale: true });
  assert.deepEqual(found.shape, [5, 1]);
  assert.deepEqual([...found.data], [90, 60, 80, 70, 100]);
  assert.deepEqual(found.sampleIds, cells.sampleIds);
  assert.deepEqual([...found.weights], [1, 1, 1, 1, 1]);
});

Deno.test("stackedTensors() leaves padding in when it is asked to", () => {
  const found = results.stackedTensors("Head", { padding: true });
  assert.equal(found.data.at(-1), 9);
  assert.deepEqual([found.sampleIds.at(-1), found.weights.at(-1)], ["N/A", 0]);
});

Deno.test("aggregatedLosses() weighs batches by their samples, padding left out", () => {
  // Batches of 3 and 2 samples with losses of 0 and 1.
  assert.equal(results.aggregatedLosses("Head").at({ label: "mse" }), 2 / 5);
  assert.equal(results.aggregatedLosses("Head", "sum").at({ label: "mse" }), 2);
  assert.equal(results.aggregatedLosses("Head", "max").at({ label: "l1" }), 0.5);
});

Deno.test("stackedView() shows the samples in the order of the split", () => {
  assert.deepEqual([...results.stackedView("Head").rows], [0, 1, 2, 3, 4]);
  assert.deepEqual([...results.stackedView("cells", { padding: true }).rows], [0, 1, 2, 3, 4, -1]);
});

Deno.test("batches are counted", () => {
  assert.deepEqual([results.batches, results.batchCount, results.kind], [[0, 1], 2, "eval"]);
});

Deno.test("queries refuse domains, options, roles and reducers that there are not", () => {
  assert.throws(
    () => results.tensors("Head", { domain: "output" as never }),
    /"domain" "output": did you mean "outputs"\?/,
  );
  assert.throws(
    () => results.stackedTensors("Head", { unscaled: true } as never),
    /No option "unscaled": did you mean "unscale"\?/,
  );
  assert.throws(
    () => results.stackedTensors("Head", { role: "anchor" }),
    /No role "anchor"; Roles: "default"/,
  );
  assert.throws(
    () => results.aggregatedLosses("Head", "avg" as never),
    /No reducer of losses "avg".*"mean", "sum", "min", "max"/,
  );
});
