import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkDomain,
  checkKeys,
  columnName,
  DOMAINS,
  parseColumnName,
} from "../../../lib/data/column_name.ts";

const part = fc.stringMatching(/^[a-z_0-9]{1,9}$/);

Deno.test("parseColumnName() takes apart what columnName() puts together", () => {
  fc.assert(fc.property(fc.constantFrom(...DOMAINS), part, part, (domain, key, representation) => {
    const name = { domain, key, representation };
    assert.deepEqual(parseColumnName(columnName(name)), name);
  }));
});

Deno.test("parseColumnName() refuses other than three parts, and domains that there are not", () => {
  for (const bad of ["bad", "features.x", "features.x.raw.more"]) {
    assert.throws(() => parseColumnName(bad), /Invalid column .*expected <domain>\.<key>/);
  }
  assert.throws(
    () => parseColumnName("feature.x.raw"),
    /No domain "feature": did you mean "features"/,
  );
  assert.equal(checkDomain("tags"), "tags");
});

Deno.test("checkKeys() tells reserved, invalid and repeated keys apart", () => {
  const check = (features: string[], tags: string[] = []) => () =>
    checkKeys({ features, targets: [], tags });
  assert.doesNotThrow(check(["voltage"], ["cell"]));
  assert.throws(check(["raw"]), /reserved keyword/);
  assert.throws(check(["my key"]), /invalid character " "; write "my_key"/);
  assert.throws(check([""]), /empty label/);
  assert.throws(check(["x"], ["x"]), /Duplicate key "x": it is in "features", "tags"/);
});
