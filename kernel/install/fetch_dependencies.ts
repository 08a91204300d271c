/**
 * Everything the kernel may load, fetched once, so that it starts without a network.
 *
 * @module
 */

/** A dependency cannot be had; the message ends with what Deno said. */
export class DependencyError extends Error {
  override readonly name = "DependencyError";
}

/**
 * Lets Deno fetch all modules behind some entry files.
 *
 * @param entries files or URLs
 * @param options the `deno.json` that resolves their imports, and whether its lockfile counts; a
 *   process that runs without lockfile looks versions up in places that a locked one never fetches
 * @throws {DependencyError} when a module cannot be fetched
 * @example
 * ```ts ignore
 * import { fetchDependencies } from "./fetch_dependencies.ts";
 * await fetchDependencies(["kernel/main.ts"], { config: "deno.json" });
 * ```
 */
export async function fetchDependencies(
  entries: readonly string[],
  { config, lock = true }: { readonly config: string; readonly lock?: boolean },
): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", ...(lock ? [] : ["--no-lock"]), "--config", config, ...entries],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  throw new DependencyError(
    `Cannot fetch what the kernel needs; is there a network?\n${new TextDecoder().decode(stderr)}`,
  );
}
