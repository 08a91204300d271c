import assert from "node:assert/strict";
import fc from "fast-check";
import type { JsonObject } from "../../../../lib/core/json.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { MinMaxScaler, StandardScaler } from "../../../../lib/data/scale/affine_scalers.ts";
import { lt } from "../../../../lib/data/predicate.ts";
import type { Matrix } from "../../../../lib/data/scale/matrix.ts";
import { type ScalerLike, scalers, toScaler } from "../../../../lib/data/scale/scaler.ts";
import { SegmentedScaler } from "../../../../lib/data/scale/segmented_scaler.ts";
import golden from "./golden.json" with { type: "json" };

type Cell = number | string | null;
type Rows = readonly (readonly Cell[])[];

/** Texts become places, in the order of their first appearance. */
function matrixOf(rows: Rows): Matrix {
  const columns = (rows[0] ?? []).map((_, at) => rows.map((row) => row[at] ?? null));
  const levels = columns.map((column) => {
    const texts = column.filter((cell) => typeof cell === "string");
    return texts.length === 0 ? undefined : [...new Set(texts)];
  });
  const features = columns.map((column, at) =>
    Float64Array.from(column, (cell) => {
      if (cell === null) return NaN;
      return typeof cell === "string" ? levels[at]?.indexOf(cell) ?? NaN : cell;
    })
  );
  return { rows: rows.length, features, levels };
}

function textsOf({ rows, features, levels }: Matrix): Rows {
  return Array.from(
    { length: rows },
    (_, row) => features.map((values, at) => levels?.[at]?.[values[row] as number] ?? null),
  );
}

function close(actual: Matrix, expected: Matrix, tolerance = 1e-12): void {
  assert.equal(actual.features.length, expected.features.length);
  for (const [at, values] of expected.features.entries()) {
    for (const [row, value] of values.entries()) {
      const got = actual.features[at]?.[row] ?? NaN;
      const same = Number.isNaN(value) && Number.isNaN(got);
      assert.ok(
        same || Math.abs(got - value) <= tolerance * Math.max(1, Math.abs(value)),
        `feature ${at}, row ${row}: ${got} instead of ${value}`,
      );
    }
  }
}

for (const { scaler, config, fit, new: rows, expected, inverse } of golden.numbers) {
  Deno.test(`${scaler} ${JSON.stringify(config)} agrees with scikit-learn`, () => {
    const fitted = toScaler(scaler, config as JsonObject).fit(matrixOf(fit));
    const scaled = fitted.transform(matrixOf(rows));
    // Both minimise to the accuracy of Brent's method, 1.5e-8 of the power.
    close(scaled, matrixOf(expected), scaler === "power" ? 1e-6 : 1e-12);
    if (inverse === null) return;
    const back = fitted.inverse?.(matrixOf(expected));
    assert.ok(back !== undefined);
    close(back, matrixOf(inverse), scaler === "power" ? 1e-6 : 1e-9);
  });
}

for (const { scaler, config, fit, new: rows, expected, inverse } of golden.texts) {
  Deno.test(`${scaler} ${JSON.stringify(config)} of texts agrees with scikit-learn`, () => {
    const fitted = toScaler(scaler, config as unknown as JsonObject).fit(matrixOf(fit));
    const scaled = fitted.transform(matrixOf(rows));
    if (scaled.levels?.[0] === undefined) close(scaled, matrixOf(expected));
    else assert.deepEqual(textsOf(scaled), expected);
    if (inverse !== null) assert.deepEqual(textsOf(fitted.inverse?.(scaled) as Matrix), inverse);
  });
}

Deno.test("inverse() after transform() is the identity, for every scaler that has one", () => {
  const numbers = fc.array(fc.double({ min: 0, max: 1e3, noNaN: true }), {
    minLength: 3,
    maxLength: 3,
  });
  const exact = ["standard", "minMax", "maxAbs", "robust", "negate", "log", "simpleImputer"];
  for (const name of [...exact, "ordinal", "oneHot", "quantile"]) {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 2, maxLength: 20 }), (rows) => {
        const matrix = matrixOf(rows);
        const fitted = toScaler(name).fit(matrix);
        const back = fitted.inverse?.(fitted.transform(matrix));
        assert.ok(back !== undefined);
        close(back, matrix, 1e-9);
      }),
      { numRuns: 30 },
    );
  }
});

Deno.test("a scaler is found by name in any casing, by class, and kept when it is one", () => {
  for (const name of ["standard", "StandardScaler", "standard_scaler"]) {
    assert.ok(toScaler(name) instanceof StandardScaler, name);
  }
  assert.ok(toScaler(MinMaxScaler) instanceof MinMaxScaler);
  const own = new MinMaxScaler({ range: [-1, 1] });
  assert.equal(toScaler(own), own);
  assert.throws(() => toScaler("minmx"), /No scaler "minmx": did you mean "minMax"\?/);
});

