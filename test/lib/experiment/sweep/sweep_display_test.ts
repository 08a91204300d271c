import assert from "node:assert/strict";
import {
  choice,
  integers,
  logUniform,
  uniform,
} from "../../../../lib/experiment/sweep/parameters.ts";
import { Sweep } from "../../../../lib/experiment/sweep/sweep.ts";
import { sweepBundle } from "../../../../lib/experiment/sweep/sweep_display.ts";
import { study } from "../study.ts";

Deno.test("sweepBundle() says what is tried for each parameter, and how trials go on", () => {
  const bundle = sweepBundle({
    label: "tuning",
    objective: { metric: "accuracy", phase: "test", direction: "maximize" },
    rungs: [{ trials: 9, epochs: 2 }, { trials: 1, epochs: 18 }],
    ranges: {
      rate: logUniform([1e-4, 0.1]),
      dropout: uniform([0, 0.5], { steps: 3 }),
      layers: integers([1, 4]),
      activation: choice(["relu", "tanh"]),
      hidden: Array.from({ length: 10 }, (_, at) => at),
    },
  });
  assert.deepEqual(String(bundle["text/plain"]).split("\n"), [
    "tuning: greatest accuracy of test · 9 trials to epoch 2, then 1 trial to epoch 18",
    "  parameter   tried",
    "  rate        0.0001 to 0.1 by factors",
    "  dropout     0 to 0.5, 3 steps",
    "  layers      1 to 4 in whole numbers",
    '  activation  "relu", "tanh"',
    "  hidden      0, 1, 2, 3, 4, 5, 6, 7 and 2 more",
  ]);
});

Deno.test("a sweep shows itself before it runs", () => {
  const sweep = new Sweep({
    experiment: study(),
    parameters: { seed: [1, 2] },
    objective: { metric: "val_loss" },
  });
  const bundle = (sweep as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ]?.call(sweep);
  assert.match(bundle?.["text/plain"] ?? "", /^sweep: least val_loss · 2 trials\n/);
});
