/**
 * `modulab install`: makes the kernel known to Jupyter.
 *
 * @module
 */

import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findDeno } from "../install/deno_command.ts";
import { fetchDependencies, fetchLateDependencies } from "../install/fetch_dependencies.ts";
import { installKernelSpec } from "../install/install.ts";
import { kernelSpec } from "../install/kernelspec.ts";
import { kernelsFolder } from "../install/kernels_folder.ts";
import { type Command, MISUSED, parseOptions } from "./command.ts";
import { KERNEL, LATE, SESSION } from "./loaded.ts";
import { installErrorMessage, SURROUNDINGS, target, TARGET_OPTIONS } from "./target.ts";

const HELP = `modulab install: make the kernel known to Jupyter (no Python needed)

Usage: modulab install [--user | --sys-prefix | --prefix DIR] [options]

  --user                for this user (the default)
  --sys-prefix          for the active Python environment (VIRTUAL_ENV, CONDA_PREFIX, or Python's own)
  --prefix DIR          under DIR/share/jupyter/kernels
  --name NAME           the kernel's name (default: modulab)
  --display-name TEXT   what menus show (default: TypeScript (modulab))
  --json                print the result as JSON`;

/** The command `install`. */
export const command: Command = { help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions(args, {
    options: {
      ...TARGET_OPTIONS,
      "display-name": { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const where = target(values);
  try {
    const deno = findDeno({
      searchPath: Deno.env.get("PATH") ?? "",
      running: Deno.execPath(),
      os: Deno.build.os,
      exists: isFile,
    });
    const config = here("../../deno.json");
    const displayName = values["display-name"];
    const spec = kernelSpec({
      deno: [deno.path],
      entry: here("../main.ts"),
      config,
      ...(displayName === undefined ? {} : { displayName }),
    });
    await fetchDependencies(KERNEL, { config });
    await fetchDependencies(SESSION, { config, lock: false });
    await fetchLateDependencies(LATE, { config });
    const folder = await installKernelSpec(spec, {
      kernels: kernelsFolder(where, SURROUNDINGS),
      name: values.name,
    });
    if (values.json) {
      console.log(JSON.stringify({ folder, kernelspec: spec, caution: deno.caution ?? null }));
      return 0;
    }
    console.log(`Installed '${spec.display_name}' in ${folder}`);
    console.log(
      "Next: start Jupyter and choose it, or choose it in VS Code under 'Jupyter Kernel'.",
    );
    if (deno.caution) console.log(`Note: ${deno.caution}`);
    return 0;
  } catch (error) {
    console.error(`modulab install: ${installErrorMessage(error)}`);
    return MISUSED;
  }
}

function here(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** A folder on PATH may be closed to this user, or be none. */
function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}
