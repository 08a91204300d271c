/**
 * Training steps beside PyTorch and tfjs's own backends, in one run and with as many threads.
 *
 * Needs a Python with PyTorch (`MODULAB_PYTHON`, default /usr/bin/python3). `--threads N` sets the
 * threads of ONNX Runtime and PyTorch (1 when left out). Prints a table and never fails by the clock.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { compile } from "../../lib/engine/compile.ts";
import { compileStep } from "../../lib/engine/compile_step.ts";
import type { EngineName } from "../../lib/engine/engines/engine.ts";
import * as tf from "../../lib/tf.ts";
import { MODELS } from "./engine_models.ts";
import { startPython } from "./python.ts";

const { values: settings } = parseArgs({
  options: { threads: { type: "string", default: "1" } },
});
const THREADS = Number(settings.threads);
/** Peers take turns, so that a busy moment of the machine does not count against one of them. */
const ROUNDS = 7;
/** Turns that do not count, until both sides have compiled and allocated what they will use. */
const WARM = 3;
/** Steps in a turn. */
const STEPS: Readonly<Record<string, number>> = { mlp: 60, cnn: 4, gpt: 3, matmul: 5 };
/** The portable backend takes seconds for a step of the larger models. */
const PEERS: readonly (readonly [string, EngineName])[] = [["mlp", "wasm"], ["mlp", "cpu"]];
const TARGETS: Readonly<Record<string, string>> = { mlp: "≤ 0.9", cnn: "≤ 1.1", gpt: "≤ 1.0" };

/** Takes steps and tells milliseconds for each. */
type Turn = (steps: number) => Promise<number>;

function turnOf(name: string, engine: EngineName): Turn {
  const made = MODELS[name]?.();
  if (!made) throw new RangeError(`Cannot time ${name}: there are ${Object.keys(MODELS)}`);
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  const step = compileStep(made.model, made.loss, { optimizer, engine, threads: THREADS });
  return timed(() => step(made.x, made.y));
}

function matmul(): Turn {
  const [a, b] = [tf.randomNormal([1024, 1024]), tf.randomNormal([1024, 1024])];
  const product = compile((a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b), { threads: THREADS });
  return timed(async () => tf.dispose(await product(a, b)));
}

function timed(body: () => Promise<unknown>): Turn {
  return async (steps) => {
    const start = performance.now();
    for (let step = 0; step < steps; step++) await body();
    return (performance.now() - start) / steps;
  };
}

/** Medians of turns that were taken in rounds. */
async function medians(turns: readonly Turn[], steps: number): Promise<readonly number[]> {
  for (let round = 0; round < WARM; round++) {
    for (const turn of turns) await turn(steps);
  }
  const times: number[][] = turns.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, turn] of turns.entries()) times[index]?.push(await turn(steps));
  }
  return times.map((rounds) => rounds.sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN);
}

function row(...[title, ours, peer, theirs, target]: [string, number, string, number, string]) {
  const ratio = `${(ours / theirs).toFixed(2)} (${target})`;
  const cells = [title.padEnd(8), ours.toFixed(3).padStart(9), peer.padEnd(18)];
  console.log([...cells, theirs.toFixed(3).padStart(9), ratio].join("  "));
}

using python = await startPython("engine_bench.py", [String(THREADS)]);
console.log(`${THREADS} threads; milliseconds a step; ${python.greeting}`);
console.log("model     modulab    peer                 theirs  ratio (target)");
const [product = NaN, torchProduct = NaN] = await medians(
  [matmul(), (steps) => python.run(`matmul ${steps}`)],
  STEPS["matmul"] ?? 1,
);
row("matmul", product, python.greeting, torchProduct, "none");
for (const name of Object.keys(MODELS)) {
  const steps = STEPS[name] ?? 1;
  const turns = [turnOf(name, "onnx"), (steps: number) => python.run(`${name} ${steps}`)];
  const [ours = NaN, torch = NaN] = await medians(turns, steps);
  row(name, ours, python.greeting, torch, TARGETS[name] ?? "none");
  for (const [, engine] of PEERS.filter(([peer]) => peer === name)) {
    const [theirs = NaN] = await medians([turnOf(name, engine)], 1);
    row(name, ours, `tfjs-${engine}`, theirs, engine === "wasm" ? "≤ 0.067" : "none");
  }
}
const peak = 2 * 1024 ** 3 / Math.min(product, torchProduct) / 1e6;
console.log(`matmul of 1024×1024: ${peak.toFixed(0)} GFLOP/s at best`);
// ONNX Runtime keeps its threads.
Deno.exit(0);
