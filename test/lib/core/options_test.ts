import assert from "node:assert/strict";
import { UnknownNameError } from "../../../lib/core/names.ts";
import { checkOptions } from "../../../lib/core/options.ts";
import * as modulab from "../../../lib/mod.ts";

interface Options {
  readonly ratios?: readonly number[];
  readonly seed?: number;
  readonly last?: "keep" | "drop";
}

const rules = {
  of: "cut()",
  known: ["ratios", "seed", "last"],
  required: ["ratios"],
  choices: { last: ["keep", "drop"] },
} as const;

function check(options: unknown): Options {
  return checkOptions<Options>(options as Options, rules);
}

Deno.test("checkOptions() gives options back as they are", () => {
  const options = { ratios: [1], last: "drop", seed: undefined } as const;
  assert.equal(check(options), options);
});

Deno.test("checkOptions() refuses an option that is not there, and says which was meant and where", () => {
  assert.throws(() => check({ ratio: [1] }), (error: unknown) => {
    assert.ok(error instanceof UnknownNameError);
    assert.equal(error.asked, "ratio");
    assert.match(
      error.message,
      /No option "ratio": did you mean "ratios"\? Options: "ratios", "seed", "last"; it was given to cut\(\)/,
    );
    return true;
  });
  const hinted = { of: "cut()", known: ["seed"], hint: "write it before" } as const;
  assert.throws(
    () => checkOptions({ sed: 1 } as { seed?: number }, hinted),
    /cut\(\); write it before/,
  );
});

Deno.test("checkOptions() says which option cannot be left out", () => {
  assert.throws(() => check({ seed: 1 }), {
    name: "TypeError",
    message: 'Option "ratios" of cut() is missing; options: "ratios", "seed", "last"',
  });
  assert.throws(() => check({ ratios: undefined }), /"ratios" of cut\(\) is missing/);
});

Deno.test("checkOptions() refuses what is no object, and says what it should hold", () => {
  for (
    const [options, got] of [[undefined, "nothing"], [null, "null"], ["a", '"a"'], [[1], "[1]"]]
  ) {
    assert.throws(() => check(options), {
      name: "TypeError",
      message: `Cannot read the options of cut(): give an object with "ratios", not ${got}`,
    });
  }
});

Deno.test("checkOptions() refuses a text that is no choice, and lists the choices", () => {
  assert.throws(
    () => check({ ratios: [1], last: "dorp" }),
    /No value of "last" "dorp": did you mean "drop"\? Values of "last": "keep", "drop"; it was given/,
  );
  assert.throws(() => check({ ratios: [1], last: 3 }), /No value of "last" "3"/);
});

// What the data layer says to those who write without a type checker.

/** Everything is allowed here, as in JavaScript. */
// deno-lint-ignore no-explicit-any -- calls that the compiler refuses are what is tested
const lib = modulab as any;

const columns = { x: [1, 2, 3, 4], y: [5, 6, 7, 8], cell: ["a", "b", "a", "b"] };
const roles = { features: ["x"], targets: ["y"], tags: ["cell"] };
const set = lib.FeatureSet.fromColumns("set", columns, roles);
const view = set.toView();
const halves = { a: 0.5, b: 0.5 };
const simple = new lib.SimpleSampler();
const [batch] = simple.batches(view);

/** What was asked for, what is meant, and the call. */
const slips: readonly (readonly [asked: string, meant: string, call: () => unknown])[] = [
  [
    "target",
    "targets",
    () => lib.FeatureSet.fromColumns("a", columns, { features: [], target: 1 }),
  ],
  ["feature", "features", () => lib.FeatureSet.fromRecords("a", [{ x: 1 }], { feature: ["x"] })],
  ["tag", "tags", () => lib.FeatureSet.fromDataFrame("a", [], { features: [], tag: [] })],
  ["wher", "where", () => lib.FeatureSet.fromFile("a", "a.csv", { features: ["x"], wher: "x" })],
  ["maxbytes", "maxBytes", () => lib.FeatureSet.load("a.zip", { maxbytes: 1 })],
  ["ratio", "ratios", () => set.splitRandom({ ratio: halves })],
  ["stratify", "stratifyBy", () => set.splitRandom({ ratios: halves, stratify: "cell" })],
  ["overlaps", "overlap", () => set.splitByCondition({ a: { x: 1 } }, { overlaps: "allow" })],
  ["off", "of", () => set.split(new lib.RandomSplitter({ ratios: halves }), { off: "a" })],
  ["fold", "folds", () => view.kFold({ fold: 2 })],
  ["fold", "folds", () => new lib.KFoldSplitter({ fold: 2 })],
  ["group", "groupBy", () => new lib.LeaveOneGroupOutSplitter({ group: "cell" })],
  ["gaps", "gap", () => new lib.TimeSeriesSplitter({ folds: 2, gaps: 1 })],
  ["sortBy", "by", () => view.timeSeriesFolds({ folds: 1, sortBy: "x" })],
  ["condition", "conditions", () => new lib.ConditionSplitter({ condition: {} })],
  ["lable", "label", () => set.take([1], { lable: "one" })],
  ["lable", "label", () => set.filter({ x: 1 }, { lable: "one" })],
  ["lable", "label", () => set.takeIds([], { lable: "one" })],
  ["lable", "label", () => set.select({ features: "x" }, { lable: "one" })],
  ["lable", "label", () => set.difference(view, { lable: "one" })],
  ["orders", "order", () => set.intersection(view, { orders: "other" })],
  ["key", "keys", () => set.getFeatures({ key: "x" })],
  ["key", "keys", () => set.getTags({ key: "cell" })],
  ["domains", "domain", () => set.fitTransform("standard", { domains: "features" })],
  ["dommain", "domain", () => set.undoLastTransform({ dommain: "features" })],
  ["doman", "domain", () => set.undoAllTransforms({ doman: "features" })],
  ["domian", "domain", () => set.inverse([1], { domian: "targets" })],
  ["withMeans", "withMean", () => new lib.StandardScaler({ withMeans: true })],
  ["boundary", "boundaries", () => new lib.SegmentedScaler({ boundary: [0, 1], scaler: "minMax" })],
  ["batch", "batchSize", () => set.sampler("simple", { batch: 3 })],
  ["positives", "positive", () => new lib.TripletSampler({ positives: {}, negative: {} })],
  ["condition", "conditions", () => new lib.PairedSampler({ condition: {} })],
  ["maxPer", "maxPerAnchor", () => new lib.RoleSampler({ conditions: { a: {} }, maxPer: 1 })],
  ["modes", "mode", () => new lib.PairedSampler({ conditions: { cell: { modes: "similar" } } })],
  ["strid", "stride", () => new lib.WindowSampler({ length: 2, strid: 2 })],
  ["one", "on", () => new lib.AlignedSampler({ sampler: simple, one: ["cell"] })],
  ["epochs", "epoch", () => simple.batches(view, { epochs: 1 }).next()],
  ["aheads", "ahead", () => lib.prefetch([1], { read: Number, aheads: 2 }).next()],
  ["reads", "read", () => lib.BatchRun.over(view).prefetch({ reads: Number }).next()],
  ["feature", "features", () => batch.read({ feature: false })],
  ["key", "keys", () => batch.getFeatures({ key: "x" })],
  ["type", "dtype", () => batch.getColumn("x", { type: "float64" })],
  ["hows", "how", () => lib.joinFeatureSets("j", [set, set], { hows: "left" })],
  ["froms", "from", () => lib.deriveColumn(set, "z", { domain: "tags", froms: ["x"] })],
  ["splits", "split", () => lib.columnReference(set, "x", { splits: "a" })],
];

