import assert from "node:assert/strict";
import * as path from "node:path";
import {
  kernelsFolder,
  KernelsFolderError,
  type Surroundings,
} from "../../../kernel/install/kernels_folder.ts";

function on(
  os: typeof Deno.build.os,
  variables: Readonly<Record<string, string>>,
): Surroundings {
  return { os, env: (name) => variables[name] };
}

Deno.test("kernelsFolder() follows Jupyter's rules on every system", () => {
  const user = { kind: "user" } as const;
  const cases: readonly [Surroundings, string][] = [
    [on("linux", { HOME: "/h" }), "/h/.local/share/jupyter/kernels"],
    [on("linux", { HOME: "/h", XDG_DATA_HOME: "/d" }), "/d/jupyter/kernels"],
    [on("linux", { HOME: "/h", XDG_DATA_HOME: "" }), "/h/.local/share/jupyter/kernels"],
    [on("darwin", { HOME: "/h" }), "/h/Library/Jupyter/kernels"],
    [on("windows", { APPDATA: "/a" }), "/a/jupyter/kernels"],
    [on("windows", { USERPROFILE: "/u" }), "/u/.jupyter/data/kernels"],
    [on("darwin", { HOME: "/h", JUPYTER_DATA_DIR: "/j" }), "/j/kernels"],
  ];
  for (const [surroundings, expected] of cases) {
    assert.equal(kernelsFolder(user, surroundings), path.normalize(expected));
  }
});

Deno.test("kernelsFolder() prefers an active environment to the Python on PATH", () => {
  const target = { kind: "sys-prefix" } as const;
  const venv = kernelsFolder(target, on("linux", { VIRTUAL_ENV: "/v", CONDA_PREFIX: "/c" }));
  assert.equal(venv, path.normalize("/v/share/jupyter/kernels"));
  const conda = kernelsFolder(target, on("linux", { CONDA_PREFIX: "/c" }));
  assert.equal(conda, path.normalize("/c/share/jupyter/kernels"));
});

Deno.test("kernelsFolder() makes a prefix absolute", () => {
  const folder = kernelsFolder({ kind: "prefix", folder: "here" }, on("linux", {}));
  assert.equal(folder, path.resolve("here", "share/jupyter/kernels"));
});

Deno.test("kernelsFolder() says what to do when no home is known", () => {
  assert.throws(() => kernelsFolder({ kind: "user" }, on("linux", {})), (error) => {
    assert.ok(error instanceof KernelsFolderError);
    assert.match(error.message, /JUPYTER_DATA_DIR.*--prefix/);
    return true;
  });
});
