/**
 * Loading the backends of tfjs that compute at once.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
// tfjs-core alone knows no gradients.
import "@tensorflow/tfjs-layers";
import { EngineMissingError } from "../run/errors.ts";
import { EagerBackend } from "./eager_backend.ts";
import type { EagerEngine } from "./engine.ts";
import { mendKernels } from "./mended_kernels.ts";

/** Packages that bring the backend named "tensorflow"; nobody gets them unasked. */
const TENSORFLOW_PACKAGES = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

/** Runtimes without graphics have a navigator without this, or none. */
interface WithGpu {
  readonly gpu?: { requestAdapter(): Promise<unknown> };
}

const opened = new Map<EagerEngine, Promise<EagerBackend>>();

/**
 * Loads a backend of tfjs, once and on first use, and leaves the one in use as it is.
 *
 * @param name the engine
 * @returns the backend, ready to compute
 * @throws EngineMissingError that says what is missing and how to mend it
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { openBackend } from "./open_backend.ts";
 * const wasm = await openBackend("wasm");
 * wasm.run(() => tf.sum(tf.ones([3])).dataSync()); // 3
 * ```
 */
export function openBackend(name: EagerEngine): Promise<EagerBackend> {
  const known = opened.get(name) ?? open(name);
  opened.set(name, known);
  known.catch(() => opened.delete(name));
  return known;
}

async function open(name: EagerEngine): Promise<EagerBackend> {
  const engine = tf.engine();
  const { backendName } = engine;
  const before = backendName ? { backendName, backendInstance: engine.backend } : {};
  await LOADERS[name]();
  const backend = await initialised(name);
  // The packages of TensorFlow switch to their backend when they are imported.
  Object.assign(engine, before);
  return new EagerBackend(name, backend);
}

const LOADERS: Readonly<Record<EagerEngine, () => Promise<unknown>>> = {
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
  wasm: () => import("@tensorflow/tfjs-backend-wasm"),
  webgpu: async () => {
    await requireGpu();
    return import("@tensorflow/tfjs-backend-webgpu");
  },
  tensorflow: loadTensorFlow,
};

/** tfjs would otherwise switch to a backend that then fails, and tell the console. */
async function requireGpu(): Promise<void> {
  const { gpu } = (globalThis as { navigator?: WithGpu }).navigator ?? {};
  if (!gpu) {
    throw new EngineMissingError(
      "Cannot use the engine webgpu as this runtime has no navigator.gpu: use Deno 2.9 or later",
    );
  }
  if (await gpu.requestAdapter() === null) {
    throw new EngineMissingError(
      "Cannot use the engine webgpu as no graphics adapter was found: install a Vulkan, Metal or " +
        "DirectX 12 driver",
    );
  }
}

async function loadTensorFlow(): Promise<void> {
  const reasons: string[] = [];
  for (const name of TENSORFLOW_PACKAGES) {
    try {
      await import(name);
      return;
    } catch (error) {
      reasons.push(`${name}: ${firstLine(error)}`);
    }
  }
  throw new EngineMissingError(
    `Cannot use the engine tensorflow as none of its packages loads (${reasons.join("; ")}): ` +
      "add one with `deno add npm:@tensorflow/tfjs-node` and let its build script fetch " +
      "libtensorflow with `deno install --allow-scripts=npm:@tensorflow/tfjs-node`",
  );
}

/** `tf.setBackend` would leave tfjs without any backend while it waits. */
async function initialised(name: EagerEngine): Promise<tf.KernelBackend> {
  const { registry } = tf.engine();
  const backend = registry[name] ?? await started(name);
  registry[name] = backend;
  // The portable backend would greet its first use with four lines on what else one could install.
  if (name === "cpu") Object.assign(backend, { firstUse: false });
  mendKernels(name);
  for (const { setupFunc } of tf.getKernelsForBackend(name)) setupFunc?.(backend);
  return backend;
}

async function started(name: EagerEngine): Promise<tf.KernelBackend> {
  try {
    return await tf.findBackendFactory(name)();
  } catch (cause) {
    throw new EngineMissingError(
      `Cannot use the engine ${name} as its backend of tfjs does not start: ${firstLine(cause)}`,
      { cause },
    );
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ from "file:.*/s, "").split("\n")[0] ?? message;
}
