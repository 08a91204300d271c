import assert from "node:assert/strict";
import { SeedStream } from "../../../../lib/core/seed.ts";
import type { Matrix } from "../../../../lib/data/scale/matrix.ts";
import { PowerTransformer } from "../../../../lib/data/scale/power_transformer.ts";

function matrix(values: Iterable<number>, names?: readonly string[]): Matrix {
  const feature = Float64Array.from(values);
  return { rows: feature.length, features: [feature], names };
}

function skewness(values: Iterable<number>): number {
  const list = [...values];
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const moment = (power: number): number =>
    list.reduce((sum, value) => sum + (value - mean) ** power, 0) / list.length;
  return moment(3) / moment(2) ** 1.5;
}

Deno.test("PowerTransformer makes a skewed feature symmetrical, with mean 0 and deviation 1", () => {
  const stream = SeedStream.from("skewed");
  const skewed = matrix(Array.from({ length: 2000 }, () => Math.exp(stream.normal())));
  assert.ok(skewness(skewed.features[0] ?? []) > 2);
  for (const method of ["yeoJohnson", "boxCox"] as const) {
    const [made = []] = new PowerTransformer({ method }).fit(skewed).transform(skewed).features;
    assert.ok(Math.abs(skewness(made)) < 0.3, method);
    const squares = [...made].reduce((sum, value) => sum + value * value, 0);
    assert.ok(Math.abs(squares / 2000 - 1) < 1e-9, method);
  }
});

Deno.test("PowerTransformer of Box and Cox refuses numbers that are not positive, by name", () => {
  const transformer = new PowerTransformer({ method: "boxCox" });
  assert.throws(
    () => transformer.fit(matrix([1, -2], ["soh"])),
    /Box-Cox power of -2 in "soh": it needs positive numbers; use method: "yeoJohnson"/,
  );
  const fitted = transformer.fit(matrix([1, 2, 4]));
  assert.throws(() => fitted.transform(matrix([0])), /Box-Cox power of 0/);
});

Deno.test("PowerTransformer leaves a constant what it is", () => {
  const constant = matrix([3, 3, 3]);
  const fitted = new PowerTransformer({ standardize: false }).fit(constant);
  assert.ok(Math.abs((fitted.transform(constant).features[0]?.[0] ?? NaN) - 3) < 1e-12);
});
