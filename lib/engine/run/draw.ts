/**
 * Random inputs of a run.
 *
 * @module
 */

import type { SeedStream } from "../../core/seed.ts";
import { sizeOf } from "../program/program.ts";
import type { Draw } from "../trace/recorder.ts";
import type { HostTensors } from "./onnx_runtime.ts";

/**
 * Draws what a program wants anew for a run.
 *
 * @param draws random inputs of the program
 * @param seeds stream of this run; each input has a child of its own
 * @returns elements by name
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { drawInputs } from "./draw.ts";
 * const value = { dtype: "float32", shape: [2] } as const;
 * drawInputs([{ name: "mask", kind: "uniform", value }], SeedStream.from(1));
 * ```
 */
export function drawInputs(draws: readonly Draw[], seeds: SeedStream): HostTensors {
  return Object.fromEntries(draws.map(({ name, kind, value }) => {
    const stream = seeds.split(name);
    const data = new Float32Array(sizeOf(value.shape));
    for (let index = 0; index < data.length; index++) {
      // A float32 holds 24 random bits; more could round to 1.
      data[index] = kind === "normal" ? stream.normal() : (stream.uint32() >>> 8) / 0x1000000;
    }
    return [name, { ...value, data }];
  }));
}
