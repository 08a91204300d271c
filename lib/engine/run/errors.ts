/**
 * What can go wrong when an engine runs.
 *
 * @module
 */

/** An engine does not work here; the message says why and how to mend it. */
export class EngineMissingError extends Error {
  override readonly name = "EngineMissingError";
}

/** ONNX Runtime could not load or run a model. */
export class ExecutionError extends Error {
  override readonly name: string = "ExecutionError";
}

/** There was not enough memory. */
export class OutOfMemoryError extends ExecutionError {
  override readonly name = "OutOfMemoryError";
  /** How much was wanted at once, in bytes, if that is known. */
  readonly bytes?: number;

  constructor(
    { operation, bytes, cause }: {
      readonly operation: string;
      readonly bytes: number | undefined;
      readonly cause: unknown;
    },
  ) {
    const wanted = bytes === undefined ? "more memory than there is" : `${sized(bytes)} at once`;
    super(
      `Cannot run ${operation} as it needs ${wanted}: use smaller batches, cut them with the ` +
        "option microBatches, or give back other models with releaseModels()",
      { cause },
    );
    if (bytes !== undefined) this.bytes = bytes;
  }
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

/**
 * Makes an error of what ONNX Runtime throws.
 *
 * @param doing what it was asked for
 * @param cause what it threw
 * @returns an error of a class that fits
 * @example
 * ```ts
 * import { executionError } from "./errors.ts";
 * throw executionError("run", new Error("std::bad_alloc")); // OutOfMemoryError
 * ```
 */
export function executionError(doing: "load" | "run", cause: unknown): Error {
  const message = (cause instanceof Error ? cause.message : String(cause)).trim();
  const [, adapter] = /(Failed to get a WebGPU adapter.*)/.exec(message) ?? [];
  if (adapter !== undefined) return noAdapter(adapter.trim(), cause);
  if (/Failed to allocate memory|bad_alloc|out of memory/i.test(message)) {
    const [, operation = "the program"] = /running (\w+) node/.exec(message) ?? [];
    const [, size] = /requested buffer of size (\d+)/.exec(message) ?? [];
    const bytes = size === undefined ? undefined : Number(size);
    return new OutOfMemoryError({ operation, bytes, cause });
  }
  return new ExecutionError(`Cannot ${doing} the program: ${message}`, { cause });
}

function noAdapter(reason: string, cause: unknown): EngineMissingError {
  return new EngineMissingError(
    `Cannot use the engine onnx-webgpu as ONNX Runtime says "${reason}": install a Vulkan ` +
      "(Linux: libvulkan1 and the driver of your graphics card, or point VK_ICD_FILENAMES to " +
      "SwiftShader's vk_swiftshader_icd.json), Metal or DirectX 12 driver",
    { cause },
  );
}

function sized(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${UNITS[power]}`;
}
