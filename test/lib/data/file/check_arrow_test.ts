import assert from "node:assert/strict";
import {
  type Data,
  DataType,
  Float32,
  makeData,
  Utf8,
  Vector,
  vectorFromArray,
} from "apache-arrow";
import { checkMemory } from "../../../../lib/data/file/check_arrow.ts";

/** A vector that claims another length than it has. */
function claiming(data: Data, length: number): Vector {
  const forged = data.clone(data.type, 0, data.length, 0);
  Object.defineProperty(forged, "length", { value: length });
  return new Vector([forged]);
}

const numbers = makeData({ type: new Float32(), data: Float32Array.of(1, 2, 3) });

Deno.test("checkMemory() lets sound columns of every layout through", () => {
  const lists = vectorFromArray([[1], [2, 3], null]);
  const columns = [
    vectorFromArray(Float32Array.of(1, 2)),
    vectorFromArray(["a", null, "b"], new Utf8()),
    vectorFromArray(["a", "b", "a"]),
    vectorFromArray([true, false, null]),
    lists,
    vectorFromArray([{ a: 1, b: "x" }]),
    lists.slice(1, 3),
  ];
  for (const column of columns) assert.doesNotThrow(() => checkMemory(column), String(column.type));
});

Deno.test("checkMemory() refuses lengths that go beyond the bytes that are there", () => {
  assert.throws(
    () => checkMemory(claiming(numbers, 1_000_000_000)),
    /it claims 1000000000 values, and there are 3/,
  );
});

Deno.test("checkMemory() refuses texts that start where there are none", () => {
  const [data] = vectorFromArray(["ab", "c"], new Utf8()).data;
  assert.ok(data !== undefined && DataType.isUtf8(data.type));
  const offsets = Int32Array.of(0, 2_000_000, 3);
  const forged = makeData({ type: data.type, length: 2, valueOffsets: offsets, data: data.values });
  assert.throws(() => checkMemory(new Vector([forged])), /sample 1 starts at 2000000/);
});

Deno.test("checkMemory() refuses texts and lists of which nothing says where they start", () => {
  for (const column of [vectorFromArray(["ab", "c"], new Utf8()), vectorFromArray([[1], [2, 3]])]) {
    const [data] = column.data;
    const forged = data?.clone(data.type, 0, 2, 0);
    Object.defineProperty(forged, "valueOffsets", { value: new Int32Array(0) });
    assert.throws(
      () => checkMemory(new Vector([forged as Data])),
      /claims 3 places where samples start, and there are 0/,
    );
  }
  assert.doesNotThrow(() => checkMemory(vectorFromArray([], new Utf8())));
});
