/**
 * How much memory a model takes between its inputs and outputs, found by recording it.
 *
 * @module
 */

import type { KernelName } from "../engine/program/kernels.ts";
import { type Program, sizeOf, type Value } from "../engine/program/program.ts";
import { withoutCallSites } from "../engine/trace/call_site.ts";
import type { BuiltModel, DifferentiableModel } from "./model.ts";
import { recordCall, SAMPLES } from "./record_call.ts";

/** Bytes for one sample, estimated: engines may fuse operations, or keep what could be freed. */
export interface ActivationBytes {
  /** The most that is needed at once when each result is freed after its last use. */
  readonly forward: number;
  /** All results together, which training keeps until slopes have come back. */
  readonly training: number;
}

/** Results that stand where their operand stands. */
const VIEWS: ReadonlySet<KernelName> = new Set(["Reshape"]);

const known = new WeakMap<BuiltModel, ActivationBytes>();

/**
 * Estimates the memory of what a model computes for one sample, beside its weights.
 *
 * @param model any built model
 * @returns bytes; nothing for models that are not recorded, or whose inputs have open lengths
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { activationBytes } from "./activation_bytes.ts";
 * import { MLP } from "./mlp.ts";
 * const inputs = { input: { shape: [10], dtype: "float32" } } as const;
 * using model = new MLP({ layers: 1, outputShape: [4] }).build({ inputs, seeds: SeedStream.from(0) });
 * activationBytes(model)?.forward; // 4 · (10 + 4)
 * ```
 */
export function activationBytes(model: BuiltModel): ActivationBytes | undefined {
  if (model.learning !== "gradient") return undefined;
  const found = known.get(model) ?? attempt(model);
  if (found) known.set(model, found);
  return found;
}

/** A model with open lengths, or of a function that cannot be recorded, has no estimate. */
function attempt(model: DifferentiableModel): ActivationBytes | undefined {
  try {
    const parameters = [...model.trainable, ...model.others];
    const call: DifferentiableModel["call"] = (inputs, context) => model.call(inputs, context);
    const parts = { inputs: model.inputs, parameters };
    const program = withoutCallSites(() => recordCall(call, parts));
    return bytesOf(program, new Set(Object.keys(model.inputs)));
  } catch {
    return undefined;
  }
}

function bytesOf(program: Program, ports: ReadonlySet<string>): ActivationBytes {
  const places = placesOf(program, ports);
  const lastUse = new Map<Value, number>();
  for (const [at, { inputs }] of program.operations.entries()) {
    for (const value of inputs) lastUse.set(places.get(value) ?? value, at);
  }
  for (const { value } of program.outputs) lastUse.set(places.get(value) ?? value, Infinity);
  let alive = new Set(
    program.inputs.map(({ value }) => value).filter((value) => places.has(value)),
  );
  let most = sum(alive);
  for (const [at, { outputs }] of program.operations.entries()) {
    for (const value of outputs) if (places.get(value) === value) alive.add(value);
    most = Math.max(most, sum(alive));
    alive = new Set([...alive].filter((value) => (lastUse.get(value) ?? -1) > at));
  }
  const all = new Set(places.values());
  return Object.freeze({ forward: perSample(most), training: perSample(sum(all)) });
}

/** Where each result stands that comes from the inputs; what comes from weights alone does not count. */
function placesOf(program: Program, ports: ReadonlySet<string>): ReadonlyMap<Value, Value> {
  const places = new Map<Value, Value>();
  for (const { name, value } of program.inputs) if (ports.has(name)) places.set(value, value);
  for (const { kernel, inputs, outputs } of program.operations) {
    const from = inputs.map((value) => places.get(value)).find((place) => place !== undefined);
    if (from === undefined) continue;
    for (const value of outputs) places.set(value, VIEWS.has(kernel) ? from : value);
  }
  return places;
}

function sum(values: Iterable<Value>): number {
  return [...values].reduce(
    (bytes, { dtype, shape }) => bytes + (dtype === "bool" ? 1 : 4) * sizeOf(shape),
    0,
  );
}

function perSample(bytes: number): number {
  return Math.ceil(bytes / SAMPLES);
}
