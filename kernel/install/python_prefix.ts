/**
 * The prefix of the Python on PATH: asked only when no environment variable tells it.
 *
 * @module
 */

/**
 * Asks Python for `sys.prefix`.
 *
 * @returns the prefix, or undefined when there is no Python
 * @example
 * ```ts
 * import { pythonPrefix } from "./python_prefix.ts";
 * const prefix = pythonPrefix();
 * console.assert(prefix === undefined || prefix.length > 0);
 * ```
 */
export function pythonPrefix(): string | undefined {
  for (const name of ["python3", "python"]) {
    try {
      const { success, stdout } = new Deno.Command(name, {
        args: ["-c", "import sys; print(sys.prefix)"],
        stdin: "null",
        stderr: "null",
      }).outputSync();
      if (success) return new TextDecoder().decode(stdout).trim();
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}
