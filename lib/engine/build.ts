/**
 * From a recorded function to a model that is ready to run: the walk through the stages.
 *
 * @module
 */

import { encodeModel } from "./lower/onnx.ts";
import { lower } from "./lower/lower.ts";
import type { Precision } from "./lower/precision.ts";
import { type Pass, runPasses } from "./program/pass.ts";
import { STANDARD_PASSES } from "./program/passes/standard.ts";
import { printProgram } from "./program/print.ts";
import type { Program } from "./program/program.ts";
import { located } from "./run/errors.ts";
import { ModelCache } from "./run/model_cache.ts";
import type { HostTensors, Model, RunOptions } from "./run/onnx_runtime.ts";
import { type Profile, profileModel } from "./run/profile.ts";
import { nodesForProcessor } from "./run/webgpu_nodes.ts";
import type { Draw } from "./trace/recorder.ts";
import { trace, type TraceOptions } from "./trace/trace.ts";

/** A function that was recorded. */
export interface Recorded {
  /** After the passes. */
  readonly program: Program;
  /** Inputs that each run draws anew. */
  readonly draws: readonly Draw[];
}

/** A program that was lowered. */
export interface Encoded {
  /** Content of an `.onnx` file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Nodes that never run on a graphics processor. */
  readonly processorNodes: readonly string[];
  /** Where operations were called, by the names of their nodes; absent for models from elsewhere. */
  readonly sites?: ReadonlyMap<string, string>;
}

/** A function that was recorded and lowered. */
export interface Built extends Recorded, Encoded {}

/** What a compiled function computes. */
export interface Explanation {
  /** The program, one line an operation. */
  readonly program: string;
  /** How many operations it has. */
  readonly operations: number;
  /** Size of the ONNX model in bytes. */
  readonly modelBytes: number;
  /** Where the time of a run goes, measured now. */
  readonly profile: Profile;
}

const models = new ModelCache(32);

/**
 * Records, simplifies and lowers a function.
 *
 * @param options what to record
 * @param precision of products. Default: `float32`
 * @returns program and model
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { build } from "./build.ts";
 * const x = { name: "x", value: { dtype: "float32", shape: [2] } } as const;
 * build({ inputs: [x], body: ([x]) => [{ name: "y", tensor: tf.square(x as tf.Tensor) }] });
 * ```
 */
export function build(options: TraceOptions, precision?: Precision): Built {
  const recorded = record(options);
  return { ...recorded, ...encode(recorded.program, precision) };
}

/**
 * Records and simplifies a function.
 *
 * @param options what to record
 * @param passes what to do before the standard passes
 * @returns the program
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { record } from "./build.ts";
 * record({ inputs: [], body: () => [{ name: "y", tensor: tf.zeros([1]) }] }).program;
 * ```
 */
export function record(options: TraceOptions, passes: readonly Pass[] = []): Recorded {
  const { program, draws } = trace(options);
  return { program: runPasses(program, [...passes, ...STANDARD_PASSES]), draws };
}

/**
 * Lowers a program.
 *
 * @param program a program that no pass will change
 * @param precision of products. Default: `float32`
 * @returns the model
 * @example
 * ```ts
 * import { encode } from "./build.ts";
 * encode({ inputs: [], constants: [], operations: [], outputs: [] }).bytes;
 * ```
 */
export function encode(program: Program, precision?: Precision): Encoded {
  const model = lower(program, precision);
  const sites = new Map(model.nodes.map(({ name, site = "" }) => [name, site]));
  return { bytes: encodeModel(model), processorNodes: nodesForProcessor(model), sites };
}

/**
 * Makes what was built ready to run; the same model is loaded once.
 *
 * @param built program and model
 * @param options threads and place of execution
 * @returns runs a model that the engine disposes when others push it out
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { build, load, releaseModels } from "./build.ts";
 * const x = { name: "x", value: { dtype: "float32", shape: [2] } } as const;
 * const built = build({ inputs: [x], body: () => [{ name: "y", tensor: tf.zeros([1]) }] });
 * await load(built, { threads: 1 });
 * await releaseModels();
 * ```
 */
export async function load(
  { bytes, processorNodes, sites }: Encoded,
  options: RunOptions,
): Promise<Pick<Model, "run">> {
  const model = await models.get(bytes, { ...options, processorNodes });
  return {
    run: async (feeds, into) => {
      try {
        return await model.run(feeds, into);
      } catch (error) {
        throw sites ? located(error, sites) : error;
      }
    },
  };
}

/**
 * Gives back the memory of all loaded models; they are loaded again when they are needed.
 *
 * @example
 * ```ts
 * import { releaseModels } from "./build.ts";
 * await releaseModels();
 * ```
 */
export async function releaseModels(): Promise<void> {
  await models[Symbol.asyncDispose]();
}

/**
 * Describes what was built, and runs it a few times to see where the time goes.
 *
 * @param built program and model
 * @param options inputs of the runs, threads and place of execution
 * @returns text, sizes and times
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { build, explain } from "./build.ts";
 * const built = build({ inputs: [], body: () => [{ name: "y", tensor: tf.zeros([1]) }] });
 * (await explain(built, { feeds: {} })).program;
 * ```
 */
export async function explain(
  { program, bytes, processorNodes }: Encoded & Pick<Recorded, "program">,
  options: RunOptions & { readonly feeds: HostTensors },
): Promise<Explanation> {
  return {
    program: printProgram(program),
    operations: program.operations.length,
    modelBytes: bytes.length,
    profile: await profileModel(bytes, { ...options, processorNodes }),
  };
}
