/**
 * Runs the suites of clients that nobody here wrote against the kernel, and adds up what they count.
 *
 * The kernelspec goes into a temporary prefix, and Jupyter keeps its files there too.
 *
 * @module
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

/** What one suite counted. */
interface Count {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
}

const PYTHON = Deno.env.get("MODULAB_PYTHON") ?? "/usr/bin/python3";
const LIMIT_MS = 8 * 60_000;
const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = path.resolve(HERE, "../..");

const SUITES: Readonly<Record<string, readonly string[]>> = {
  kernel_suite: [PYTHON, "kernel_suite.py"],
  protocol_suite: [PYTHON, "protocol_suite.py"],
  lifetime_suite: [PYTHON, "lifetime_suite.py"],
  notebook_suite: [PYTHON, "notebook_suite.py"],
  console_suite: [PYTHON, "console_suite.py"],
  repl_suite: [PYTHON, "repl_suite.py"],
  onnx_suite: [Deno.execPath(), "run", "-A", "onnx_suite.ts"],
  lab_suite: [Deno.execPath(), "run", "-A", "lab_suite.ts"],
  widget_suite: [Deno.execPath(), "run", "-A", "widget_suite.ts"],
  browser_suite: [Deno.execPath(), "run", "-A", "browser_suite.ts"],
};

async function main(names: readonly string[]): Promise<number> {
  const prefix = await mkdtemp(path.join(tmpdir(), "modulab-clients-"));
  try {
    const env = jupyterIn(prefix);
    await installKernel(prefix, env);
    const counts: Count[] = [];
    for (const [name, command] of Object.entries(SUITES)) {
      if (names.length > 0 && !names.includes(name)) continue;
      counts.push(await runSuite(name, command, env));
    }
    return report(counts);
  } finally {
    await rm(prefix, { recursive: true, force: true });
  }
}

/** Keeps Jupyter and the kernel away from this user's files. */
function jupyterIn(prefix: string): Record<string, string> {
  return {
    JUPYTER_PATH: path.join(prefix, "share", "jupyter"),
    JUPYTER_DATA_DIR: path.join(prefix, "data"),
    JUPYTER_RUNTIME_DIR: path.join(prefix, "runtime"),
    JUPYTER_CONFIG_DIR: path.join(prefix, "config"),
    MODULAB_HISTORY: path.join(prefix, "history.sqlite"),
    IPYTHONDIR: path.join(prefix, "ipython"),
    PYTHONUNBUFFERED: "1",
    PYDEVD_DISABLE_FILE_VALIDATION: "1",
  };
}

async function installKernel(prefix: string, env: Record<string, string>): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "kernel/main.ts", "install", "--prefix", prefix],
    cwd: ROOT,
    env,
  }).spawn().status;
  if (!success) throw new Error("Cannot test clients as the kernel could not be installed");
}

async function runSuite(
  name: string,
  [program = "", ...args]: readonly string[],
  env: Record<string, string>,
): Promise<Count> {
  console.log(`\n--- ${name}`);
  const child = new Deno.Command(program, {
    args,
    cwd: HERE,
    env,
    stdin: "null",
    stdout: "piped",
    signal: AbortSignal.timeout(LIMIT_MS),
  }).spawn();
  let tail = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    await Deno.stdout.write(new TextEncoder().encode(text));
    tail = (tail + text).slice(-500);
  }
  const { success, code } = await child.status;
  const found = tail.match(/^(\w+): passed=(\d+) failed=(\d+)$/m);
  if (!found) {
    console.log(`${name} ended with exit code ${code} and without a count`);
    return { name, passed: 0, failed: 1 };
  }
  const failed = Number(found[3]);
  return { name, passed: Number(found[2]), failed: success ? failed : Math.max(1, failed) };
}

function report(counts: readonly Count[]): number {
  console.log("\n--- clients");
  for (const { name, passed, failed } of counts) {
    console.log(
      `${failed === 0 ? "ok    " : "FAILED"} ${name}: ${passed} passed, ${failed} failed`,
    );
  }
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`clients: passed=${passed} failed=${failed}`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
