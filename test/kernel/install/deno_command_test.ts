import assert from "node:assert/strict";
import { type DenoSearch, findDeno } from "../../../kernel/install/deno_command.ts";

const NPX = "/home/ada/.npm/_npx/7a/node_modules";

function search(change: Partial<DenoSearch>): DenoSearch {
  return {
    searchPath: "/opt/bin:/usr/bin",
    running: "/opt/versions/2.9.6/deno",
    os: "linux",
    exists: (file) => file === "/usr/bin/deno",
    ...change,
  };
}

Deno.test("findDeno() prefers the name on PATH to the file that runs", () => {
  assert.deepEqual(findDeno(search({})), { path: "/usr/bin/deno" });
});

Deno.test("findDeno() passes over npx and node_modules on PATH", () => {
  const searchPath = `${NPX}/.bin:/repo/node_modules/.bin:/usr/bin`;
  assert.deepEqual(findDeno(search({ searchPath, exists: () => true })), { path: "/usr/bin/deno" });
});

Deno.test("findDeno() takes the running Deno when PATH has none", () => {
  const found = findDeno(search({ exists: () => false }));
  assert.deepEqual(found, { path: "/opt/versions/2.9.6/deno" });
});

Deno.test("findDeno() warns when only npx has a Deno", () => {
  const { path, caution } = findDeno(
    search({ exists: () => false, running: `${NPX}/deno/deno`, searchPath: "" }),
  );
  assert.equal(path, `${NPX}/deno/deno`);
  assert.match(caution ?? "", /npm install --global deno@\d/);
});

Deno.test("findDeno() looks for deno.exe on Windows", () => {
  const found = findDeno(search({
    os: "windows",
    searchPath: "C:\\x;C:\\Program Files\\deno",
    exists: (file) => file === "C:\\Program Files\\deno\\deno.exe",
  }));
  assert.equal(found.path, "C:\\Program Files\\deno\\deno.exe");
});
