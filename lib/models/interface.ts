/**
 * What goes into a model and what comes out, as values that can be compared.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";

/** Types of numbers that models exchange. */
export type PortType = "float32" | "int32" | "bool";

/** What stands at one input or output of a model, for one sample. */
export interface Interface {
  /** Lengths of the axes without that of the samples; `null` for any length. */
  readonly shape: readonly (number | null)[];
  readonly dtype: PortType;
  /** What kind of thing it is, such as `signal` or `embedding`; left out: any. */
  readonly domain?: string;
  /** Physical units, such as `V`; left out: any. */
  readonly units?: string;
  /** Least and greatest value; left out: any. */
  readonly range?: readonly [number, number];
  /** What it says, such as `state of health`; left out: any. */
  readonly meaning?: string;
}

/** Things by the names of their ports. */
export type Ports<T> = Readonly<Record<string, T>>;

/** All inputs and outputs of a model. */
export interface ModelInterface {
  readonly inputs: Ports<Interface>;
  readonly outputs: Ports<Interface>;
}

/** The name of the only input of a model that has one. */
export const INPUT = "input";

/** The name of the only output of a model that has one. */
export const OUTPUT = "output";

/** In what an output and an input differ. */
export interface Disagreement {
  readonly aspect: "port" | "shape" | "dtype" | "domain" | "units" | "range" | "meaning";
  /** What the input takes. */
  readonly expected: string;
  /** What it would be given. */
  readonly found: string;
}

/**
 * Compares what is offered with what is wanted.
 *
 * @param offered what comes out of a model, or of data
 * @param wanted what a model takes; what it does not state agrees with everything
 * @returns in what they differ; nothing when the two can be connected
 * @example
 * ```ts
 * import { disagreements } from "./interface.ts";
 * const offered = { shape: [1, 8], dtype: "float32" } as const;
 * const [first] = disagreements(offered, { shape: [1, 4], dtype: "float32" });
 * console.log(first?.expected, first?.found); // (1, 4) (1, 8)
 * ```
 */
export function disagreements(offered: Interface, wanted: Interface): readonly Disagreement[] {
  const found: Disagreement[] = [];
  if (!shapesAgree(offered.shape, wanted.shape)) {
    found.push({
      aspect: "shape",
      expected: writeShape(wanted.shape),
      found: writeShape(offered.shape),
    });
  }
  for (const aspect of ["dtype", "domain", "units", "meaning"] as const) {
    const [expected, given] = [wanted[aspect], offered[aspect]];
    if (expected === undefined || given === undefined || expected === given) continue;
    found.push({ aspect, expected, found: given });
  }
  const { range } = wanted;
  if (range && offered.range && (offered.range[0] < range[0] || offered.range[1] > range[1])) {
    found.push({ aspect: "range", expected: writeRange(range), found: writeRange(offered.range) });
  }
  return found;
}

/**
 * Compares the interface of a model with that of the one whose place it would take.
 *
 * It may take more than the other took, and give less than the other gave, but not the reverse.
 *
 * @param replacement the interface of the new model
 * @param replaced the interface of the model in place
 * @returns the ports that stand in the way, and why; nothing when it can take the place
 * @example
 * ```ts
 * import { obstacles } from "./interface.ts";
 * const port = { shape: [4], dtype: "float32" } as const;
 * const one = { inputs: { input: port }, outputs: { output: port } };
 * console.log(obstacles(one, { ...one, outputs: { ...one.outputs, attention: port } }).length); // 1
 * ```
 */
export function obstacles(
  replacement: ModelInterface,
  replaced: ModelInterface,
): readonly (Disagreement & { readonly port: string })[] {
  const inputs = Object.entries(replacement.inputs).flatMap(([port, wanted]) => {
    const offered = replaced.inputs[port];
    return offered === undefined
      ? [missing(port, { expected: "an input that is connected", found: "none" })]
      : disagreements(offered, wanted).map((one) => ({ ...one, port }));
  });
  const outputs = Object.entries(replaced.outputs).flatMap(([port, wanted]) => {
    const offered = replacement.outputs[port];
    return offered === undefined
      ? [missing(port, { expected: "an output", found: "none" })]
      : disagreements(offered, wanted).map((one) => ({ ...one, port }));
  });
  return [...inputs, ...outputs];
}

/**
 * Writes a shape as people do.
 *
 * @param shape lengths of axes; `null` for any
 * @returns such as `(1, 8)`
 * @example
 * ```ts
 * import { writeShape } from "./interface.ts";
 * console.log(writeShape([null, 8])); // (any, 8)
 * ```
 */
export function writeShape(shape: readonly (number | null)[]): string {
  return `(${shape.map((length) => length ?? "any").join(", ")})`;
}

/**
 * Takes an interface for plain data.
 *
 * @param port what stands at an input or output
 * @returns the same as a config
 * @example
 * ```ts
 * import { interfaceConfig } from "./interface.ts";
 * interfaceConfig({ shape: [3], dtype: "float32", units: "V" });
 * ```
 */
export function interfaceConfig(port: Interface): JsonObject {
  return { ...port };
}

function shapesAgree(
  offered: readonly (number | null)[],
  wanted: readonly (number | null)[],
): boolean {
  return offered.length === wanted.length && offered.every((length, axis) => {
    const other = wanted[axis];
    return length === null || other === null || length === other;
  });
}

function writeRange([least, greatest]: readonly [number, number]): string {
  return `${least} to ${greatest}`;
}

function missing(
  port: string,
  { expected, found }: { readonly expected: string; readonly found: string },
): Disagreement & { readonly port: string } {
  return { port, aspect: "port", expected, found };
}
