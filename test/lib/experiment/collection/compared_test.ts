import assert from "node:assert/strict";
import {
  byLabel,
  checkEntries,
  meanSeries,
  meanValues,
} from "../../../../lib/experiment/collection/compared.ts";
import { AxisSeries } from "../../../../lib/experiment/results/axis_series.ts";
import { study } from "../study.ts";

Deno.test("meanSeries() averages folds place by place, and leaves a single one as it is", () => {
  const series = (...values: number[]) =>
    AxisSeries.from("loss", values.map((value, epoch) => [{ epoch }, value]));
  const only = series(1, 2);
  assert.equal(meanSeries([only]), only);
  assert.deepEqual(meanSeries([only, series(3, 6)]).values(), [2, 4]);
});

Deno.test("meanValues() averages what has one phase and name", () => {
  const fold = (mse: number, mae: number) => [
    { phase: "test", name: "mse", value: mse },
    { phase: "test", name: "mae", value: mae },
  ];
  assert.deepEqual(meanValues([fold(1, 5), fold(3, 6)]), fold(2, 5.5));
});

Deno.test("byLabel() refuses experiments of one label", () => {
  const one = study([]);
  assert.deepEqual(Object.keys(byLabel([one])), ["study"]);
  assert.throws(() => byLabel([one, study([])]), /"study" is there twice; give them by label/);
});

Deno.test("checkEntries() refuses what has no results", () => {
  assert.throws(() => checkEntries(undefined as never), /Cannot compare nothing/);
  assert.throws(() => checkEntries({ a: 3 } as never), /Cannot compare "a": give an experiment/);
  assert.throws(() => checkEntries({ a: null } as never), /Cannot compare "a"/);
  assert.deepEqual(checkEntries({}), {});
});
