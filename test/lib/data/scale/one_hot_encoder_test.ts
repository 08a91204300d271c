import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { OneHotEncoder } from "../../../../lib/data/scale/one_hot_encoder.ts";

const mixed = FeatureSet.fromColumns("mixed", {
  kind: ["chg", "dchg", null, "rest"],
  flag: [true, false, true, null],
  cell: Int16Array.of(7, 3, 7, 5),
  signal: [["a", "b"], ["b", "a"], ["a", "a"], ["b", "b"]],
  volt: [3, null, 5, 4],
}, { features: ["volt", "signal"], targets: ["kind", "flag"], tags: ["cell"] });

Deno.test("oneHot gives each key a shape of its own, and missing samples stay missing", () => {
  const hot = mixed.fitTransform("oneHot", { domain: "targets" });
  assert.deepEqual(hot.column("kind").shape, [3]);
  assert.deepEqual(hot.column("kind").toArray(), [[1, 0, 0], [0, 1, 0], null, [0, 0, 1]]);
  assert.deepEqual(hot.column("flag").toArray(), [[0, 1], [1, 0], [0, 1], null]);
  assert.equal(hot.column("kind").dtype, "float32");
  assert.deepEqual(hot.column("targets.kind.raw").toArray(), ["chg", "dchg", null, "rest"]);
});

Deno.test("decode() reads the outputs of a classifier as the names of classes", () => {
  const hot = mixed.fitTransform(OneHotEncoder, { domain: "targets" });
  const outputs = [0.1, 0.7, 0.2, 0.9, 0.1, 0.2, 0.3, 0.5, 0.4, 0.6];
  assert.deepEqual(hot.decode(outputs, { domain: "targets" }), {
    kind: ["dchg", "rest"],
    flag: [false, true],
  });
  assert.deepEqual(hot.decode([0, 0, 1], { domain: "targets", keys: "kind" }), { kind: ["rest"] });
  assert.throws(
    () => hot.inverse(outputs, { domain: "targets" }),
    /Cannot give "kind" as numbers: it holds texts; use decode\(\)/,
  );
  assert.throws(() => hot.decode([1], { domain: "targets" }), /each sample has 5/);
});

Deno.test("decode() reads numbers that add up to 0, and gives a category that was dropped its share", () => {
  const options = { domain: "targets", keys: "kind" } as const;
  const hot = mixed.fitTransform("oneHot", options);
  assert.deepEqual(hot.decode([-0.5, 0.5, 0, -3, -1, -2], options), { kind: ["dchg", "dchg"] });
  const first = mixed.fitTransform("oneHot", { ...options, config: { drop: "first" } });
  const outputs = [0, 0, 0, 1, 0.1, 0.2, 0.4, 0.5];
  assert.deepEqual(first.decode(outputs, options), { kind: ["chg", "rest", "chg", "rest"] });
  const flags = { domain: "targets", keys: "flag" } as const;
  const binary = mixed.fitTransform("oneHot", { ...flags, config: { drop: "ifBinary" } });
  assert.deepEqual(binary.decode([0.3, 0.7, NaN], flags), { flag: [false, true, null] });
});

Deno.test("inverse() of encoded numbers gives the numbers", () => {
  for (const name of ["oneHot", "ordinal"]) {
    const encoded = mixed.fitTransform(name, { domain: "tags" });
    const { values } = encoded.column("cell");
    assert.deepEqual([...encoded.inverse(values, { domain: "tags" })], [7, 3, 7, 5], name);
  }
});

Deno.test("oneHot of a signal gives each position an axis, or is told to share the categories", () => {
  const hot = mixed.fitTransform("oneHot", { domain: "features", keys: "signal" });
  assert.deepEqual(hot.column("signal").shape, [2, 2]);
  assert.deepEqual(hot.column("signal").at(0), [[1, 0], [0, 1]]);
  const back = hot.decode(hot.column("signal").values, { domain: "features", keys: "signal" });
  assert.deepEqual(back["signal"], mixed.column("signal").toArray());
  const uneven = FeatureSet.fromColumns("u", { x: [[1, 1], [1, 2]] }, { features: ["x"] });
  assert.throws(
    () => uneven.fitTransform("oneHot", { domain: "features" }),
    /positions of "x" one by one: they have 1, 2 categories; use share: "positions"/,
  );
  const shared = uneven.fitTransform("oneHot", { domain: "features", share: "positions" });
  assert.deepEqual(shared.column("x").at(1), [[1, 0], [0, 1]]);
  const all = shared.decode(shared.column("x").values, { domain: "features" });
  assert.deepEqual(all, { x: [[1, 1], [1, 2]] });
});

Deno.test("encoders refuse categories that the split they learned from does not have", () => {
  const split = mixed.addSplit("train", mixed.take([0, 1]));
  const options = { domain: "targets", keys: "kind", fitTo: "train" } as const;
  assert.throws(
    () => split.fitTransform("ordinal", options),
    /Cannot encode "rest" in "kind": the encoder has learned "chg", "dchg"; fit it to samples/,
  );
  const ignored = split.fitTransform("oneHot", { ...options, config: { handleUnknown: "ignore" } });
  assert.deepEqual(ignored.column("kind").at(3), [0, 0]);
  assert.deepEqual(ignored.decode([0, 0], { domain: "targets", keys: "kind" }), { kind: [null] });
});

Deno.test("a chain after an encoder scales its numbers, and runs backwards to the texts", () => {
  const chain = mixed.fitTransform("ordinal", { domain: "targets", keys: "kind" })
    .fitTransform("minMax", { domain: "targets", keys: "kind" });
  assert.deepEqual(chain.column("kind").toArray(), [0, 0.5, null, 1]);
  assert.deepEqual(chain.decode([0.1, 0.9], { domain: "targets", keys: "kind" }), {
    kind: ["chg", "rest"],
  });
});

Deno.test("decode() goes through every named representation back to raw", () => {
  const set = mixed.fitTransform("oneHot", { domain: "tags", into: "hot" })
    .fitTransform("minMax", {
      domain: "tags",
      from: "hot",
      into: "unit",
      config: { range: [-1, 1] },
    });
  const { values } = set.column("tags.cell.unit");
  assert.deepEqual(set.decode(values, { domain: "tags", into: "unit" }), { cell: [7, 3, 7, 5] });
});

Deno.test("power and log of a number that they cannot take name its key", () => {
  assert.throws(
    () =>
      FeatureSet.fromColumns("z", { x: [1, 0] }, { features: ["x"] })
        .fitTransform("power", { domain: "features", config: { method: "boxCox" } }),
    /Cannot take the Box-Cox power of 0 in "x": it needs positive numbers/,
  );
});

Deno.test("encoding and decoding is the identity for any samples", () => {
  const samples = fc.array(fc.option(fc.constantFrom("p", "q", "r"), { nil: null }), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(samples, fc.constantFrom("oneHot", "ordinal"), (values, name) => {
      const kinds = new Set(values.filter((value) => value !== null));
      fc.pre(kinds.size > 0);
      const set = FeatureSet.fromColumns("any", { kind: values }, { features: ["kind"] });
      const encoded = set.fitTransform(name, { domain: "features" }).column("kind");
      const back = set.fitTransform(name, { domain: "features" })
        .decode(encoded.values, { domain: "features" });
      for (const [row, value] of values.entries()) {
        if (value !== null) assert.equal(back.kind[row], value);
      }
    }),
    { numRuns: 60 },
  );
});
