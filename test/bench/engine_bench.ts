/**
 * Training steps beside PyTorch, jax-js and tfjs's own backends, in one run and with as many threads.
 *
 * Needs a Python with PyTorch (`MODULAB_PYTHON`, default /usr/bin/python3). `--threads N` sets the
 * threads of everybody (1 when left out). Prints a table and never fails by the clock.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { compile } from "../../lib/engine/compile.ts";
import { compileStep } from "../../lib/engine/compile_step.ts";
import type { EngineName } from "../../lib/engine/engines/engine.ts";
import * as tf from "../../lib/tf.ts";
import { jaxMlp } from "./engine_jax.ts";
import { type BenchModel, MODELS, tinyMlp } from "./engine_models.ts";
import { countProducts } from "./engine_work.ts";
import { startPython } from "./python.ts";

const { values: settings } = parseArgs({
  options: { threads: { type: "string", default: "1" } },
});
const THREADS = Number(settings.threads);
/**
 * Peers take turns, and the best turn of each counts: what else the machine does only ever adds.
 */
const ROUNDS = 15;
/** Turns that do not count, until all sides have compiled and allocated what they will use. */
const WARM = 3;
/** Steps in a turn of ours and of PyTorch. */
const STEPS: Readonly<Record<string, number>> = { mlp: 30, cnn: 2, gpt: 2 };
/** Of ours to a peer's. */
const TARGETS: Readonly<Record<string, string>> = {
  "mlp PyTorch": "≤ 0.9",
  "mlp tfjs-wasm": "≤ 0.067",
  "cnn PyTorch": "≤ 1.1",
  "gpt PyTorch": "≤ 1",
};
/** Milliseconds. */
const COMPILE_TARGETS: Readonly<Record<string, string>> = { gpt: "≤ 3000" };
const MEMORY_STEPS = 2000;
const SIDE = 1024;

/** Takes a turn of steps and tells milliseconds for each. */
type Turn = () => Promise<number>;

/** A line of the table. */
type Row = Readonly<Record<"what" | "modulab" | "peer" | "theirs" | "ratio" | "target", string>>;

function row(what: string, modulab: string, target = "", peer: Partial<Row> = {}): Row {
  return { what, modulab, peer: "", theirs: "", ratio: "", ...peer, target };
}

function compared(what: string, ours: number, [peer, theirs]: readonly [string, number]): Row {
  const ratio = (ours / theirs).toFixed(3);
  const target = TARGETS[`${what} ${peer}`] ?? "";
  return row(`${what}, ms`, ours.toFixed(2), target, { peer, theirs: theirs.toFixed(2), ratio });
}

function timed(steps: number, body: () => Promise<unknown>): Turn {
  return async () => {
    const start = performance.now();
    for (let step = 0; step < steps; step++) await body();
    return (performance.now() - start) / steps;
  };
}

/** The best of each one's turns, which are taken in rounds. */
async function bestOf(turns: readonly Turn[]): Promise<readonly number[]> {
  const best = turns.map(() => Infinity);
  for (let round = -WARM; round < ROUNDS; round++) {
    for (const [index, turn] of turns.entries()) {
      const time = await turn();
      if (round >= 0) best[index] = Math.min(best[index] ?? Infinity, time);
    }
  }
  return best;
}

function compiled({ model, loss }: BenchModel, engine: EngineName = "onnx") {
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  return compileStep(model, loss, { optimizer, engine, threads: THREADS });
}

using python = await startPython("engine_bench.py", [String(THREADS)]);

function torch(name: string, steps: number): Turn {
  return () => python.run(`${name} ${steps}`);
}

/** Takes its turn beside every model, as the machine is not equally fast all the time. */
class Matmul {
  readonly #times: number[] = [];
  readonly turns: readonly Turn[];

  constructor() {
    const [a, b] = [tf.randomNormal([SIDE, SIDE]), tf.randomNormal([SIDE, SIDE])];
    const product = compile((a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b), { threads: THREADS });
    const ours = timed(3, async () => tf.dispose(await product(a, b)));
    this.turns = [ours, torch("matmul", 3)].map((turn) => async () => {
      const time = await turn();
      this.#times.push(time);
      return time;
    });
  }

