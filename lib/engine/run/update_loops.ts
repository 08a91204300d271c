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

/** What loops read, by name. */
export interface LoopRun {
  /** What the program was given. */
  readonly feeds: HostTensors;
  /** What its body gave. */
  readonly results: HostTensors;
}

/** What loops read and where they write, by name. */
export interface LoopPlaces extends LoopRun {
  readonly into: HostTensors;
}

type LoopFunction = (...parameters: number[]) => void;

interface ReadyLoop {
  readonly loop: FusedLoop;
  readonly call: LoopFunction;
  readonly arrays: readonly LoopSource[];
  /** Places among the scalars of all loops. */
  readonly scalars: readonly number[];
  /** Length and addresses, which stay as long as nothing moves, then the scalars of this run. */
  readonly parameters: number[];
}

/** Loops of one program, over one memory. */
export class UpdateLoops {
  readonly #loops: readonly ReadyLoop[];
  /** Each once: loops have most of them in common. */
  readonly #scalars: readonly LoopSource[];

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
    const scalars = [...new Set(loops.flatMap((loop) => loop.scalars))];
    const slots = new Map(scalars.map((value, slot) => [value, slot]));
    this.#scalars = scalars.map(sourceOf);
    this.#loops = loops.map((loop) => ({
      loop,
      // The module has a function for every loop.
      call: exports[functions.get(loop) ?? ""] as LoopFunction,
      arrays: loop.arrays.map(sourceOf),
      scalars: loop.scalars.map((value) => slots.get(value) ?? 0),
      parameters: [],
    }));
  }

  /** Finds out where arrays are, before the first run and whenever one has moved. */
  place(places: LoopPlaces): void {
    for (const { loop, arrays, parameters } of this.#loops) {
      let at = 0;
      parameters[at++] = loop.size * Float32Array.BYTES_PER_ELEMENT;
      for (const source of arrays) parameters[at++] = dataOf(source, places)?.byteOffset ?? 0;
      for (const { name } of loop.outputs) {
        parameters[at++] = places.into[name]?.data.byteOffset ?? 0;
      }
    }
  }

  /** Runs all of them. */
  run(run: LoopRun): void {
    const numbers = this.#scalars.map((source) =>
      source.kind === "constant" ? source.number : dataOf(source, run)?.[0] ?? NaN
    );
    for (const { loop, call, arrays, scalars, parameters } of this.#loops) {
      let at = 1 + arrays.length + loop.outputs.length;
      for (const slot of scalars) parameters[at++] = numbers[slot] ?? NaN;
      call.apply(undefined, parameters);
    }
  }
}

function dataOf(source: LoopSource, { feeds, results }: LoopRun) {
  if (source.kind === "constant") return undefined;
  return (source.kind === "input" ? feeds : results)[source.name]?.data;
}
