import assert from "node:assert/strict";
import fc from "fast-check";
import { buildColumn, dtypeOf } from "../../../lib/data/build_column.ts";

Deno.test("buildColumn() finds the kind and the shape of samples", () => {
  const kinds = [
    buildColumn("a", [null, 1.5]),
    buildColumn("b", ["x", undefined]),
    buildColumn("c", [true]),
    buildColumn("d", [new Date(5)]),
    buildColumn("e", [[[1, 2]], [[3, 4]]]),
    buildColumn("f", [Float32Array.of(1, 2)]),
    buildColumn("g", BigInt64Array.of(5n)),
    buildColumn("h", []),
  ];
  assert.deepEqual(kinds.map(({ dtype, shape }) => [dtype, ...shape]), [
    ["float64"],
    ["utf8"],
    ["bool"],
    ["float64"],
    ["float64", 1, 2],
    ["float64", 2],
    ["float64"],
    ["float64"],
  ]);
});

Deno.test("buildColumn() drops axes of length 1 at the end, as (n, 1) targets have", () => {
  assert.deepEqual(buildColumn("x", [[1], [2]]).shape, []);
  assert.deepEqual(buildColumn("x", [[[1], [2]]]).shape, [2]);
  assert.deepEqual(buildColumn("x", { values: new Float32Array(6), shape: [1, 3, 1] }).shape, [
    1,
    3,
  ]);
});

Deno.test("buildColumn() gives back the samples that it was made of", () => {
  const sample = fc.option(fc.double({ noNaN: true }), { nil: null });
  fc.assert(fc.property(fc.array(sample), (samples) => {
    assert.deepEqual(buildColumn("x", samples).toArray(), samples);
  }));
  const signals = fc.array(fc.array(fc.integer(), { minLength: 3, maxLength: 3 }));
  fc.assert(fc.property(signals, (samples) => {
    assert.deepEqual(buildColumn("x", samples).toArray(), samples);
  }));
});

Deno.test("buildColumn() names the column and the sample that does not fit", () => {
  assert.throws(
    () => buildColumn("x", [1, "a"]),
    /Cannot keep "a" \(sample 1\) in column "x" of float64/,
  );
  assert.throws(
    () => buildColumn("x", [[1, 2], 3]),
    /sample 1 of column "x": expected shape \[2\]/,
  );
  assert.throws(() => buildColumn("x", ["a"], { dtype: "int8" }), /Cannot read texts as int8/);
  assert.throws(() => buildColumn("x", [1], { dtype: "bool" }), /Cannot read column "x" as bool/);
  assert.throws(
    () => buildColumn("x", [1], { dtype: "float16" as "int8" }),
    /No kind of column "float16"/,
  );
  assert.throws(() => buildColumn("x", BigInt64Array.of(2n ** 60n)), /column "x" \(sample 0\)/);
  assert.throws(() => buildColumn("x", 5 as never), /Cannot make column "x" of number/);
  assert.throws(() => buildColumn("x", null as never), /Cannot make column "x" of object/);
  assert.throws(() => dtypeOf(new DataView(new ArrayBuffer(1)) as never), /Cannot keep a DataView/);
});

Deno.test("buildColumn() makes texts of numbers and truth values where that is asked", () => {
  const texts = (values: unknown[]) => buildColumn("x", values, { dtype: "utf8" }).toArray();
  assert.deepEqual(texts([80331, null, 7]), ["80331", null, "7"]);
  assert.deepEqual(texts([true, false]), ["true", "false"]);
  assert.throws(() => texts([[1, 2]]), /Cannot read column "x" as utf8: it is float64/);
});

Deno.test("buildColumn() of missing samples only is of the kind asked for", () => {
  for (const dtype of ["utf8", "bool", "int8", "float64"] as const) {
    const column = buildColumn("x", [null, null], { dtype });
    assert.deepEqual([column.dtype, column.toArray()], [dtype, [null, null]]);
    assert.equal(buildColumn("x", [], { dtype }).dtype, dtype);
    const numbers = buildColumn("x", [null, null]);
    assert.deepEqual(buildColumn("x", numbers, { dtype }), column);
  }
});
