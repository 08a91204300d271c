import assert from "node:assert/strict";
import {
  permissionFlags,
  TRAINING_PERMISSIONS,
} from "../../../../lib/experiment/runner/worker_permissions.ts";

Deno.test("permissionFlags() refuses by name what is not granted", () => {
  assert.deepEqual(permissionFlags({}), [
    "--deny-read",
    "--deny-write",
    "--deny-env",
    "--deny-net",
    "--deny-sys",
    "--deny-ffi",
    "--deny-run",
    "--deny-import",
  ]);
  const some = permissionFlags({ read: ["data", "/models"], write: [], sys: true });
  assert.deepEqual(some.slice(0, 2), ["--allow-read=data,/models", "--deny-write"]);
  assert.ok(some.includes("--allow-sys"));
  assert.ok(!permissionFlags(TRAINING_PERMISSIONS).includes("--allow-run"));
});

Deno.test("permissionFlags() refuses names that would be read as others", () => {
  for (const name of ["a,b", ""]) {
    assert.throws(() => permissionFlags({ read: [name] }), {
      message: `Cannot grant read to "${name}": a name is not empty and has no comma`,
    });
  }
});
