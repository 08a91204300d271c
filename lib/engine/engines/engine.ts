/**
 * The engines: who computes what was written with tfjs.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";

/** Engines that record a function and run it with ONNX Runtime. */
export const RECORDING_ENGINES = ["onnx", "onnx-webgpu"] as const;

/** Engines that run a function call by call with a backend of tfjs. */
export const EAGER_ENGINES = ["tensorflow", "webgpu", "wasm", "cpu"] as const;

/** An engine that runs functions call by call. */
export type EagerEngine = typeof EAGER_ENGINES[number];

/** An engine. */
export type EngineName = typeof RECORDING_ENGINES[number] | EagerEngine;

/** All engines, those to prefer first. */
export const ENGINES: readonly EngineName[] = [...RECORDING_ENGINES, ...EAGER_ENGINES];

let inUse: EngineName = "onnx";

/**
 * The engine for functions and steps that name none.
 *
 * @returns `"onnx"` until `setEngine` chose another
 * @example
 * ```ts
 * import { engineInUse } from "./engine.ts";
 * engineInUse(); // "onnx"
 * ```
 */
export function engineInUse(): EngineName {
  return inUse;
}

/**
 * Chooses the engine without asking whether it works here; `setEngine` asks.
 *
 * @param name the engine
 * @example
 * ```ts
 * import { useEngine } from "./engine.ts";
 * useEngine("onnx");
 * ```
 */
export function useEngine(name: EngineName): void {
  inUse = name;
}

/**
 * Tells whether an engine runs functions call by call.
 *
 * @param name the engine
 * @returns false for engines that record
 * @throws UnknownNameError when there is no such engine
 * @example
 * ```ts
 * import { isEager } from "./engine.ts";
 * isEager("wasm"); // true
 * ```
 */
export function isEager(name: EngineName): name is EagerEngine {
  if (!ENGINES.includes(name)) throw new UnknownNameError("engine", name, { known: ENGINES });
  return EAGER_ENGINES.some((eager) => eager === name);
}
