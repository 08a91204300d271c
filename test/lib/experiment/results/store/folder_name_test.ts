import assert from "node:assert/strict";
import fc from "fast-check";
import {
  folderIndex,
  folderName,
} from "../../../../../lib/experiment/results/store/folder_name.ts";

Deno.test("folderName() never leads out of a folder, and tells its place", () => {
  fc.assert(fc.property(fc.nat({ max: 99999 }), fc.string({ unit: "grapheme" }), (index, label) => {
    const name = folderName(index, label);
    assert.match(name, /^\d{4,}-[A-Za-z0-9_%-]*$/);
    assert.ok(name.length < 255);
    assert.equal(folderIndex(name), index);
  }));
});
