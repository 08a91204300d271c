import assert from "node:assert/strict";
import { compileCell } from "../../../kernel/compile/compile.ts";
import { CompiledCells } from "../../../kernel/requests/compiled_cells.ts";

/** Counts how often a cell is compiled. */
function rig() {
  const cells = new CompiledCells();
  const declared = new Set<string>();
  let compiled = 0;
  function find(id: string, text: string) {
    const lazyNames = ["tf", "FeatureSet"];
    return cells.find({ id, text }, {
      declared,
      compile: () => {
        compiled++;
        return compileCell({ id, text, lazyNames, declared });
      },
    });
  }
  return { cells, declared, find, count: () => compiled };
}

Deno.test("CompiledCells compiles a cell that runs again only once, and gives it its new id", () => {
  const { find, count } = rig();
  const text = "const a: number = tf.scalar(1);\nthrow new Error('b')";
  find("first-1", text);
  const again = find("second-2", text);
  assert.equal(count(), 1);
  assert.equal(again.id, "second-2");
  assert.equal(again.code, compileCell({ id: "second-2", text, lazyNames: ["tf"] }).code);
  // Line 1 is ours; the text starts in line 2.
  assert.deepEqual(again.original({ line: 3, column: 1 }), { line: 2, column: 1 });
});

Deno.test("CompiledCells compiles again once other names are declared", () => {
  const { declared, find, count } = rig();
  const before = find("1", "tf");
  declared.add("tf");
  const after = find("2", "tf");
  assert.equal(count(), 2);
  assert.match(before.code, /begin\("1", \["tf"\]\)/);
  assert.match(after.code, /begin\("2", \[\]\)/);
});

Deno.test("CompiledCells keeps no cell that cannot be compiled, and none of a former session", () => {
  const { cells, find, count } = rig();
  assert.throws(() => find("1", "const"));
  assert.throws(() => find("2", "const"));
  assert.equal(count(), 2);
  find("3", "1");
  cells.clear();
  find("4", "1");
  assert.equal(count(), 4);
});

Deno.test("CompiledCells keeps the cells used last, and no very long one", () => {
  const { find, count } = rig();
  for (let cell = 0; cell < 65; cell++) find("a", String(cell));
  find("a", "64");
  assert.equal(count(), 65);
  find("a", "0");
  assert.equal(count(), 66);
  const long = `"${"x".repeat(70_000)}"`;
  find("a", long);
  find("a", long);
  assert.equal(count(), 68);
});
