import assert from "node:assert/strict";
import { OneHotEncoder } from "../../../../lib/data/scale/one_hot_encoder.ts";
import { OrdinalEncoder } from "../../../../lib/data/scale/ordinal_encoder.ts";

const matrix = {
  rows: 3,
  features: [Float64Array.of(0, 1, 0), Float64Array.of(5, 5, 5)],
  levels: [["b", "a"], undefined],
};

for (
  const encoder of [new OneHotEncoder(), new OrdinalEncoder(), new OneHotEncoder({ drop: "first" })]
) {
  const title = `${encoder.name} ${JSON.stringify(encoder.getConfig())}`;

  Deno.test(`${title}: every category comes back, of texts and of numbers`, () => {
    const fitted = encoder.fit(matrix);
    const back = fitted.inverse?.(fitted.transform(matrix));
    assert.deepEqual(back?.levels, [["a", "b"], undefined]);
    assert.deepEqual(back?.features.map((values) => [...values]), [[1, 0, 1], [5, 5, 5]]);
  });

  Deno.test(`${title}: what was learned is plain data, and refuses other features`, () => {
    const fitted = encoder.fit(matrix);
    assert.deepEqual(fitted.getState(), { categories: [["a", "b"], [5]] });
    const again = encoder.setState(JSON.parse(JSON.stringify(fitted.getState())));
    assert.deepEqual(again.transform(matrix), fitted.transform(matrix));
    assert.throws(() => fitted.inverse?.({ rows: 3, features: [] }), /Cannot scale 0 features/);
  });
}
