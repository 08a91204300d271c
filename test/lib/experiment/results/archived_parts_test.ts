import assert from "node:assert/strict";
import fc from "fast-check";
import { AxisSeries } from "../../../../lib/experiment/results/axis_series.ts";
import { EntryError } from "../../../../lib/experiment/results/entry_error.ts";
import { SeriesLog } from "../../../../lib/experiment/results/series_log.ts";

type At = { readonly epoch: number; readonly batch: number | null; readonly label: string };

const axes = ["epoch", "batch", "label"] as const;
const options = { axes, numeric: true } as const;

/** Entries of epochs, each with some batches of two losses and a mean. */
function entriesOf(counts: readonly number[]): readonly (readonly [At, number])[] {
  return counts.flatMap((count, epoch) =>
    Array.from({ length: count }, (_, batch) =>
      ["mse", "mae"].map((label): [At, number] => [
        { epoch, batch: batch === count - 1 ? null : batch, label },
        100 * epoch + batch,
      ])).flat()
  );
}

/** What is asked of results. */
function answers(series: AxisSeries<At, number>) {
  const { length, shape } = series;
  const last = length === 0 ? undefined : [series.last(), series.first(), series.last("batch")];
  return {
    ...{ length, shape, last, axes: series.axes },
    items: series.items(),
    newest: series.where({ epoch: 2 }).items(),
    none: series.where({ epoch: 99 }).items(),
    some: series.where({ epoch: [1, 2], label: "mse" }).items(),
    tested: series.where({ epoch: (epoch) => epoch % 2 === 0 }).items(),
    means: series.collapse("batch", "mean").items(),
    sorted: series.sortBy("label", "epoch").keys(),
    slices: [series.slice(1, 3), series.slice(length - 2), series.slice(length)]
      .map((part) => part.items()),
    state: series.getState(),
  };
}

Deno.test("a log that has forgotten earlier epochs answers as one that has not", () => {
  const epochs = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 });
  fc.assert(
    fc.property(
      epochs,
      fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 3 }),
      (counts, at) => {
        const entries = entriesOf(counts);
        const kept = new SeriesLog<At, number>("loss", options);
        const file: (readonly [At, number])[] = [];
        for (const [key, value] of entries) {
          kept.add(key, value);
          file.push([key, value]);
          const read = () => AxisSeries.from<At, number>("loss", file, { axes });
          if (at.includes(key.epoch)) kept.release({ axis: "epoch", coordinate: key.epoch }, read);
        }
        const whole = AxisSeries.from<At, number>("loss", entries, { axes });
        assert.deepEqual(answers(kept.series), answers(whole));
      },
    ),
  );
});

Deno.test("a log reads what it has forgotten only when it is asked for it", () => {
  const entries = entriesOf([3, 3, 3]);
  const log = new SeriesLog<At, number>("loss", options);
  for (const [key, value] of entries) log.add(key, value);
  const early = log.series;
  let reads = 0;
  log.release({ axis: "epoch", coordinate: 2 }, () => {
    reads++;
    return AxisSeries.from<At, number>("loss", entries);
  });
  assert.deepEqual([log.held, log.length, early.items().length], [6, 18, 18]);
  const { series } = log;
  assert.equal(series.where({ epoch: 2 }).collapse("batch", "mean").length, 2);
  assert.equal(series.at({ epoch: 2, batch: 0, label: "mse" }), 200);
  assert.equal(series.get({ epoch: 7, batch: 0, label: "mse" }), undefined);
  assert.equal(series.last(), 202);
  assert.deepEqual([series.length, series.axes], [18, axes]);
  assert.equal(reads, 0);
  assert.equal(series.at({ epoch: 0, batch: 1, label: "mae" }), 1);
  assert.equal(series.first(), 0);
  assert.throws(() => series.one(), EntryError);
  assert.equal(reads, 1);
});
