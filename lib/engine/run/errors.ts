/**
 * What can go wrong when an engine runs.
 *
 * @module
 */

/** An engine does not work here; the message says why and how to mend it. */
export class EngineMissingError extends Error {
  override readonly name = "EngineMissingError";
}

/** Something cannot be computed in floats of 16 bits: by this engine, on this device, or in this range. */
export class PrecisionError extends Error {
  override readonly name = "PrecisionError";
}

/** ONNX Runtime could not load or run a model. */
export class ExecutionError extends Error {
  override readonly name: string = "ExecutionError";
  /** The node that failed and what was wrong with it, if that is known. */
  readonly failed?: FailedNode;

  constructor(
    message: string,
    { failed, ...options }: ErrorOptions & { readonly failed?: FailedNode | undefined } = {},
  ) {
    super(message, options);
    if (failed) this.failed = failed;
  }
}

/** A node that failed. */
export interface FailedNode {
  /** Its name in the model, which begins with the kernel that it comes from. */
  readonly node: string;
  readonly reason: string;
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
  if (/requires f16 but the device does not support it/.test(message)) return noHalves(cause);
  if (/Failed to allocate memory|bad_alloc|out of memory/i.test(message)) {
    const [, operation = "the program"] = /running (\w+) node/.exec(message) ?? [];
    const [, size] = /requested buffer of size (\d+)/.exec(message) ?? [];
    const bytes = size === undefined ? undefined : Number(size);
    return new OutOfMemoryError({ operation, bytes, cause });
  }
  const [, node, reason = ""] =
    /running \w+ node\. Name:'(.*?)' Status Message: (.*)/s.exec(message) ??
      [];
  const failed = node === undefined ? undefined : { node, reason };
  return new ExecutionError(`Cannot ${doing} the program: ${message}`, { cause, failed });
}

/**
 * Names the place in user's code where what failed was called.
 *
 * @param error anything that was thrown
 * @param sites where operations were called, by the names of their nodes
 * @returns an error that names operation and place, or the same one where they are not known
 * @example
 * ```ts
 * import { located } from "./errors.ts";
 * located(new Error("anything"), new Map()).message; // "anything"
 * ```
 */
export function located<E>(error: E, sites: ReadonlyMap<string, string>): E | ExecutionError {
  const failed = error instanceof ExecutionError ? error.failed : undefined;
  const site = sites.get(failed?.node ?? "");
  if (!failed || site === undefined) return error;
  const [kernel = ""] = failed.node.split("/");
  const cause = (error as ExecutionError).cause;
  return new ExecutionError(`Cannot run ${kernel}, called ${site}: ${failed.reason}`, {
    cause,
    failed,
  });
}

function noAdapter(reason: string, cause: unknown): EngineMissingError {
  return new EngineMissingError(
    `Cannot use the engine onnx-webgpu as ONNX Runtime says "${reason}": install a Vulkan ` +
      "(Linux: libvulkan1 and the driver of your graphics card, or point VK_ICD_FILENAMES to " +
      "SwiftShader's vk_swiftshader_icd.json), Metal or DirectX 12 driver",
    { cause },
  );
}

function noHalves(cause: unknown): PrecisionError {
  return new PrecisionError(
    "Cannot compute in mixed precision on this graphics processor: it or its driver has no floats of " +
      '16 bits (shader-f16). Use precision: "float32"',
    { cause },
  );
}

function sized(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${UNITS[power]}`;
}
