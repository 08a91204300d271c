import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";

const mixed = FeatureSet.fromColumns("mixed", {
  kind: ["chg", "dchg", null, "rest"],
  volt: [3, null, 5, 4],
  gone: [null, null, null, null],
}, { features: ["volt", "gone"], targets: ["kind"] });

Deno.test("simpleImputer fills what is missing, says where, and is undone to the bit", () => {
  const filled = mixed.fitTransform("simpleImputer", { domain: "features", keys: "volt" });
  assert.deepEqual(filled.column("volt").toArray(), [3, 4, 5, 4]);
  assert.equal(filled.column("volt").nullCount, 0);
  const flags = mixed.fitTransform("simpleImputer", {
    domain: "features",
    keys: "volt",
    config: { indicator: true, strategy: "median" },
  });
  assert.deepEqual(flags.column("volt").toArray(), [[3, 0], [4, 1], [5, 0], [4, 0]]);
  const back = filled.undoLastTransform({ domain: "features" });
  assert.deepEqual(back.column("volt").toArray(), [3, null, 5, 4]);
  const texts = mixed.fitTransform("simpleImputer", {
    domain: "targets",
    keys: "kind",
    config: { strategy: "constant" },
  }).fitTransform("oneHot", { domain: "targets", keys: "kind" });
  assert.deepEqual(texts.column("kind").at(2), [0, 0, 1, 0]);
  assert.deepEqual(texts.decode([0, 0, 1, 0], { domain: "targets", keys: "kind" }), {
    kind: ["missing"],
  });
  assert.throws(
    () => mixed.fitTransform("simpleImputer", { domain: "targets", keys: "kind" }),
    /texts of "kind" and take their mean: use strategy: "mostFrequent" or "constant"/,
  );
});

Deno.test("simpleImputer says when there is nothing to learn from, or no room for a text", () => {
  const fill = (keys: "gone" | "volt", config: Record<string, string>) => () =>
    mixed.fitTransform("simpleImputer", { domain: "features", keys, config });
  assert.throws(
    fill("gone", {}),
    /Cannot learn how to fill "gone": all of its samples are missing/,
  );
  assert.throws(
    fill("volt", { strategy: "constant", fillValue: "none" }),
    /Cannot fill "volt" with "none": it holds numbers/,
  );
});
