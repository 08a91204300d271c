import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

/** What `deno info` tells of a module; imports of types only have no `code`. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
}

const KERNEL = new URL("../../kernel/", import.meta.url);

/** The modules that Deno reads before it runs a file, as paths from `kernel/`. */
async function readBefore(entry: string): Promise<readonly string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", fileURLToPath(new URL(entry, KERNEL))],
  }).output();
  const { modules }: { readonly modules: readonly Module[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  const known = new Map(modules.map((module) => [module.specifier, module]));
  const read = new Set([new URL(entry, KERNEL).href]);
  // A set's iteration also visits what is added meanwhile.
  for (const specifier of read) {
    for (const { code } of known.get(specifier)?.dependencies ?? []) {
      if (code?.specifier) read.add(code.specifier);
    }
  }
  return [...read].map((specifier) => specifier.replace(KERNEL.href, ""));
}

Deno.test("runKernel() listens before it has read the rest of the kernel", async () => {
  const read = await readBefore("cli/kernel.ts");
  assert.ok(read.includes("wire/zmq_kernel_transport.ts"));
  const ours = read.filter((file) => !/^(node|npm):/.test(file));
  assert.deepEqual(ours.filter((file) => !/^(wire|cli)\//.test(file)), ["run_kernel.ts"]);
});

Deno.test("main.ts reads no command but the one that is called", async () => {
  const read = await readBefore("main.ts");
  assert.deepEqual(read.filter((file) => file.startsWith("cli/")).sort(), [
    "cli/command.ts",
    "cli/commands.ts",
    "cli/dispatch.ts",
    "cli/nearest.ts",
  ]);
});
