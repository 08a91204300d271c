import assert from "node:assert/strict";
import {
  mae,
  mape,
  maxError,
  mse,
  rmse,
} from "../../../../lib/experiment/metrics/regression_errors.ts";
import { compareWithGolden } from "./golden.ts";

Deno.test("mae, mse, rmse, mape and maxError are those of scikit-learn", () => {
  for (const metric of ["mae", "mse", "rmse", "mape", "maxError"]) compareWithGolden(metric);
});

Deno.test("mse() gives a number for each output when it is asked for", () => {
  const targets = [[1, 2], [3, 6]];
  assert.deepEqual(mse([[1, 2], [3, 4]], targets, { multioutput: "raw" }), [0, 2]);
  assert.equal(mse([[1, 2], [3, 4]], targets), 1);
  assert.equal(rmse([[1, 2], [3, 4]], targets), Math.SQRT2 / 2);
  assert.deepEqual(maxError([[1, 2], [3, 4]], targets, { multioutput: "raw" }), [0, 2]);
});

Deno.test("mae() takes targets of another shape with as many numbers per sample", () => {
  const targets = { shape: [2, 1, 2], data: [1, 2, 3, 4] };
  assert.equal(mae([[1, 2], [3, 5]], targets), 0.25);
  assert.throws(() => mae([1, 2], [[1, 2], [3, 4]]), /outputs \[2\] with targets \[2,2\]/);
  assert.throws(() => mae([1, 2], [1, 2, 3]), /both need as many samples/);
});

Deno.test("mae() names the place of a number that is not finite, unless it does not count", () => {
  assert.throws(() => mae([[1, NaN]], [[1, 2]]), /outputs of which one is NaN: row 0, column 1/);
  assert.equal(mae([1, NaN], [2, NaN], { weights: [1, 0] }), 1);
});

Deno.test("mape() of a target of 0 divides by 2⁻⁵²", () => {
  assert.equal(mape([1], [0]), 2 ** 52);
});

Deno.test("mae() of samples that do not count is undefined, of a batch of them unchanged", () => {
  assert.throws(() => mae([1], [2], { weights: [0] }), /no sample was added that has a weight/);
  assert.throws(() => mae([], []), /"mae": no sample was added/);
  for (const metric of [mae.with(), maxError.with()]) {
    const gathered = metric.start();
    gathered.add({ outputs: [3], targets: [1] });
    gathered.add({ outputs: [9], targets: [0], weights: [0] });
    gathered.add({ outputs: [], targets: [] });
    assert.equal(gathered.result(), 2);
    assert.throws(
      () => gathered.add({ outputs: [[1, 2]], targets: [[1, 2]] }),
      /2 numbers per sam/,
    );
    assert.equal(gathered.result(), 2);
  }
});
