import assert from "node:assert/strict";
import { tableFromArrays } from "apache-arrow";
import type { DataFrameLike } from "../../../lib/data/data_frame.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";

const values = { x: [1, 2.5, 3], kind: ["a", null, "b"] };
const rows = values.x.map((x, at) => [x, values.kind[at]]);

/**
 * The faces that the libraries show: tried with danfo.js 1.1.2, Arquero 5.4.1 and nodejs-polars 0.18.0
 * themselves, written after the documentation of pandas.
 */
const frames: Readonly<Record<string, DataFrameLike>> = {
  danfo: { columns: ["x", "kind"], values: rows },
  pandas: { columns: ["x", "kind"], data: rows },
  Arquero: {
    columnNames: () => ["x", "kind"],
    array: (name: string) => name === "x" ? Float64Array.from(values.x) : values.kind,
  },
  Polars: {
    columns: ["x", "kind"],
    getColumn: (name: string) => ({ toArray: () => values[name as keyof typeof values] }),
  },
  "Polars, as a proxy in which only columns are": new Proxy({
    columns: ["x", "kind"],
    getColumn: (name: string) => ({ toArray: () => values[name as keyof typeof values] }),
  }, { has: ({ columns }, key) => columns.includes(String(key)) }),
  Arrow: tableFromArrays(values) as unknown as DataFrameLike,
};

for (const [library, frame] of Object.entries(frames)) {
  Deno.test(`fromDataFrame() reads a frame of ${library}`, () => {
    const set = FeatureSet.fromDataFrame("f", frame, { features: ["x"], tags: ["kind"] });
    assert.deepEqual(set.records(), [
      { x: 1, kind: "a" },
      { x: 2.5, kind: null },
      { x: 3, kind: "b" },
    ]);
    assert.throws(
      () => FeatureSet.fromDataFrame("f", frame, { features: ["knd"] }),
      /No column "knd": did you mean "kind"\?/,
    );
  });
}

Deno.test("fromDataFrame() says what a data frame is", () => {
  assert.throws(
    () => FeatureSet.fromDataFrame("f", {} as DataFrameLike, { features: ["x"] }),
    /Cannot read this as a data frame: expected columns with values \(danfo\)/,
  );
});
