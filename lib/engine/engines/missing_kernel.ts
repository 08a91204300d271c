/**
 * What a backend of tfjs cannot do.
 *
 * @module
 */

import type { EngineName } from "./engine.ts";

/** An engine lacks an operation that a function needs. */
export class MissingKernelError extends Error {
  override readonly name = "MissingKernelError";
  /** Name of the kernel. */
  readonly kernel: string;
  /** The engine that lacks it. */
  readonly engine: EngineName;

  constructor({ kernel, engine }: { readonly kernel: string; readonly engine: EngineName }) {
    super(
      `Cannot run ${kernel} on the engine ${engine}, whose backend of tfjs has no such kernel: ` +
        'choose another with setEngine; "onnx" and "cpu" have it',
    );
    this.kernel = kernel;
    this.engine = engine;
  }
}

/**
 * Recognises tfjs's complaint about a kernel that a backend lacks.
 *
 * @param error what was thrown
 * @param engine the engine that was in use
 * @returns the error to throw instead, or nothing for other complaints
 * @example
 * ```ts
 * import { missingKernel } from "./missing_kernel.ts";
 * missingKernel(new Error("Kernel 'FFT' not registered for backend 'wasm'"), "wasm");
 * ```
 */
export function missingKernel(error: unknown, engine: EngineName): MissingKernelError | undefined {
  const [, kernel] = /^Kernel '(\w+)' not registered/.exec((error as Error)?.message ?? "") ?? [];
  return kernel === undefined ? undefined : new MissingKernelError({ kernel, engine });
}
