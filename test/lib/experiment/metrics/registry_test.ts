import assert from "node:assert/strict";
import { fromNamedConfig, toNamedConfig } from "../../../../lib/core/configured.ts";
import { defineMetric } from "../../../../lib/experiment/metrics/define_metric.ts";
import { f1 } from "../../../../lib/experiment/metrics/precision_recall.ts";
import { metricOf, metrics } from "../../../../lib/experiment/metrics/registry.ts";

Deno.test("metrics makes every metric by its name, and its config makes it again", () => {
  for (const name of metrics.names) {
    const metric = metricOf(name);
    assert.equal(metric.name, name);
    const again = fromNamedConfig(toNamedConfig(metric), metrics);
    assert.deepEqual(toNamedConfig(again), toNamedConfig(metric));
  }
  assert.equal(metrics.names.length, 28);
});

Deno.test("metrics makes a metric again with its options", () => {
  const saved = toNamedConfig(f1.with({ average: "macro", classes: [0, 2], zeroDivision: "nan" }));
  const again = metricOf(JSON.parse(JSON.stringify(saved)));
  assert.deepEqual(toNamedConfig(again), saved);
  const gathered = again.start();
  gathered.add({ outputs: [[1, 0, 0], [0, 1, 0]], targets: [0, 1] });
  assert.equal(gathered.result(), 1);
});

Deno.test("metricOf() takes names in any casing, functions and metrics", () => {
  assert.equal(metricOf("ROC_AUC").name, "rocAuc");
  assert.equal(metricOf(f1).name, "f1");
  const metric = f1.with();
  assert.equal(metricOf(metric), metric);
  assert.throws(() => metricOf("acuracy"), /No metric "acuracy": did you mean "accuracy"\?/);
});

Deno.test("metrics takes metrics of one's own", () => {
  const seen = defineMetric({
    name: "samplesSeen",
    measure: () => ({
      gather: {
        start: () => ({ batches: 0 }),
        add: (state) => void state.batches++,
        merge: (state, { batches }) => void (state.batches += batches),
      },
      finish: ({ batches }) => ({ value: batches }),
    }),
  });
  metrics.register("samplesSeen", seen.with);
  const gathered = metricOf("samplesSeen").start();
  gathered.add({ outputs: [1], targets: [1] });
  assert.equal(gathered.result(), 1);
});
