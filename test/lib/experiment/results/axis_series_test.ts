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

const small = seriesOf([
  [{ epoch: 0, batch: 0, label: "mse" }, 1],
  [{ epoch: 0, batch: null, label: "mse" }, 2],
  [{ epoch: 1, batch: 0, label: "l1" }, 4],
]);

Deno.test("one() says what there is, even when a condition left nothing", () => {
  assert.equal(small.one({ epoch: 1 }), 4);
  assert.throws(() => small.one({ epoch: 0 }), {
    name: "EntryError",
    found: 2,
    message: 'Cannot take one loss: 2 entries are there (epoch 0; batch 0, null; label "mse"); ' +
      "narrow it with where(), or collapse() an axis",
  });
  assert.throws(() => small.where({ label: "msee" }).one(), {
    name: "EntryError",
    found: 0,
    message: "Cannot take one loss: nothing is there; " +
      'it has (epoch 0, 1; batch 0, null; label "mse", "l1")',
  });
  const many = AxisSeries.from("x", Array.from({ length: 20 }, (_, at) => [{ at }, at] as const));
  assert.throws(() => many.one(), /at 0 … 19/);
});

Deno.test("first() and last() of nothing are errors, not values", () => {
  const none = small.where({ epoch: 9 });
  assert.throws(() => none.first(), /Cannot take the first loss: nothing is there/);
  assert.throws(() => none.last("epoch"), /Cannot take the last loss/);
});

Deno.test("from() refuses entries at one place, and of other axes", () => {
  const entry = [{ epoch: 0 }, 1] as const;
  assert.throws(() => AxisSeries.from("loss", [entry, entry]), /two entries stand at epoch 0/);
  const odd = [entry, [
    { step: 0 },
    1,
  ]] as unknown as readonly (readonly [{ epoch: number }, number])[];
  assert.throws(() => AxisSeries.from("loss", odd), /axes epoch and step: all need the same/);
  const wrong = [[
    { epoch: {} },
    1,
  ]] as unknown as readonly (readonly [{ epoch: number }, number])[];
  assert.throws(() => AxisSeries.from("loss", wrong), /as a coordinate: give a number/);
});

Deno.test("axes that are not there are named with what was meant", () => {
  assert.throws(() => small.where({ epok: 1 } as object), /did you mean "epoch"/);
  assert.throws(() => small.collapse("labels" as "label", "mean"), /did you mean "label"/);
  assert.throws(() => small.collapse("label", "avg" as "mean"), /No reducer "avg"/);
  assert.throws(() => small.at({ epoch: 0 } as Key), /without a coordinate along batch/);
});

Deno.test("squeeze() drops axes along which nothing differs, and no others", () => {
  assert.deepEqual(small.where({ label: "mse" }).squeeze("label").items(), [
    [{ epoch: 0, batch: 0 }, 1],
    [{ epoch: 0, batch: null }, 2],
  ]);
  assert.deepEqual(small.where({ label: "mse" }).squeeze().axes, ["batch"]);
  assert.throws(() => small.squeeze("epoch"), /Cannot drop the axis epoch of loss: 3 entries/);
});

Deno.test("map(), named() and slice() keep where entries stand", () => {
  const doubled = small.map((value, { epoch }) => `${2 * value} at ${epoch}`, { name: "text" });
  assert.deepEqual([doubled.name, doubled.values()], ["text", ["2 at 0", "4 at 0", "8 at 1"]]);
  assert.deepEqual(small.named("error").toRecords()[2], {
    epoch: 1,
    batch: 0,
    label: "l1",
    error: 4,
  });
  assert.deepEqual(small.slice(1).items(), small.items(1));
  assert.deepEqual(small.slice(1, 2).coordinates("batch"), [null]);
  assert.equal(small.slice(7).length, 0);
});

Deno.test("getState() and fromState() give an equal series, without what was chosen away", () => {
  fc.assert(fc.property(entries, condition, (list, chosen) => {
    const series = seriesOf(list).where(chosen);
    const state = structuredClone(series.getState());
    assert.deepEqual(AxisSeries.fromState<Key, number>(state).items(), series.items());
    for (const { codes, levels } of state.axes) assert.equal(new Set(codes).size, levels.length);
  }));
});

Deno.test("collapse() puts tensors behind each other, and reduces them number by number", () => {
  const tensor = (...data: number[]) =>
    ({ dtype: "float32", shape: [data.length, 1], data: Float32Array.from(data) }) as const;
  const outputs = AxisSeries.from("output", [[{ batch: 0 }, tensor(1, 5)], [
    { batch: 1 },
    tensor(3, 1),
  ]]);
  const reduced = (reducer: "mean" | "sum" | "min" | "max" | "concat") => [
    ...outputs.collapse("batch", reducer).one().data,
  ];
  assert.deepEqual(reduced("concat"), [1, 5, 3, 1]);
  assert.deepEqual(outputs.collapse("batch", "concat").one().shape, [4, 1]);
  assert.deepEqual([reduced("mean"), reduced("sum")], [[2, 3], [4, 6]]);
  assert.deepEqual([reduced("min"), reduced("max")], [[1, 1], [3, 5]]);
  const uneven = AxisSeries.from("output", [[{ batch: 0 }, tensor(1)], [
    { batch: 1 },
    tensor(1, 2),
  ]]);
  assert.throws(() => uneven.collapse("batch", "mean"), /Cannot take the mean of tensors/);
  const texts = AxisSeries.from("t", [[{ batch: 0 }, "a"]]) as unknown as typeof uneven;
  assert.throws(() => texts.collapse("batch", "mean"), /neither numbers nor tensors/);
});

Deno.test("queries are typed by their axes and values", () => {
  const texts = AxisSeries.from("t", [[{ epoch: 0, label: "a" }, "x"]]);
  const number: number = small.collapse("batch", "mean").collapse("label", "sum").at({ epoch: 1 });
  assert.equal(number, 4);
  const epochs: readonly number[] = small.axisValues("epoch");
  assert.deepEqual(epochs, [0, 1]);
  // @ts-expect-error a series of texts has no mean
  assert.throws(() => texts.collapse("epoch", "mean"), /neither numbers/);
  // @ts-expect-error the axis is gone
  assert.throws(() => texts.collapse("epoch", "first").where({ epoch: 0 }), /No axis name/);
  // @ts-expect-error epochs are numbers
  assert.equal(small.where({ epoch: "0" }).length, 0);
});
