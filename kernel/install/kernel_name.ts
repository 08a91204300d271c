/**
 * The name of a kernelspec: a folder's name that Jupyter accepts.
 *
 * @module
 */

const NAME_REGEXP = /^[a-z0-9][a-z0-9._-]*$/i;

/** A name that Jupyter would not list. */
export class KernelNameError extends RangeError {
  override readonly name = "KernelNameError";
}

/**
 * Checks the name of a kernelspec.
 *
 * @param name what the user asked for
 * @returns the name in lower case, as Jupyter lists it
 * @throws {KernelNameError} for any character but `A-Z a-z 0-9 . _ -`, or a leading mark
 * @example
 * ```ts
 * import { checkKernelName } from "./kernel_name.ts";
 * console.assert(checkKernelName("Modulab") === "modulab");
 * ```
 */
export function checkKernelName(name: string): string {
  if (!NAME_REGEXP.test(name)) {
    throw new KernelNameError(
      `Cannot name a kernel ${JSON.stringify(name)}: ` +
        `use letters, digits, '.', '_' and '-', beginning with a letter or digit`,
    );
  }
  return name.toLowerCase();
}
