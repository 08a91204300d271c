import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { ingest, recordsToColumns } from "../../../lib/data/ingest.ts";

const rows = [
  { site: "a", time: 2, wind: 1, gust: true, note: "p", country: null },
  { site: "b", time: 1, wind: 2, gust: true, note: "q", country: "N" },
  { site: "a", time: null, wind: null, gust: false, note: "r", country: null },
  { site: "b", time: 0, wind: 5, gust: false, note: "q", country: "N" },
  { site: "a", time: -1, wind: 7, gust: true, note: "p", country: null },
  { site: "b", time: 9, wind: 8, gust: true, note: "q", country: null },
];
const options = { features: ["wind"], groupBy: "site", sortBy: "time" } as const;

Deno.test("grouped rows are stacked in the order of sortBy, what is missing last and as NaN", () => {
  const set = FeatureSet.fromRecords("g", rows, { ...options, tags: ["site", "note"] });
  assert.deepEqual(set.records({ features: "*" }), [{ wind: [7, 1, NaN] }, { wind: [5, 2, 8] }]);
  assert.deepEqual(set.getTags(), { site: ["a", "b"], note: [["p", "p", "r"], ["q", "q", "q"]] });
});

Deno.test("a tag that agrees in every group stays one value, and missing agrees with missing only", () => {
  const same = FeatureSet.fromRecords("g", rows.slice(0, 4), { ...options, tags: ["country"] });
  assert.deepEqual(same.column("country").toArray(), ["N", null]);
  assert.throws(
    () => FeatureSet.fromRecords("g", rows, { ...options, tags: ["country"] }),
    /Cannot stack the rows of "country" by group: 4 of its utf8 values are missing/,
  );
});

Deno.test("groups of one row keep scalars, and what is missing in them", () => {
  const set = FeatureSet.fromRecords("g", [rows[2], rows[1]] as typeof rows, {
    ...options,
    tags: ["site"],
  });
  assert.deepEqual(set.records(), [{ wind: 2, site: "b" }, { wind: null, site: "a" }]);
});

Deno.test("sortBy a text orders by it, and rows without one come last", () => {
  const records = [{ k: "b", x: 1 }, { k: null, x: 2 }, { k: "a", x: 3 }, { k: "b", x: 4 }];
  const set = FeatureSet.fromRecords("s", records, { features: ["x"], sortBy: "k" });
  assert.deepEqual(set.column("x").toArray(), [3, 1, 4, 2]);
});

Deno.test("options that name columns that are not there are refused with those that are", () => {
  const make = (more: object) => () =>
    FeatureSet.fromRecords("o", rows, { features: ["wind"], ...more } as never);
  assert.throws(make({ features: "wind" }), /expected a list such as \{ features: \["wind"\] \}/);
  assert.throws(make({ features: undefined }), /which columns are features: .* got nothing/);
  assert.throws(make({ tags: ["sit"] }), /No column "sit": did you mean "site"\?/);
  assert.throws(make({ groupBy: "sit" }), /No column "sit"/);
  assert.throws(make({ sortBy: "tim" }), /No column "tim": did you mean "time"\?/);
  assert.throws(
    make({ dtypes: { wnd: "int8" } }),
    /No column "wnd": did you mean "wind"\?.*dtypes are/,
  );
  assert.throws(make({ groupBy: "site", ids: "note" }), /Cannot both group rows and name them/);
});

Deno.test("ingest() takes whole numbers as identifiers, and refuses what is neither they nor text", () => {
  const make = (ids: unknown[]) =>
    ingest({ id: ids, x: [1, 2] }, { features: ["x"], ids: "id" }, { label: "a" }).table.ids
      .toArray();
  assert.deepEqual(make([3, 20]), ["3", "20"]);
  assert.throws(
    () => make([3, null]),
    /null as the identifier of sample 1: give a text or a whole/,
  );
  assert.throws(() => make([3, 0.5]), /0.5 as the identifier of sample 1/);
});

Deno.test("ingest() takes columns called like what every object has, and only where there are such", () => {
  const set = FeatureSet.fromColumns("s", { constructor: ["Ferrari"], x: [1] }, {
    features: ["x"],
    tags: ["constructor"],
  });
  assert.deepEqual(set.records(), [{ x: 1, constructor: "Ferrari" }]);
  for (const options of [{ features: ["toString"] }, { features: ["x"], ids: "toString" }]) {
    assert.throws(
      () => ingest({ x: [1] }, options, { label: "s" }),
      /No column "toString"; Columns: "x"/,
    );
  }
});

Deno.test("recordsToColumns() names the sample that is no object, and takes own values only", () => {
  assert.deepEqual(recordsToColumns([{ constructor: "a" }, {}]), { constructor: ["a", undefined] });
  const wrong = [{ x: 1 }, null] as unknown as Record<string, unknown>[];
  assert.throws(() => recordsToColumns(wrong), {
    name: "TypeError",
    message: "Cannot read null (sample 1) as a record: give an object",
  });
});