  /** Multiplications and additions in a millisecond of the best turn. */
  get peak(): number {
    return 2 * SIDE ** 3 / Math.min(...this.#times);
  }
}

/** Peers that need no Python; the larger models take them seconds a step. */
async function peersOf(name: string, made: BenchModel): Promise<ReadonlyMap<string, Turn>> {
  if (name !== "mlp") return new Map();
  const [wasm, cpu] = [compiled(made, "wasm"), compiled(made, "cpu")];
  return new Map([
    ["jax-js", timed(2, await jaxMlp())],
    ["tfjs-wasm", timed(1, () => wasm(made.x, made.y))],
    ["tfjs-cpu", timed(1, () => cpu(made.x, made.y))],
  ]);
}

/** What a model's lines tell. */
interface Timing {
  readonly name: string;
  readonly ours: number;
  readonly peers: readonly (readonly [string, number])[];
  /** Multiplications and additions of a step. */
  readonly work: number;
  readonly recorded: number;
  readonly first: number;
}

async function timeModel(name: string, matmul: Matmul): Promise<Timing> {
  const made = MODELS[name]?.();
  if (!made) throw new RangeError(`Cannot time ${name}: there are ${Object.keys(MODELS)}`);
  const { x, y } = made;
  const [step, steps] = [compiled(made), STEPS[name] ?? 1];
  const recorded = await timed(1, () => Promise.resolve(step.toOnnx(x, y)))();
  const first = await timed(1, () => step(x, y))();
  const peers = new Map([["PyTorch", torch(name, steps)], ...await peersOf(name, made)]);
  const turns = [timed(steps, () => step(x, y)), ...peers.values(), ...matmul.turns];
  const [ours = NaN, ...theirs] = await bestOf(turns);
  const { program } = await step.explain(x, y);
  const timesOfPeers = [...peers.keys()].map((peer, at) => [peer, theirs[at] ?? NaN] as const);
  return { name, ours, peers: timesOfPeers, work: countProducts(program), recorded, first };
}

function rowsOf(
  { name, ours, peers, work, recorded, first }: Timing,
  peak: number,
): readonly Row[] {
  const parts = `${recorded.toFixed(0)} + ${first.toFixed(0)}`;
  return [
    ...peers.map((peer) => compared(name, ours, peer)),
    row(`${name}, of the matmul peak`, `${(100 * work / ours / peak).toFixed(0)} %`),
    row(`${name}, recorded + first step, ms`, parts, COMPILE_TARGETS[name]),
  ];
}

/** Layers so small that next to nothing is computed leave what every step costs. */
async function timeOverhead(): Promise<Row> {
  const made = tinyMlp();
  const step = compiled(made);
  const [time = NaN] = await bestOf([timed(100, () => step(made.x, made.y))]);
  return row("mlp of widths 1, ms", time.toFixed(2), "≤ 0.3");
}

/** What a step of the GPT, with the most variables, takes outside of ONNX Runtime and of its updates. */
async function timeJavaScript(): Promise<Row> {
  const made = MODELS["gpt"]?.() ?? tinyMlp();
  const step = compiled(made);
  let within = 0;
  const { setImmediate: later } = globalThis;
  // ONNX Runtime's package computes in an immediate.
  const watched = (run: () => void) =>
    later(() => {
      const start = performance.now();
      run();
      within += performance.now() - start;
    });
  globalThis.setImmediate = watched as typeof setImmediate;
  const take = async () => {
    within = 0;
    const time = await timed(1, () => step(made.x, made.y))();
    return time - within;
  };
  const [outside = NaN] = await bestOf([take]);
  globalThis.setImmediate = later;
  const [updates = NaN] = await bestOf([async () => {
    const { rows } = (await step.explain(made.x, made.y)).profile;
    return rows.find(({ kernel }) => kernel === "(updates)")?.milliseconds ?? NaN;
  }]);
  return row("gpt, JavaScript of a step, ms", (outside - updates).toFixed(2), "≤ 0.3");
}

async function watchMemory(): Promise<Row> {
  const made = MODELS["mlp"]?.() ?? tinyMlp();
  const step = compiled(made);
  const take = timed(MEMORY_STEPS, () => step(made.x, made.y));
  await take();
  const [before, tensors] = [Deno.memoryUsage().rss, tf.memory().numTensors];
  await take();
  const grown = Math.round((Deno.memoryUsage().rss - before) / 1e6) || 0;
  const left = tf.memory().numTensors - tensors;
  return row(`mlp, growth over ${MEMORY_STEPS} steps`, `${grown} MB, ${left} tensors`, "none");
}

async function main(): Promise<void> {
  const matmul = new Matmul();
  const timings: Timing[] = [];
  for (const name of Object.keys(MODELS)) timings.push(await timeModel(name, matmul));
  const table = timings.flatMap((timing) => rowsOf(timing, matmul.peak));
  table.push(await timeOverhead(), await timeJavaScript(), await watchMemory());
  const speed = `the matmul peak is ${(matmul.peak / 1e6).toFixed(0)} GFLOP/s`;
  console.log(`${THREADS} threads; best of ${ROUNDS} turns; ${python.greeting}; ${speed}`);
  console.table(table);
}

// Libraries that start as many threads as there are processors ask here for their number.
Object.defineProperty(navigator, "hardwareConcurrency", { value: THREADS });
await main();
// ONNX Runtime and jax-js keep their threads.
Deno.exit(0);
