import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import * as path from "node:path";
import { command as install } from "../../../kernel/cli/install.ts";
import { command as uninstall } from "../../../kernel/cli/uninstall.ts";
import { inFolder } from "../../support/temporary.ts";
import { captureConsole } from "./capture_console.ts";

Deno.test("install writes a kernelspec whose files exist, and tells it as JSON", async () => {
  await inFolder(async (prefix) => {
    const searchPath = Deno.env.get("PATH") ?? "";
    // No folder of programs is there: what cannot be looked into holds none.
    Deno.env.set("PATH", [import.meta.filename, searchPath].join(path.delimiter));
    const { code, out } = await captureConsole(() =>
      install.run(["--prefix", prefix, "--name", "mine", "--display-name", "Mine", "--json"])
    ).finally(() => Deno.env.set("PATH", searchPath));
    assert.equal(code, 0);
    const { folder, kernelspec } = JSON.parse(out);
    assert.equal(folder, path.join(prefix, "share", "jupyter", "kernels", "mine"));
    const written = JSON.parse(await readFile(path.join(folder, "kernel.json"), "utf8"));
    assert.deepEqual(written, kernelspec);
    assert.equal(written.display_name, "Mine");
    for (const file of written.argv.filter((word: string) => path.isAbsolute(word))) {
      assert.ok((await stat(file)).isFile(), file);
    }
  });
});

Deno.test("uninstall takes away what install wrote, and complains the second time", async () => {
  await inFolder(async (prefix) => {
    await captureConsole(() => install.run(["--prefix", prefix]));
    const first = await captureConsole(() => uninstall.run(["--prefix", prefix]));
    assert.deepEqual([first.code, first.err], [0, ""]);
    const second = await captureConsole(() => uninstall.run(["--prefix", prefix]));
    assert.equal(second.code, 2);
    assert.match(second.err, /there is no kernel of that name/);
  });
});

Deno.test("install answers a bad name with a sentence and exit code 2", async () => {
  await inFolder(async (prefix) => {
    const { code, err } = await captureConsole(() =>
      install.run(["--prefix", prefix, "--name", "a b"])
    );
    assert.equal(code, 2);
    assert.match(err, /^modulab install: Cannot name a kernel "a b"/);
  });
});
