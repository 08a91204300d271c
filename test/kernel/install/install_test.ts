import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import {
  installKernelSpec,
  KernelSpecError,
  uninstallKernelSpec,
} from "../../../kernel/install/install.ts";
import { kernelSpec } from "../../../kernel/install/kernelspec.ts";
import { inFolder } from "../../support/temporary.ts";

const SPEC = kernelSpec({ deno: ["deno"], entry: "main.ts", config: "deno.json" });

Deno.test("installKernelSpec() writes kernel.json and the logos Jupyter looks for", async () => {
  await inFolder(async (kernels) => {
    const folder = await installKernelSpec(SPEC, { kernels: path.join(kernels, "new") });
    assert.deepEqual((await readdir(folder)).sort(), [
      "kernel.json",
      "logo-32x32.png",
      "logo-64x64.png",
      "logo-svg.svg",
    ]);
    assert.deepEqual(JSON.parse(await readFile(path.join(folder, "kernel.json"), "utf8")), SPEC);
  });
});

Deno.test("installKernelSpec() ships logos of the size their names say", async () => {
  await inFolder(async (kernels) => {
    const folder = await installKernelSpec(SPEC, { kernels });
    for (const size of [32, 64]) {
      const png = await readFile(path.join(folder, `logo-${size}x${size}.png`));
      assert.equal(png.toString("latin1", 1, 4), "PNG");
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
    }
  });
});

Deno.test("installKernelSpec() replaces its own kernelspec", async () => {
  await inFolder(async (kernels) => {
    await installKernelSpec(SPEC, { kernels, name: "a" });
    const folder = await installKernelSpec({ ...SPEC, display_name: "new" }, {
      kernels,
      name: "a",
    });
    assert.match(await readFile(path.join(folder, "kernel.json"), "utf8"), /"new"/);
  });
});

Deno.test("installKernelSpec() replaces half of a kernelspec, which starts nobody's kernel", async () => {
  await inFolder(async (kernels) => {
    const folder = path.join(kernels, "modulab");
    await mkdir(folder);
    for (const half of ["", '{"argv": [', '{"metadata": {"implementation": "modulab"']) {
      await writeFile(path.join(folder, "kernel.json"), half);
      await assert.rejects(uninstallKernelSpec({ kernels }), /kernel\.json is broken/);
      await installKernelSpec(SPEC, { kernels });
      assert.deepEqual(JSON.parse(await readFile(path.join(folder, "kernel.json"), "utf8")), SPEC);
    }
    await uninstallKernelSpec({ kernels });
    assert.deepEqual(await readdir(kernels), []);
  });
});

Deno.test("installKernelSpec() and uninstallKernelSpec() spare another program's kernelspec", async () => {
  await inFolder(async (kernels) => {
    await mkdir(path.join(kernels, "python3"));
    const file = path.join(kernels, "python3", "kernel.json");
    await writeFile(file, '{"argv":["python"]}');
    const place = { kernels, name: "python3" };
    await assert.rejects(installKernelSpec(SPEC, place), KernelSpecError);
    await assert.rejects(uninstallKernelSpec(place), KernelSpecError);
    assert.equal(await readFile(file, "utf8"), '{"argv":["python"]}');
  });
});

Deno.test("uninstallKernelSpec() removes what was installed, and says when there is nothing", async () => {
  await inFolder(async (kernels) => {
    await installKernelSpec(SPEC, { kernels });
    await uninstallKernelSpec({ kernels });
    assert.deepEqual(await readdir(kernels), []);
    await assert.rejects(uninstallKernelSpec({ kernels }), /there is no kernel of that name/);
  });
});
