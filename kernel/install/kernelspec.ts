/**
 * The kernelspec: the text of `kernel.json`, by which Jupyter finds and starts a kernel.
 *
 * Source: jupyter_client, "Making kernels for Jupyter", "Kernel specs".
 *
 * @module
 */

/** Marks a kernelspec as ours, so that nobody else's is overwritten or removed. */
export const IMPLEMENTATION = "modulab";

/** What `kernel.json` holds. */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "message" | "signal";
  readonly kernel_protocol_version: string;
  readonly env: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What differs between two installations. */
export interface KernelSpecOptions {
  /** The words that start Deno, such as `["/usr/bin/deno"]`. */
  readonly deno: readonly string[];
  /** Path or URL of `kernel/main.ts`. */
  readonly entry: string;
  /** Path of the `deno.json` that resolves the entry's imports. */
  readonly config: string;
  /** What menus show; default `TypeScript (modulab)`. */
  readonly displayName?: string;
}

/**
 * Writes down how Jupyter starts this kernel.
 *
 * `{connection_file}` is a word of its own, because some frontends replace whole words only; the
 * interrupt mode is `message`, because a signal would end Deno. `--cached-only` keeps the start off
 * the network.
 *
 * @param options Deno, the entry file and the name
 * @returns the value of `kernel.json`
 * @example
 * ```ts
 * import { kernelSpec } from "./kernelspec.ts";
 * const spec = kernelSpec({ deno: ["deno"], entry: "main.ts", config: "deno.json" });
 * console.assert(spec.argv.at(-1) === "{connection_file}");
 * ```
 */
export function kernelSpec(
  { deno, entry, config, displayName = "TypeScript (modulab)" }: KernelSpecOptions,
): KernelSpec {
  const flags = ["--quiet", "--no-prompt", "-A", "--cached-only", "--config", config];
  return {
    argv: [...deno, "run", ...flags, entry, "kernel", "--connection-file", "{connection_file}"],
    display_name: displayName,
    language: "typescript",
    interrupt_mode: "message",
    kernel_protocol_version: "5.5",
    env: {},
    metadata: { debugger: false, implementation: IMPLEMENTATION },
  };
}

/**
 * Tells whether the text of a `kernel.json` is one of ours.
 *
 * @param text the file's text
 * @returns true when its metadata names this implementation
 * @example
 * ```ts
 * import { isOurs } from "./kernelspec.ts";
 * console.assert(!isOurs('{"argv":["python"]}'));
 * ```
 */
export function isOurs(text: string): boolean {
  try {
    return JSON.parse(text)?.metadata?.implementation === IMPLEMENTATION;
  } catch {
    return false;
  }
}

/**
 * Tells whether the text of a `kernel.json` was written to its end: half of one starts no kernel, so
 * it is nobody's.
 *
 * @param text the file's text
 * @returns true when Jupyter could read it
 * @example
 * ```ts
 * import { isWhole } from "./kernelspec.ts";
 * console.assert(isWhole('{"argv":["python"]}') && !isWhole('{"argv":['));
 * ```
 */
export function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
