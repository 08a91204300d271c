import assert from "node:assert/strict";
import fc from "fast-check";
import { AxisSeries } from "../../../../lib/experiment/results/axis_series.ts";
import { EntryError } from "../../../../lib/experiment/results/entry_error.ts";
import * as naive from "./naive_series.ts";
import type { Entry, Key } from "./naive_series.ts";

const coordinate = {
  epoch: fc.nat({ max: 4 }),
  batch: fc.option(fc.nat({ max: 3 }), { nil: null }),
  label: fc.constantFrom("mse", "l1", "0"),
};

/** Entries at places of their own, in any order or in that of a run. */
const entries: fc.Arbitrary<readonly Entry[]> = fc.tuple(
  fc.uniqueArray(
    fc.record({ key: fc.record(coordinate, { noNullPrototype: true }), value: fc.integer() }),
    {
      selector: ({ key }) => JSON.stringify(Object.values(key)),
      maxLength: 40,
    },
  ),
  fc.boolean(),
).map(([all, sorted]) => {
  const list = all.map(({ key, value }): Entry => [key, value]);
  return sorted ? list.sort(([one], [other]) => one.epoch - other.epoch) : list;
});

const condition = fc.record({
  epoch: fc.oneof(
    coordinate.epoch,
    fc.array(coordinate.epoch, { maxLength: 3 }),
    fc.nat({ max: 4 }).map((most) => (epoch: number) => epoch <= most),
  ),
  batch: fc.oneof(coordinate.batch, fc.constant((batch: number | null) => batch !== null)),
  label: fc.oneof(coordinate.label, fc.array(coordinate.label, { maxLength: 2 })),
}, { requiredKeys: [] });

function seriesOf(list: readonly Entry[]): AxisSeries<Key, number> {
  return AxisSeries.from("loss", list, { axes: ["epoch", "batch", "label"] });
}

Deno.test("where() keeps the entries that a filter keeps, in their order", () => {
  fc.assert(fc.property(entries, condition, condition, (list, first, second) => {
    const wanted = naive.where(naive.where(list, first), second);
    assert.deepEqual(seriesOf(list).where(first).where(second).items(), wanted);
    assert.deepEqual(seriesOf(list).where(first).select(second), wanted.map(([, value]) => value));
  }));
});

for (const axis of ["epoch", "batch", "label"] as const) {
  for (const reducer of ["mean", "sum", "min", "max", "first", "last", "concat"] as const) {
    Deno.test(`collapse() over ${axis} by ${reducer} groups as the model does`, () => {
      fc.assert(fc.property(entries, condition, (list, chosen) => {
        const found = seriesOf(list).where(chosen).collapse(axis, reducer);
        const wanted = naive.collapse(
          naive.where(list, chosen),
          axis,
          naive.reducers[reducer] ?? assert.fail(),
        );
        assert.deepEqual([...found], wanted);
        if (list.length > 0) assert.equal((found.axes as readonly string[]).includes(axis), false);
      }));
    });
  }
}

Deno.test("collapse() gives a function the values of each group in order", () => {
  fc.assert(fc.property(entries, (list) => {
    const found = seriesOf(list).collapse("batch", (values) => values.join());
    const wanted = naive.collapse(list, "batch", (values) => values.join());
    assert.deepEqual([...found], wanted);
  }));
});

Deno.test("at() and get() find what is there and nothing else", () => {
  fc.assert(fc.property(entries, fc.record(coordinate, { noNullPrototype: true }), (list, key) => {
    const series = seriesOf(list);
    for (const [known, value] of list) assert.equal(series.at(known), value);
    if (list.length === 0) return;
    const wanted = naive.where(list, key).at(0)?.[1];
    assert.equal(series.get(key), wanted);
    if (wanted === undefined) assert.throws(() => series.at(key), EntryError);
  }));
});

Deno.test("sortBy(), first() and last() order as the model does", () => {
  fc.assert(fc.property(entries, fc.constantFrom("epoch", "batch", "label"), (list, axis) => {
    const sorted = naive.sort(list, axis as keyof Key);
    if (list.length === 0) return void assert.throws(() => seriesOf(list).first(), EntryError);
    const series = seriesOf(list);
    const by = axis as keyof Key & string;
    assert.deepEqual(series.sortBy(by).items(), sorted);
    assert.equal(series.first(by), sorted[0]?.[1]);
    assert.equal(series.last(by), sorted.at(-1)?.[1]);
    assert.deepEqual([series.first(), series.last()], [list[0]?.[1], list.at(-1)?.[1]]);
  }));
});

Deno.test("axisValues() and shape tell each coordinate once, after a choice as well", () => {
  fc.assert(fc.property(entries, condition, (list, chosen) => {
    const series = seriesOf(list).where(chosen);
    const left = naive.where(list, chosen);
    for (const [at, axis] of series.axes.entries()) {
      const wanted = [...new Set(left.map(([key]) => key[axis]))];
      assert.deepEqual(series.axisValues(axis), wanted);
      assert.equal(series.shape[at], wanted.length);
    }
  }));
});

Deno.test("toRecords(), toColumns(), keys() and values() hold the same entries", () => {
  fc.assert(fc.property(entries, (list) => {
    const series = seriesOf(list);
    assert.deepEqual(series.keys(), list.map(([key]) => key));
    assert.deepEqual(series.values(), list.map(([, value]) => value));
    assert.deepEqual(series.toRecords(), list.map(([key, loss]) => ({ ...key, loss })));
    const columns = series.toColumns();
    assert.deepEqual([...columns.loss ?? []], series.values());
    if (list.length === 0) return;
    assert.deepEqual([...columns.batch ?? []], list.map(([key]) => key.batch));
  }));
});
