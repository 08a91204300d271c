import assert from "node:assert/strict";
import { AppliedLoss, ModelGraph, Trainer } from "../../../lib/mod.ts";
import {
  adamW,
  optimizerConfig,
  optimizerFromConfig,
  sgd,
} from "../../../lib/training/optimizer.ts";
import type { TrainerOptions } from "../../../lib/training/trainer.ts";
import { weightDecayOf } from "../../../lib/training/weight_decay.ts";
import { cells, mlp, samples } from "../graph/cells.ts";

const graph = ModelGraph.of([mlp("Head")]);
const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];

type Weights = Readonly<Record<string, ArrayLike<number>>>;

/** Weights after one step, by name. */
async function stepped(options: Partial<TrainerOptions<"Head">>): Promise<Weights> {
  using built = graph.build([cells]);
  using trainer = new Trainer(built, { losses, threads: 1, ...options });
  // Biases begin at zero, where nothing pulls.
  for (let step = 0; step < 2; step++) await trainer.step(samples);
  const entries = Object.entries(built.getState().Head?.tensors ?? {});
  return Object.fromEntries(entries.map(([name, { data }]) => [name, data]));
}

function isBias(name: string): boolean {
  return name.endsWith("bias");
}

for (
  const [what, options] of [
    ["of slopes", (weightDecay: TrainerOptions["weightDecay"]) => ({
      optimizer: sgd({ learningRate: 0.1 }),
      weightDecay: weightDecay ?? 0,
    })],
    ["apart from slopes", (weightDecay: TrainerOptions["weightDecay"]) => ({
      optimizer: adamW({ learningRate: 0.1, weightDecay: weightDecay ?? 0 }),
    })],
  ] as const
) {
  Deno.test(`weight decay ${what} spares the parameters that it is told to`, async () => {
    const none = await stepped(options(0));
    const all = await stepped(options(0.3));
    const some = await stepped(options({ rate: 0.3, except: ["*.kernel"] }));
    const spared = await stepped(options({ rate: 0.3, except: ["*"] }));
    assert.deepEqual(spared, none);
    const [names, others] = [Object.keys(none).filter(isBias), Object.keys(none)];
    assert.ok(names.length > 0 && names.length < others.length);
    assert.notDeepEqual(all, none);
    assert.notDeepEqual(some, none);
    assert.notDeepEqual(some, all);
  });
}

Deno.test("weight decay that spares biases leaves the first step of theirs as it is without", async () => {
  using built = graph.build([cells]);
  const heavy = built.getState();
  const tensors = Object.entries(heavy.Head?.tensors ?? {}).map(([name, tensor]) =>
    [name, { ...tensor, data: tensor.data.map(() => 0.5) }] as const
  );
  const found = [];
  for (const except of [["*.bias"], ["*"], ["*.kernel"]]) {
    built.setState({ Head: { tensors: Object.fromEntries(tensors) } });
    const weightDecay = { rate: 0.5, except };
    const optimizer = sgd({ learningRate: 0.1 });
    using trainer = new Trainer(built, { losses, optimizer, weightDecay, threads: 1 });
    await trainer.step(samples);
    const after = built.getState().Head?.tensors ?? {};
    found.push(
      Object.fromEntries(Object.entries(after).map(([name, { data }]) => [name, data[0]])),
    );
  }
  const [spareBias = {}, spareAll = {}, spareKernels = {}] = found;
  for (const name of Object.keys(spareAll)) {
    const [same, pulled] = isBias(name) ? [spareBias, spareKernels] : [spareKernels, spareBias];
    assert.equal(same[name], spareAll[name], name);
    // The pull is rate · weight, times the learning rate.
    const apart = (spareAll[name] ?? NaN) - (pulled[name] ?? NaN);
    assert.ok(Math.abs(apart - 0.1 * 0.5 * 0.5) < 1e-6, `${name}: ${apart}`);
  }
});

Deno.test("weight decay refuses rates and patterns that mean nothing", () => {
  assert.throws(() => weightDecayOf(NaN), /weightDecay = NaN: give a number from 0/);
  assert.throws(() => weightDecayOf({ rate: -1, except: [] }), /weightDecay = -1/);
  assert.throws(() => weightDecayOf({ rate: 1, except: "*.bias" } as never), /except is a list/);
  using built = graph.build([cells]);
  const typing = { rate: 0.1, except: ["*.bais"] };
  assert.throws(
    () => new Trainer(built, { losses, weightDecay: typing }),
    /No parameter "\*.bais"/,
  );
  const optimizer = adamW({ weightDecay: typing });
  assert.throws(() => new Trainer(built, { losses, optimizer }), /No parameter "\*.bais"/);
});

Deno.test("weight decay of an optimizer is plain data", () => {
  const plan = adamW({ weightDecay: { rate: 0.1, except: ["*.bias"] } });
  assert.deepEqual(optimizerFromConfig(JSON.parse(JSON.stringify(optimizerConfig(plan)))), plan);
});