for (const [asked, meant, call] of slips) {
  const source = String(call).replace(/^\(\)\s*=>\s*/, "").replaceAll(/\blib\.|\s+/g, "");
  Deno.test(`${source} asks whether ${meant} was meant`, async () => {
    await assert.rejects(async () => await call(), (error: unknown) => {
      assert.ok(error instanceof UnknownNameError, String(error));
      assert.equal(error.asked, asked);
      assert.ok(error.message.startsWith(`No option "${asked}": did you mean "${meant}"?`));
      assert.match(error.message, /it was given to \S/);
      return true;
    });
  });
}

/** Nothing where options are needed, and what else the compiler would refuse. */
const gaps: Readonly<Record<string, readonly [RegExp, () => unknown]>> = {
  "fromFile() without options": [
    /options of fromFile\(\): give an object with "features"/,
    () => lib.FeatureSet.fromFile("a", "a.csv"),
  ],
  "fromColumns() without options": [
    /options of fromColumns\(\): .*not nothing/,
    () => lib.FeatureSet.fromColumns("a", columns),
  ],
  "fromRecords() of nothing": [
    /Cannot read undefined as records: give a list/,
    () => lib.FeatureSet.fromRecords("a", undefined, roles),
  ],
  "fromArrow() of no table": [
    /has no schema.*fromColumns\(\)/,
    () => lib.FeatureSet.fromArrow("a", {}),
  ],
  "splitRandom() without options": [
    /splitRandom\(\): give an object with "ratios"/,
    () => set.splitRandom(),
  ],
  "kFold() without options": [/kFold\(\): give an object with "folds"/, () => view.kFold()],
  "leaveOneGroupOut() of nothing": [
    /Cannot group by undefined: give the key of a column/,
    () => view.leaveOneGroupOut(),
  ],
  "splitByCondition() without conditions": [
    /"conditions" of ConditionSplitter is missing/,
    () => set.splitByCondition(),
  ],
  "filter() without conditions": [
    /Cannot filter "set" by undefined: give conditions/,
    () => set.filter(),
  ],
  "select() of a text": [/write \{ columns: "x" \}/, () => set.select("x")],
  "fitTransform() without a domain": [
    /"domain" of fitTransform\(\) is missing/,
    () => set.fitTransform("standard", {}),
  ],
  "fitTransform() with an option of its scaler": [
    /"range".*itself go into config/,
    () => set.fitTransform("minMax", { domain: "features", range: [0, 1] }),
  ],
  "fitTransform() with something that scales nothing": [
    /Cannot scale with \{"range"/,
    () => set.fitTransform({ range: [0, 1] }, { domain: "features" }),
  ],
  "a choice that there is not": [
    /No value of "overlap" "alow": did you mean "allow"/,
    () => set.splitByCondition({ a: { x: 1 } }, { overlap: "alow" }),
  ],
  "a last batch of another fate": [
    /No value of "last" "dropped": did you mean "drop"/,
    () => new lib.SimpleSampler({ last: "dropped" }),
  ],
  "an epoch that is none": [
    /"epoch" of batches\(\) is -1: give a whole number from 0/,
    () => simple.batches(view, { epoch: -1 }).next(),
  ],
};

for (const [title, [message, call]] of Object.entries(gaps)) {
  Deno.test(`${title} is refused, and says what to give`, async () => {
    await assert.rejects(async () => await call(), message);
  });
}
