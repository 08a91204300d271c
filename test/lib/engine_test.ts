/** The engine as a whole: networks in ordinary tfjs code train as they do in PyTorch. */
import assert from "node:assert/strict";
import { releaseModels } from "../../lib/engine/build.ts";
import { compileStep } from "../../lib/engine/compile_step.ts";
import { assertClose } from "./engine/agreement.ts";
import golden from "./engine/golden/losses.json" with { type: "json" };
import { cnn, type GoldenRun, gpt, lstm, mlp } from "./engine/golden/networks.ts";

const RUNS: Readonly<Record<keyof typeof golden.losses, (steps: number) => GoldenRun>> = {
  mlp,
  cnn,
  lstm,
  gpt,
};

for (const [name, make] of Object.entries(RUNS)) {
  Deno.test(`compileStep() trains the ${name} with the losses of PyTorch`, async () => {
    const wanted = golden.losses[name as keyof typeof RUNS];
    const { model, loss, optimizer, batches } = make(wanted.length);
    using step = compileStep(model, loss, { optimizer, threads: 1 });
    const got: number[] = [];
    for (const { x, y } of batches) got.push(await step(x, y));
    const ratios = got.map((value, index) => value / (wanted[index] ?? NaN));
    const ones = ratios.map(() => 1);
    assertClose(ratios, ones, { name: `loss relative to that of PyTorch`, tolerance: 1e-4 });
    assert.ok((got.at(-1) ?? 1) < 0.95 * (got[0] ?? 0));
    await releaseModels();
  });
}
