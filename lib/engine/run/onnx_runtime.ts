/**
 * ONNX Runtime: models in, numbers out.
 *
 * @module
 */

import type * as ort from "onnxruntime-node";
import { type DType, type Elements, sizeOf, type Value } from "../program/program.ts";
import { EngineMissingError, ExecutionError, executionError } from "./errors.ts";

/** How models run. */
export interface RunOptions {
  /** Threads within one operator; 1 repeats bit for bit. Default: as many as cores. */
  readonly threads?: number;
  /** Where operators run. Default: that of the engine, which is `"cpu"` for `"onnx"`. */
  readonly execution?: "cpu" | "webgpu";
}

/** How one model is loaded. */
export interface LoadOptions extends RunOptions {
  /** Names of nodes that never run on a graphics processor. Default: none. */
  readonly processorNodes?: readonly string[];
  /** Beginning of the path of a file with times, written when the model is disposed. */
  readonly profileTo?: string;
}

/** A tensor that enters or leaves a model. */
export interface HostTensor extends Value {
  readonly data: Elements;
}

/** Tensors by name. */
export type HostTensors = Readonly<Record<string, HostTensor>>;

/** A model that is ready to run, with the memory that it holds. */
export interface Model extends AsyncDisposable {
  /**
   * Runs once.
   *
   * @param feeds all inputs; their arrays are read where they are
   * @param into outputs that are written into given arrays; all others get new ones
   * @returns all outputs
   */
  run(feeds: HostTensors, into?: HostTensors): Promise<HostTensors>;
}

let loading: Promise<typeof ort> | undefined;

/**
 * Loads ONNX Runtime, once and on first use.
 *
 * @returns the package
 * @throws EngineMissingError where its binary does not load
 * @example
 * ```ts
 * import { loadOnnxRuntime } from "./onnx_runtime.ts";
 * await loadOnnxRuntime();
 * ```
 */
export function loadOnnxRuntime(): Promise<typeof ort> {
  return loading ??= import("onnxruntime-node").catch((cause) => {
    loading = undefined;
    throw new EngineMissingError(
      "Cannot load ONNX Runtime as it has no binary for this system: call the function without compiling it",
      { cause },
    );
  });
}

/**
 * Makes a model ready to run.
 *
 * @param bytes content of an `.onnx` file
 * @param options threads and place of execution
 * @returns a model to dispose after use
 * @throws EngineMissingError where ONNX Runtime does not load
 * @example
 * ```ts
 * import { encodeModel } from "../lower/onnx.ts";
 * import { loadModel } from "./onnx_runtime.ts";
 * const port = (name: string) => ({ name, type: "float32", dims: [2] }) as const;
 * const node = { type: "Neg", inputs: ["x"], outputs: ["y"], attributes: {}, name: "negate" };
 * const model = { inputs: [port("x")], outputs: [port("y")], tensors: [], nodes: [node] };
 * await using loaded = await loadModel(encodeModel(model));
 * const x = { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) } as const;
 * const { y } = await loaded.run({ x });
 * ```
 */
export async function loadModel(bytes: Uint8Array, options: LoadOptions = {}): Promise<Model> {
  const runtime = await loadOnnxRuntime();
  try {
    const session = await runtime.InferenceSession.create(bytes, sessionOptions(options));
    return new OnnxModelSession(runtime, session, options);
  } catch (cause) {
    throw executionError("load", cause);
  }
}

function sessionOptions(
  { threads, execution = "cpu", processorNodes = [], profileTo }: LoadOptions,
): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: execution === "webgpu" ? [webgpu(processorNodes), "cpu"] : ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    // What goes wrong is thrown; on the console it would only be said twice.
    logSeverityLevel: 4,
    ...(profileTo === undefined ? {} : { enableProfiling: true, profileFilePrefix: profileTo }),
    ...(threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 }),
  };
}

function webgpu(
  forceCpuNodeNames: readonly string[],
): ort.InferenceSession.ExecutionProviderConfig {
  // An empty list would be refused.
  return forceCpuNodeNames.length === 0 ? "webgpu" : { name: "webgpu", forceCpuNodeNames };
}

class OnnxModelSession implements Model {
  readonly #runtime: typeof ort;
  readonly #session: ort.InferenceSession;
  /** One wrapper for each tensor, as long as it lives: feeds repeat from step to step. */
  readonly #wrapped = new WeakMap<HostTensor, ort.Tensor>();
  readonly #profiled: boolean;
  /** Runs that have not ended: their memory must not go away under them. */
  readonly #running = new Set<Promise<unknown>>();

  constructor(runtime: typeof ort, session: ort.InferenceSession, { profileTo }: LoadOptions) {
    this.#runtime = runtime;
    this.#session = session;
    this.#profiled = profileTo !== undefined;
  }

  async run(feeds: HostTensors, into: HostTensors = {}): Promise<HostTensors> {
    const inputs: Record<string, ort.Tensor> = {};
    for (const name of this.#session.inputNames) inputs[name] = this.#wrap(name, feeds[name]);
    const wanted: Record<string, ort.Tensor | null> = {};
    for (const name of this.#session.outputNames) {
      const tensor = into[name];
      wanted[name] = tensor ? this.#wrap(name, tensor) : null;
    }
    try {
      const running = this.#session.run(inputs, wanted);
      this.#running.add(running);
      const tensors = await running.finally(() => this.#running.delete(running));
      const results: Record<string, HostTensor> = {};
      for (const name in tensors) results[name] = into[name] ?? unwrap(tensors[name] as ort.Tensor);
      return results;
    } catch (cause) {
      throw executionError("run", cause);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#running);
    if (this.#profiled) this.#session.endProfiling();
    await this.#session.release();
  }

  #wrap(name: string, tensor: HostTensor | undefined): ort.Tensor {
    if (!tensor) {
      const names = this.#session.inputNames.join(", ");
      throw new ExecutionError(
        `Cannot run the program: the input ${name} is missing; all: ${names}`,
      );
    }
    const known = this.#wrapped.get(tensor);
    if (known) return known;
    const { dtype, shape, data } = tensor;
    if (data.length !== sizeOf(shape)) {
      throw new ExecutionError(
        `Cannot feed ${name}: [${shape}] needs ${sizeOf(shape)} elements, got ${data.length}`,
      );
    }
    const wrapped = new this.#runtime.Tensor(dtype as "float32", data as Float32Array, shape);
    this.#wrapped.set(tensor, wrapped);
    return wrapped;
  }
}

function unwrap(tensor: ort.Tensor): HostTensor {
  return {
    dtype: tensor.type as DType,
    shape: [...tensor.dims],
    data: tensor.data as Elements,
  };
}
