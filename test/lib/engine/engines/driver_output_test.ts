import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { catchDriverOutput } from "../../../../lib/engine/engines/driver_output.ts";

/** Writes as drivers do: past Deno. */
function writeNatively(text: string): void {
  const path = Deno.build.os === "darwin" ? "libSystem.B.dylib" : "libc.so.6";
  const library = Deno.dlopen(path, {
    write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  });
  const bytes = new TextEncoder().encode(text);
  library.symbols.write(2, bytes, BigInt(bytes.length));
  library.close();
}

const ignore = Deno.build.os === "windows";

Deno.test({
  name: "catchDriverOutput() catches what native code writes, and tells results and errors",
  ignore,
  fn: async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith("modulab-drivers-"));
    const [first, second] = await Promise.all([
      catchDriverOutput(() => {
        writeNatively("no adapter\n");
        return Promise.resolve(7);
      }),
      catchDriverOutput(() => {
        writeNatively("none at all\n");
        return Promise.reject(new RangeError("broken"));
      }),
    ]);
    assert.deepEqual(first, {
      written: "no adapter\n",
      settled: { status: "fulfilled", value: 7 },
    });
    assert.equal(second.written, "none at all\n");
    assert.ok(second.settled.status === "rejected" && second.settled.reason instanceof RangeError);
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith("modulab-drivers-"));
    assert.deepEqual(after, before);
  },
});

Deno.test({
  name: "catchDriverOutput() gives the standard error output back",
  ignore,
  fn: async () => {
    const code = `
      import { catchDriverOutput } from "${new URL(
      "../../../../lib/engine/engines/driver_output.ts",
      import.meta.url,
    )}";
      await catchDriverOutput(() => Promise.resolve(console.error("caught")));
      console.error("free again");`;
    const command = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-config", code],
      stderr: "piped",
    });
    const { stderr } = await command.output();
    assert.equal(new TextDecoder().decode(stderr).trim(), "free again");
  },
});
