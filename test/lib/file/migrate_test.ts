import assert from "node:assert/strict";
import { migrated } from "../../../lib/file/migrate.ts";

const format = {
  kind: "note",
  version: 3,
  migrations: {
    1: ({ name = null, ...rest }) => ({ ...rest, label: name }),
    2: ({ label = null, ...rest }) => ({ ...rest, label: `the ${label}` }),
  },
} as const;

Deno.test("migrated() takes each step from the version of the file to the newest one", () => {
  assert.deepEqual(migrated({ format: "note/1", name: "a" }, format), {
    format: "note/3",
    label: "the a",
  });
  assert.deepEqual(migrated({ format: "note/2", label: "a" }, format), {
    format: "note/3",
    label: "the a",
  });
  assert.deepEqual(migrated({ format: "note/3", label: "a" }, format), {
    format: "note/3",
    label: "a",
  });
});

Deno.test("migrated() refuses other kinds, newer versions and versions that never were", () => {
  assert.throws(() => migrated({ format: "song/1" }, format), { reason: "kind" });
  assert.throws(() => migrated({ format: "note/4" }, format), /a newer modulab; update this one/);
  for (const bad of ["note/0", "note/x", "note/1.5"]) {
    assert.throws(() => migrated({ format: bad }, format), { reason: "version" });
  }
  assert.throws(
    () => migrated({ format: "note/1" }, { ...format, migrations: {} }),
    /from version 1 to 2/,
  );
});