Deno.test("setState() of a state through JSON gives an equal fitted scaler", () => {
  const matrix = matrixOf([[1, 2, 9], [4, 5, 7], [7, 1, 1]]);
  for (const name of scalers.names) {
    const scaler = name === "segmented"
      ? new SegmentedScaler({ boundaries: [0, 2, 3], scaler: "standard" })
      : toScaler(name);
    const fitted = scaler.fit(matrix);
    const again = toScaler(name, JSON.parse(JSON.stringify(scaler.getConfig())));
    const restored = again.setState(JSON.parse(JSON.stringify(fitted.getState())));
    assert.deepEqual(restored.transform(matrix), fitted.transform(matrix), name);
  }
});

Deno.test("SegmentedScaler scales each segment, and refuses boundaries that do not fit", () => {
  const make = (boundaries: number[]) => new SegmentedScaler({ boundaries, scaler: "minMax" });
  const matrix = matrixOf([[0, 10, 5], [10, 20, 6]]);
  const fitted = make([0, 2, 3]).fit(matrix);
  close(fitted.transform(matrix), matrixOf([[0, 0, 0], [1, 1, 1]]));
  assert.throws(() => make([1, 2]), /do not start at 0/);
  assert.throws(() => make([0, 2, 2]), /not strictly ascending/);
  assert.throws(() => make([0, 2]).fit(matrix), /Last boundary does not match feature length/);
  const hot = new SegmentedScaler({ boundaries: [0, 3], scaler: "oneHot" });
  assert.throws(() => hot.fit(matrix), /Cannot scale segments with oneHot/);
});

Deno.test("per-sample scalers use each sample's own numbers", () => {
  const matrix = matrixOf([[2, 4, 3], [5, 5, 5]]);
  const zero = toScaler("perSampleZeroStart").fit(matrix).transform(matrix);
  close(zero, matrixOf([[0, 2, 1], [0, 0, 0]]));
  const unit = toScaler("perSampleMinMax", { range: [-1, 1] }).fit(matrix).transform(matrix);
  close(unit, matrixOf([[-1, 1, 0], [-1, -1, -1]]));
});

Deno.test("scalers refuse values of options that stand for nothing, and say which there are", () => {
  const wrong: readonly (readonly [ScalerLike, JsonObject, RegExp])[] = [
    ["normalizer", { norm: "l3" }, /"norm" "l3": did you mean "l1"/],
    ["quantile", { output: "gaussian" }, /"output" "gaussian".*"uniform", "normal"/],
    ["power", { method: "boxcox" }, /did you mean "boxCox"/],
    ["simpleImputer", { strategy: "average" }, /"mostFrequent", "constant"/],
    ["oneHot", { drop: "last" }, /"first", "ifBinary"/],
    ["oneHot", { handleUnknown: "skip" }, /"error", "ignore"/],
    ["ordinal", { handleUnknown: "ignore" }, /"error", "useEncodedValue"/],
    ["robust", { quantileRange: [75, 25] }, /quantiles \[75, 25\]: give two percentages/],
    ["robust", { quantileRange: [0, 200] }, /give two percentages/],
    ["perSampleMinMax", { range: [1, 0] }, /Cannot scale to \[1, 0\]/],
    ["minMax", { range: ["0", "1"] }, /Cannot scale to \[0, 1\]: give two numbers/],
    ["segmented", { boundaries: [0, 1.5, 3], scaler: "minMax" }, /at least two whole numbers/],
    [new StandardScaler(), { withMean: false }, /Cannot give options to standard, which is made/],
  ];
  for (const [scaler, config, message] of wrong) {
    assert.throws(() => toScaler(scaler, config), { message });
  }
});

Deno.test("scalers refuse to learn from infinite numbers, which would make NaN of all others", () => {
  const set = FeatureSet.fromColumns("i", { x: [1, Infinity, 3, -2] }, { features: ["x"] })
    .splitByCondition({ finite: { x: lt(9) } });
  for (const scaler of ["standard", "minMax", "maxAbs", "robust", "quantile", "power"] as const) {
    assert.throws(
      () => set.fitTransform(scaler, { domain: "features" }),
      /Cannot learn from "x": it holds infinite numbers.*\(fitTo\)/,
      scaler,
    );
    const scaled = set.fitTransform(scaler, { domain: "features", fitTo: "finite" });
    const finite = scaled.getSplit("finite").column("x").values;
    assert.ok([...finite].every(Number.isFinite), scaler);
  }
  assert.throws(
    () => set.fitTransform("standard", { domain: "features", config: { withMean: false } }),
    /infinite numbers/,
  );
  assert.throws(
    () => set.fitTransform("simpleImputer", { domain: "features" }),
    /infinite numbers/,
  );
});

Deno.test("a scaler of your own is used as an instance and found again by its name", () => {
  const set = FeatureSet.fromColumns("own", { x: [1, 2] }, { features: ["x"] });
  const twice = {
    name: "twice",
    fit: () => twice,
    setState: () => twice,
    getConfig: () => ({}),
    getState: () => ({}),
    featureWise: true,
    transform: ({ rows, features }: Matrix) => ({
      rows,
      features: features.map((values) => values.map((value) => 2 * value)),
    }),
  };
  assert.equal(set.fitTransform(twice, { domain: "features" }).column("x").at(1), 4);
});
