/**
 * Runs the loops of a training step.
 *
 * @module
 */

import { encodeLoops } from "../lower/wasm_module.ts";
import type { FusedLoop, LoopSource, SplitProgram } from "../program/fused_loop.ts";
import type { Value } from "../program/program.ts";
import type { HostTensors } from "./onnx_runtime.ts";
import type { StepMemory } from "./step_memory.ts";

/** What loops read and write, by name. */
export interface LoopRun {
  /** What the program was given. */
  readonly feeds: HostTensors;
  /** What its body gave. */
  readonly results: HostTensors;
  /** Where the loops write. */
  readonly into: HostTensors;
}

type LoopFunction = (...parameters: number[]) => void;

interface ReadyLoop {
  readonly loop: FusedLoop;
  readonly call: LoopFunction;
  readonly arrays: readonly LoopSource[];
  readonly scalars: readonly LoopSource[];
  /** Filled anew for each run. */
  readonly parameters: number[];
}

/** Loops of one program, over one memory. */
export class UpdateLoops {
  readonly #loops: readonly ReadyLoop[];

  /**
   * @param split the program that they were cut off
   * @param memory where all their arrays are
   */
  constructor({ loops, sources }: SplitProgram, { memory }: StepMemory) {
    const { bytes, functions } = encodeLoops(loops);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      from: { memory },
    });
    const sourceOf = (value: Value): LoopSource =>
      sources.get(value) ?? { kind: "constant", number: NaN };
    this.#loops = loops.map((loop) => ({
      loop,
      // The module has a function for every loop.
      call: exports[functions.get(loop) ?? ""] as LoopFunction,
      arrays: loop.arrays.map(sourceOf),
      scalars: loop.scalars.map(sourceOf),
      parameters: [],
    }));
  }

  /** Runs all of them. */
  run(run: LoopRun): void {
    for (const { loop, call, arrays, scalars, parameters } of this.#loops) {
      let at = 0;
      parameters[at++] = loop.size * Float32Array.BYTES_PER_ELEMENT;
      for (const source of arrays) parameters[at++] = dataOf(source, run)?.byteOffset ?? 0;
      for (const { name } of loop.outputs) {
        parameters[at++] = run.into[name]?.data.byteOffset ?? 0;
      }
      for (const source of scalars) {
        parameters[at++] = source.kind === "constant"
          ? source.number
          : dataOf(source, run)?.[0] ?? NaN;
      }
      call.apply(undefined, parameters);
    }
  }
}

function dataOf(source: LoopSource, { feeds, results }: LoopRun) {
  if (source.kind === "constant") return undefined;
  return (source.kind === "input" ? feeds : results)[source.name]?.data;
}
