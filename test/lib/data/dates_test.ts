import assert from "node:assert/strict";
import fc from "fast-check";
import { buildColumn } from "../../../lib/data/build_column.ts";
import { readDates } from "../../../lib/data/dates.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";

function read(...texts: readonly (string | null)[]): unknown {
  return readDates("d", buildColumn("d", texts)).toArray();
}

Deno.test("readDates() reads days and moments; what names no offset is UTC", () => {
  const day = Date.UTC(2024, 0, 31);
  const hour = 3_600_000;
  assert.deepEqual(read("2024-01-31", null, " 2024-01-31 "), [day, null, day]);
  assert.deepEqual(
    read("2024-01-31 10:00", "2024-01-31T10:00:00.5", "2024-01-31t10:00z", "2024-01-31T10:00+0130"),
    [day + 10 * hour, day + 10 * hour + 500, day + 10 * hour, day + 8.5 * hour],
  );
  assert.deepEqual(read("2024-01-31 10:00:00-02"), [day + 12 * hour]);
});

Deno.test("readDates() reads what the language writes, to the millisecond", () => {
  const moment = fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true });
  fc.assert(fc.property(moment, (date) => {
    assert.deepEqual(read(date.toISOString()), [date.getTime()]);
  }));
});

Deno.test("readDates() refuses days that there are none of, and other ways to write dates", () => {
  for (
    const text of ["2024-02-30", "2023-02-29", "2024-13-01", "31.01.2024", "1/31/2024", "", "5"]
  ) {
    assert.throws(
      () => read("2024-01-01", text),
      /\(entry 1\) of column "d" as a date: expected ISO/,
    );
  }
  assert.throws(() => read("2024-01-01 25:00"), /as a date/);
});

Deno.test("a FeatureSet takes dates of texts, numbers and the language alike", () => {
  const at = Date.UTC(2024, 0, 31);
  const columns = { text: ["2024-01-31"], moment: [new Date(at)], number: [at] };
  const dates = ["text", "moment", "number"] as const;
  const set = FeatureSet.fromColumns("d", columns, { features: [], tags: [...dates], dates });
  assert.deepEqual(set.records(), [{ text: at, moment: at, number: at }]);
  assert.throws(
    () => FeatureSet.fromColumns("d", columns, { features: ["text"], dates: ["moment" as "text"] }),
    /No column "moment".*dates are of columns that are features/,
  );
});
