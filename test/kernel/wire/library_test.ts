import assert from "node:assert/strict";
import {
  LIBRARY_VARIABLE,
  LibraryError,
  libraryPath,
  openLibrary,
} from "../../../kernel/wire/library.ts";

Deno.test("libraryPath() names an existing file for every platform with a packaged binary", async () => {
  const platforms = [
    ["linux", "x86_64", "x86_64-unknown-linux-gnu"],
    ["linux", "aarch64", "aarch64-unknown-linux-gnu"],
    ["linux", "x86_64", "x86_64-unknown-linux-musl"],
    ["linux", "aarch64", "aarch64-unknown-linux-musl"],
    ["darwin", "x86_64", "x86_64-apple-darwin"],
    ["darwin", "aarch64", "aarch64-apple-darwin"],
  ] as const;
  const paths = platforms.map(([os, arch, target]) => libraryPath({ os, arch, target }));
  assert.equal(new Set(paths).size, platforms.length);
  for (const path of paths) assert.ok((await Deno.stat(path)).isFile, path);
});

Deno.test("libraryPath() names package, platform and way out where there is no binary", () => {
  const windows = { os: "windows", arch: "x86_64", target: "x86_64-pc-windows-msvc" };
  assert.throws(() => libraryPath(windows), (error) => {
    assert.ok(error instanceof LibraryError);
    assert.match(error.message, /npm:zeromq@6\.8\.0/);
    assert.match(error.message, /x86_64-pc-windows-msvc/);
    assert.match(error.message, new RegExp(LIBRARY_VARIABLE));
    return true;
  });
});

Deno.test("libraryPath() prefers a library that the user names", () => {
  Deno.env.set(LIBRARY_VARIABLE, "/opt/libzmq.so");
  try {
    assert.equal(libraryPath(), "/opt/libzmq.so");
  } finally {
    Deno.env.delete(LIBRARY_VARIABLE);
  }
});

Deno.test("openLibrary() names package, platform and path of a file that is missing", () => {
  assert.throws(() => openLibrary("/nowhere/addon.node"), (error) => {
    assert.ok(error instanceof LibraryError);
    assert.equal(error.path, "/nowhere/addon.node");
    assert.match(error.message, /npm:zeromq@6\.8\.0/);
    assert.match(error.message, new RegExp(Deno.build.target));
    assert.match(error.message, /at \/nowhere\/addon\.node/);
    return true;
  });
});

Deno.test("openLibrary() refuses a file that is no libzmq", async () => {
  const path = await Deno.makeTempFile({ suffix: ".node" });
  assert.throws(() => openLibrary(path), LibraryError);
  await Deno.remove(path);
});
