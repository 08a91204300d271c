/** What holds of every metric, whatever the predictions. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Metric } from "../../../../lib/experiment/metrics/metric.ts";
import { f1, precision, recall } from "../../../../lib/experiment/metrics/precision_recall.ts";
import { metricOf, metrics } from "../../../../lib/experiment/metrics/registry.ts";
import { assertClose } from "./close.ts";

interface Row {
  readonly output: readonly number[];
  readonly target: readonly number[];
  readonly weight: number;
}

/** Metrics whose sums are exact: not a bit depends on the order of samples and batches. */
const EXACT = ["accuracy", "logLoss", "brier", "mae", "mse", "rmse", "mape", "maxError"];
const NUMBERS = [
  "mae",
  "mse",
  "rmse",
  "mape",
  "medianAbsoluteError",
  "maxError",
  "r2",
  "explainedVariance",
  "pearson",
  "spearman",
];
/** The plot keeps samples in the order in which they came. */
const ORDERED = ["parityPlot"];

/** By number; the best is the last. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  accuracy: [0, 1],
  balancedAccuracy: [0, 1],
  precision: [0, 1],
  recall: [0, 1],
  f1: [0, 1],
  cohenKappa: [-1, 1],
  matthews: [-1, 1],
  rocAuc: [0, 1],
  averagePrecision: [0, 1],
  pearson: [-1, 1],
  spearman: [-1, 1],
  r2: [-Infinity, 1],
  explainedVariance: [-Infinity, 1],
  logLoss: [0, Infinity],
  perplexity: [1, Infinity],
  brier: [0, 2],
  expectedCalibrationError: [0, 1],
  mae: [0, Infinity],
  mse: [0, Infinity],
  rmse: [0, Infinity],
  mape: [0, Infinity],
  maxError: [0, Infinity],
  medianAbsoluteError: [0, Infinity],
};

const weight = fc.integer({ min: 0, max: 3 });
// Small whole numbers, so that scores tie.
const score = fc.integer({ min: -3, max: 3 });
const four = fc.tuple(score, score, score, score);

/** Rows of which two count at least. */
function rowsOf(row: fc.Arbitrary<Row>): fc.Arbitrary<Row[]> {
  return fc.array(row, { minLength: 2, maxLength: 25 })
    .filter((rows) => rows.filter(({ weight }) => weight > 0).length >= 2);
}

const classRows = rowsOf(fc.record({
  output: four,
  target: fc.tuple(fc.integer({ min: 0, max: 3 })),
  weight,
}));
const binaryRows = rowsOf(fc.record({
  output: fc.tuple(score),
  target: fc.tuple(fc.integer({ min: 0, max: 1 })),
  weight,
}));
// Not so small that their squares would be lost.
const fine = fc.integer({ min: -100_000_000, max: 100_000_000 }).map((value) => value / 1e6);
const numberRows = rowsOf(fc.record({
  output: fc.tuple(score, fine),
  target: fc.tuple(score, fine),
  weight,
}));

interface Subject {
  readonly metric: Metric;
  readonly rows: fc.Arbitrary<Row[]>;
}

function subjectsOf(name: string): readonly Subject[] {
  if (name === "parityPlot" || NUMBERS.includes(name)) {
    return [{ metric: metricOf(name), rows: numberRows }];
  }
  const binary = { metric: metricOf(name), rows: binaryRows };
  const averaged = { precision, recall, f1 }[name];
  if (averaged === undefined) return [binary, { metric: metricOf(name), rows: classRows }];
  const averages = (["macro", "micro", "weighted"] as const)
    .map((average) => ({ metric: averaged.with({ average }), rows: classRows }));
  return [binary, ...averages];
}

function measure(metric: Metric, ...batches: readonly (readonly Row[])[]): unknown {
  const gathered = metric.start();
  for (const rows of batches) gathered.add(batchOf(rows));
  return numbersOf(gathered.result());
}

function batchOf(rows: readonly Row[]) {
  return {
    outputs: rows.map(({ output }) => output),
    targets: rows.map(({ target }) => target),
    weights: rows.map(({ weight }) => weight),
  };
}

/** Numbers of a structured result in the order of its keys. */
function numbersOf(result: unknown): unknown {
  if (typeof result === "number" || Array.isArray(result)) return result;
  const found: number[] = [];
  JSON.stringify(result, (_, value) => {
    if (typeof value === "number") found.push(value);
    return value;
  });
  return found;
}

for (const name of metrics.names) {
  Deno.test(`${name} is the same whatever the order of samples`, () => {
    if (ORDERED.includes(name)) return;
    for (const { metric, rows } of subjectsOf(name)) {
      fc.assert(
        fc.property(rows, (all) => {
          const turned = measure(metric, all.toReversed());
          if (EXACT.includes(name)) assert.deepEqual(turned, measure(metric, all));
          else assertClose(turned, measure(metric, all));
        }),
        { numRuns: 40 },
      );
    }
  });

  Deno.test(`${name} of merged accumulations is that of one`, () => {
    for (const { metric, rows } of subjectsOf(name)) {
      fc.assert(
        fc.property(rows, fc.nat(25), (all, at) => {
          const [one, other] = [metric.start(), metric.start()];
          one.add(batchOf(all.slice(0, at)));
          if (at < all.length) other.add(batchOf(all.slice(at)));
          one.merge(other);
          const merged = numbersOf(one.result());
          if (EXACT.includes(name)) assert.deepEqual(merged, measure(metric, all));
          else assertClose(merged, measure(metric, all));
        }),
        { numRuns: 40 },
      );
    }
  });

  Deno.test(`${name} counts a sample of weight 3 as three samples, and of weight 0 as none`, () => {
    if (ORDERED.includes(name)) return;
    for (const { metric, rows } of subjectsOf(name)) {
      fc.assert(
        fc.property(rows, (all) => {
          const repeated = all.flatMap((row) =>
            new Array<Row>(row.weight).fill({ ...row, weight: 1 })
          );
          assertClose(measure(metric, repeated), measure(metric, all));
        }),
        { numRuns: 40 },
      );
    }
  });
}

for (const [name, [least, most]] of Object.entries(BOUNDS)) {
  Deno.test(`${name} is from ${least} to ${most}, and better ${metricOf(name).better}`, () => {
    for (const { metric, rows } of subjectsOf(name)) {
      fc.assert(
        fc.property(rows, (all) => {
          const value = measure(metric, all) as number;
          const within = value >= least - 1e-12 && value <= most + 1e-12;
          assert.ok(within || Number.isNaN(value), `${value}`);
        }),
        { numRuns: 40 },
      );
    }
    assert.equal(
      metricOf(name).better,
      most === 1 && name !== "expectedCalibrationError" ? "greater" : "less",
    );
  });
}
