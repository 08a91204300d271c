/**
 * `modulab uninstall`: takes the kernel out of Jupyter.
 *
 * @module
 */

import { uninstallKernelSpec } from "../install/install.ts";
import { kernelsFolder } from "../install/kernels_folder.ts";
import { type Command, MISUSED, parseOptions } from "./command.ts";
import { installErrorMessage, SURROUNDINGS, target, TARGET_OPTIONS } from "./target.ts";

const HELP = `modulab uninstall: take the kernel out of Jupyter

Usage: modulab uninstall [--user | --sys-prefix | --prefix DIR] [--name NAME] [--json]

Give the same place and name as for 'modulab install'.`;

/** The command `uninstall`. */
export const command: Command = { help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions(args, {
    options: { ...TARGET_OPTIONS, json: { type: "boolean", default: false } },
  });
  const where = target(values);
  try {
    const folder = await uninstallKernelSpec({
      kernels: kernelsFolder(where, SURROUNDINGS),
      name: values.name,
    });
    console.log(values.json ? JSON.stringify({ folder }) : `Removed ${folder}`);
    return 0;
  } catch (error) {
    console.error(`modulab uninstall: ${installErrorMessage(error)}`);
    return MISUSED;
  }
}
