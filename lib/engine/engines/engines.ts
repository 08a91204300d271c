/**
 * Which engines work here, and choosing one.
 *
 * @module
 */

import { GraphBuilder } from "../lower/graph_builder.ts";
import { encodeModel } from "../lower/onnx.ts";
import { type Precision, PRECISIONS } from "../lower/precision.ts";
import { EngineMissingError, PrecisionError } from "../run/errors.ts";
import { type HostTensor, loadModel } from "../run/onnx_runtime.ts";
import { catchDriverOutput } from "./driver_output.ts";
import { engineInUse, type EngineName, ENGINES, isEager, useEngine } from "./engine.ts";
import { openBackend } from "./open_backend.ts";

/** Whether an engine works here. */
export interface EngineStatus {
  readonly name: EngineName;
  /** What computes. */
  readonly description: string;
  readonly available: boolean;
  /** What it can compute products in; empty when it is not available. */
  readonly precisions: readonly Precision[];
  /** Whether functions and steps use it that name no other. */
  readonly inUse: boolean;
  /** Why it is not available and how to mend that; absent when it is. */
  readonly reason?: string;
}

const DESCRIPTIONS: Readonly<Record<EngineName, string>> = {
  "onnx": "recorded, run by ONNX Runtime on the processor",
  "onnx-webgpu": "recorded, run by ONNX Runtime on the graphics processor",
  "tensorflow": "call by call, by TensorFlow (tfjs-node or tfjs-node-gpu)",
  "webgpu": "call by call, by tfjs on the graphics processor",
  "wasm": "call by call, by tfjs in WebAssembly; trains no convolutions",
  "cpu": "call by call, by tfjs in JavaScript",
};

/** Engines whose drivers write to the standard error output when they are looked for. */
const GRAPHICS: readonly EngineName[] = ["onnx-webgpu", "webgpu"];

/**
 * Tries every engine.
 *
 * @returns all engines, those to prefer first, with the reason where one does not work
 * @example
 * ```ts
 * import { engines } from "./engines.ts";
 * (await engines()).filter(({ available }) => available).map(({ name }) => name);
 * ```
 */
export async function engines(): Promise<readonly EngineStatus[]> {
  const statuses: EngineStatus[] = [];
  for (const name of ENGINES) {
    const reason = await reasonAgainst(name);
    const status = { name, description: DESCRIPTIONS[name], inUse: name === engineInUse() };
    statuses.push(
      reason === undefined
        ? { ...status, available: true, precisions: await precisionsOf(name) }
        : { ...status, available: false, precisions: [], reason },
    );
  }
  return statuses;
}

/**
 * Chooses the engine for all functions and steps that name none from now on.
 *
 * @param name the engine
 * @throws EngineMissingError when it does not work here; the former engine stays
 * @example
 * ```ts
 * import { setEngine } from "./engines.ts";
 * await setEngine("cpu");
 * await setEngine("onnx"); // the default
 * ```
 */
export async function setEngine(name: EngineName): Promise<void> {
  if (!ENGINES.includes(name)) {
    throw new RangeError(`Cannot find the engine ${name}: there are ${ENGINES.join(", ")}`);
  }
  await tryEngine(name);
  useEngine(name);
}

async function reasonAgainst(name: EngineName): Promise<string | undefined> {
  try {
    await tryEngine(name);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function tryEngine(name: EngineName): Promise<void> {
  if (!GRAPHICS.includes(name)) return await startEngine(name);
  const { written, settled } = await catchDriverOutput(() => startEngine(name));
  if (settled.status === "fulfilled") return;
  const { reason } = settled;
  const said = [...new Set(written.split("\n").map((line) => line.trim()))].filter(Boolean);
  if (!(reason instanceof EngineMissingError) || said.length === 0) throw reason;
  throw new EngineMissingError(`${reason.message}; drivers said: ${said.join(" ")}`, {
    cause: reason,
  });
}

async function startEngine(name: EngineName): Promise<void> {
  if (isEager(name)) await openBackend(name);
  else await tryOnnxRuntime(name === "onnx" ? "cpu" : "webgpu");
}

async function precisionsOf(name: EngineName): Promise<readonly Precision[]> {
  if (name !== "onnx-webgpu") return ["float32"];
  try {
    await negated("webgpu", "float16");
    return PRECISIONS;
  } catch (error) {
    if (error instanceof PrecisionError) return ["float32"];
    throw error;
  }
}

/** Only a run shows whether a provider works. */
async function tryOnnxRuntime(execution: "cpu" | "webgpu"): Promise<void> {
  const y = await negated(execution, "float32");
  if (y?.data[0] !== -1) {
    throw new EngineMissingError(
      `Cannot use ONNX Runtime's ${execution}: it gives −1 as ${y?.data}`,
    );
  }
}

/** Computes −1 from 1 in floats of some size. */
async function negated(
  execution: "cpu" | "webgpu",
  type: "float16" | "float32",
): Promise<HostTensor | undefined> {
  const to = new GraphBuilder();
  const y = to.cast(to.node("Neg", [to.cast("x", type)]), "float32");
  const port = (name: string) => ({ name, type: "float32", dims: [1] }) as const;
  const graph = to.finish([port("x")], [{ port: port("y"), value: y }]);
  await using model = await loadModel(encodeModel(graph), { execution, threads: 1 });
  const x = { dtype: "float32", shape: [1], data: Float32Array.of(1) } as const;
  return (await model.run({ x })).y;
}
