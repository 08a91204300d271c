import assert from "node:assert/strict";
import { buildColumn } from "../../../../lib/data/build_column.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { distances } from "../../../../lib/data/sample/distance.ts";
import { RoleSampler } from "../../../../lib/data/sample/role_sampler.ts";
import { samplers } from "../../../../lib/data/sample/sampler.ts";
import { checkCondition, similarity } from "../../../../lib/data/sample/similarity.ts";

Deno.test("distances measure what their names say", () => {
  const measure = (name: string) => distances.get(name)([3, 0], [0, 4]);
  assert.deepEqual(
    ["euclidean", "manhattan", "chebyshev", "cosine"].map(measure),
    [5, 7, 4, 1],
  );
  assert.equal(distances.get("cosine")([1, 1], [2, 2]) < 1e-12, true);
});

Deno.test("a metric decides both match and score, and lets signals be compared", () => {
  const column = buildColumn("x", [[0, 0], [3, 4], [6, 8]]);
  const near = similarity(column, { metric: "euclidean", tolerance: 5 });
  assert.deepEqual([near.matches(0, 1), near.matches(0, 2)], [true, false]);
  const soft = { allowFallback: true, weightMode: "linear", maxWeight: 9 } as const;
  assert.equal(similarity(column, { metric: "euclidean", tolerance: 20, ...soft }).score(0, 2), 2);
  const hours = buildColumn("hour", [23, 1, 12]);
  const around = similarity(hours, {
    tolerance: 2,
    metric: ([a = 0], [b = 0]) => Math.min(Math.abs(a - b), 24 - Math.abs(a - b)),
  });
  assert.deepEqual([around.matches(0, 1), around.matches(0, 2)], [true, false]);
});

Deno.test("a metric is refused for texts, and by a name that none has", () => {
  assert.throws(() => similarity(buildColumn("x", ["a"]), { metric: "cosine" }), /leave out the/);
  assert.throws(() => similarity(buildColumn("x", [[1, 2]]), {}), /give a metric/);
  assert.throws(() => checkCondition({ metric: "euclid" }), /did you mean "euclidean"/);
});

Deno.test("a sampler with a registered distance is saved by its name; a bare function says so", () => {
  const set = FeatureSet.fromColumns("s", { x: [[0, 0], [1, 0], [9, 9]] }, { features: ["x"] });
  const make = (metric: string | typeof registered) =>
    new RoleSampler({ conditions: { near: { x: { metric, tolerance: 2 } } }, batchSize: 8 });
  const registered = distances.get("manhattan");
  const config = JSON.parse(JSON.stringify(make(registered).getConfig()));
  const [batch] = samplers.get("role")(config).batches(set.toView());
  assert.deepEqual([...batch?.view("near").rows ?? []], [1, 0]);
  const own = make((a, b) => registered(a, b)).getConfig();
  assert.throws(() => samplers.get("role")(own), /No distance "function"/);
});
