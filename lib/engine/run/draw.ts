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
    const data = drawElements(kind, { stream: seeds.split(name), size: sizeOf(value.shape) });
    return [name, { ...value, data }];
  }));
}

/**
 * Draws numbers of a standard distribution.
 *
 * @param kind uniform in [0, 1), normal with mean 0 and deviation 1, or that within ±2
 * @param options where they come from and how many
 * @returns the numbers
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { drawElements } from "./draw.ts";
 * drawElements("normal", { stream: SeedStream.from(1), size: 4 });
 * ```
 */
export function drawElements(
  kind: Draw["kind"],
  { stream, size }: { readonly stream: SeedStream; readonly size: number },
): Float32Array {
  const next = NEXT[kind];
  const data = new Float32Array(size);
  for (let index = 0; index < size; index++) data[index] = next(stream);
  return data;
}

const NEXT: Readonly<Record<Draw["kind"], (stream: SeedStream) => number>> = {
  // A float32 holds 24 random bits; more could round to 1.
  uniform: (stream) => (stream.uint32() >>> 8) / 0x1000000,
  normal: (stream) => stream.normal(),
  truncated: (stream) => {
    let drawn = stream.normal();
    while (Math.abs(drawn) > 2) drawn = stream.normal();
    return drawn;
  },
};
