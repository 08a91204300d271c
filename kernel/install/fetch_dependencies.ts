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
  const flags = ["--quiet", ...(lock ? [] : ["--no-lock"]), "--config", config];
  await runDeno(["cache", ...flags, ...entries]);
}

/**
 * Lets Deno fetch what a session loads only when it is needed. It then chooses versions for that
 * alone, and not those that it chooses when it sees all modules at once.
 *
 * @param modules URLs, or names of packages and their files that the `deno.json` has
 * @param options the `deno.json` that resolves them
 * @throws {DependencyError} when a module cannot be fetched or loaded
 * @example
 * ```ts ignore
 * import { fetchLateDependencies } from "./fetch_dependencies.ts";
 * await fetchLateDependencies(["vega"], { config: "deno.json" });
 * ```
 */
export async function fetchLateDependencies(
  modules: readonly string[],
  { config }: { readonly config: string },
): Promise<void> {
  const imports = modules.map((module) => {
    const attributes = module.endsWith(".json") ? ', { with: { type: "json" } }' : "";
    return `await import(${JSON.stringify(module)}${attributes});`;
  });
  const code = imports.join("\n");
  await runDeno(["eval", "--quiet", "--no-lock", "--config", config, code]);
}

async function runDeno(args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  throw new DependencyError(
    `Cannot fetch what the kernel needs; is there a network?\n${new TextDecoder().decode(stderr)}`,
  );
}
