import assert from "node:assert/strict";
import fc from "fast-check";
import { UnknownNameError } from "../../../lib/core/names.ts";
import { buildColumn } from "../../../lib/data/build_column.ts";
import { deriveColumn } from "../../../lib/data/combine.ts";
import { OneHotEncoder } from "../../../lib/data/scale/one_hot_encoder.ts";
import { ColumnTable } from "../../../lib/data/column_table.ts";
import type { FeatureSet } from "../../../lib/data/feature_set.ts";
import { joinFeatureSets } from "../../../lib/data/join.ts";
import { reference } from "../../../lib/data/reference.ts";
import { type ColumnSelection, selectColumns } from "../../../lib/data/select_columns.ts";
import { batteryPulses } from "./battery_pulses.ts";

const x = buildColumn("x", [1, 2]);
const table = new ColumnTable({
  "features.voltage.raw": x,
  "features.voltage.unit": x,
  "features.current.raw": x,
  "targets.soh.raw": x,
  "tags.cell.raw": x,
});
const pulses = batteryPulses().splitRandom({ ratios: { train: 0.5, test: 0.5 } })
  .fitTransform("standard", { domain: "targets" });

Deno.test("selectColumns() takes the newest representation unless one is asked for", () => {
  const select = (selection: ColumnSelection) => selectColumns(table, selection);
  assert.deepEqual(select({ features: "*" }), ["features.voltage.unit", "features.current.raw"]);
  assert.deepEqual(select({ features: "voltage", representation: "raw" }), [
    "features.voltage.raw",
  ]);
  assert.deepEqual(select({ columns: "voltage", representation: "*" }), [
    "features.voltage.raw",
    "features.voltage.unit",
  ]);
  assert.deepEqual(select({ columns: "features.voltage.raw" }), ["features.voltage.raw"]);
  assert.deepEqual(select({ columns: ["cell", "features.c*"] }), [
    "features.current.raw",
    "tags.cell.raw",
  ]);
  assert.deepEqual(select({ columns: [] }), []);
  assert.equal(select({}).length, 4);
});

Deno.test("selectColumns() chooses among the columns of a view only", () => {
  const among = ["features.voltage.raw"];
  assert.deepEqual(selectColumns(table, {}, { among }), among);
  assert.throws(
    () => selectColumns(table, { targets: "soh" }, { among }),
    /in a view of some columns/,
  );
  assert.throws(() => selectColumns(table, { columns: "cell" }, { among }), {
    message: 'No column "cell"; Columns: "voltage"; "cell" was asked for in a view of some ' +
      "columns, which leaves it out",
  });
  assert.throws(
    () => selectColumns(table, { features: "voltage", representation: "unit" }, { among }),
    /No representation "unit".*, in a view of some columns/,
  );
});

Deno.test("selectColumns() says what was meant, where it is, and which parts a selection has", () => {
  const wrong = (selection: unknown) => () => selectColumns(table, selection as ColumnSelection);
  assert.throws(wrong({ features: ["volt"] }), {
    message: 'No feature "volt": did you mean "voltage"? Features: "voltage", "current"',
  });
  assert.throws(wrong({ features: "soh" }), /"soh" is in targets/);
  assert.throws(
    wrong({ feature: "voltage" }),
    /No part of a selection "feature": did you mean "features"/,
  );
  assert.throws(wrong({ columns: [3] }), /Cannot find a column by 3: give its name as a text/);
  assert.throws(wrong({ columns: "voltage", representation: "unt" }), {
    message: 'No representation "unt": did you mean "unit"? Representations: "raw", "unit"; ' +
      'it was asked of column "voltage"',
  });
});

Deno.test("any text selects columns that it names, or is refused with its name and what exists", () => {
  const known = ["voltage", "features", "targets.soh", "features.voltage.raw", "cell"];
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("__proto__", "constructor", "a.b.c.d", "(", "[", "\\", "$&", "..", "*.*.*"),
    fc.tuple(fc.constantFrom(...known), fc.nat(20), fc.constantFrom("", "*", "x", ".", " "))
      .map(([name, at, put]) => name.slice(0, at) + put + name.slice(at + 1)),
  );
  const part = fc.constantFrom("columns", "features", "targets", "tags");
  fc.assert(fc.property(part, text, (at, asked) => {
    let found: readonly string[];
    try {
      found = selectColumns(table, { [at]: asked } as ColumnSelection);
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
      assert.ok(error.message.includes(JSON.stringify(asked)), error.message);
      if (error instanceof UnknownNameError) assert.ok(error.known.length > 0);
      return;
    }
    assert.ok(found.length > 0);
    for (const name of found) {
      const [domain, key] = name.split(".") as [string, string];
      assert.ok(at === "columns" || at === domain);
      const plain = asked.split("*").filter((piece) => piece !== "");
      assert.ok(
        plain.every((piece) => `${domain}.${key}.${name}`.includes(piece)),
        `${asked} → ${name}`,
      );
    }
  }));
});

/** Every way in which a column, a split, a domain or an option can be misspelt. */
const mistakes: Readonly<Record<string, (set: FeatureSet) => unknown>> = {
  'No column "volt": did you mean "voltage"?': (set) => set.column("volt"),
  'No column "features.volt.raw": did you mean "features.voltage.raw"?': (set) =>
    set.column("features.volt.raw"),
  'No column "feature.voltage": did you mean': (set) => set.column("feature.voltage"),
  'No target "sohh": did you mean "soh"?': (set) => set.select({ targets: "sohh" }),
  'No column "cel": did you mean "cell"?': (set) => set.filter({ cel: 1 }),
  'No tag "cel": did you mean "cell"?': (set) => set.getTags({ keys: "cel" }),
  'No representation "trnsformed": did you mean "transformed"?': (set) =>
    set.getTargets({ representation: "trnsformed" }),
  'No column "voltag": did you mean "voltage"?': (set) => set.describe({ columns: "voltag" }),
  'No feature "volt": did you mean "voltage"? Features: "voltage"': (set) =>
    set.fitTransform("standard", { domain: "features", keys: "volt" }),
  'No domain "feature": did you mean "features"?': (set) =>
    set.fitTransform("standard", { domain: "feature" as "features" }),
  'No split "trin": did you mean "train"?': (set) =>
    set.fitTransform("standard", { domain: "features", fitTo: "trin" }),
  'No option "rnge": did you mean "range"? Options: "range"; it was given to MinMaxScaler': (set) =>
    set.fitTransform("minMax", { domain: "features", config: { rnge: [0, 1] } as never }),
  'No target "so": did you mean "soh"?': (set) =>
    set.inverse([1], { domain: "targets", keys: "so" }),
  'No domain "target": did you mean "targets"?': (set) =>
    set.undoAllTransforms({ domain: "target" as "targets" }),
  'No column "cll": did you mean "cell"?': (set) =>
    set.splitRandom({ ratios: { a: 0.5, b: 0.5 }, groupBy: "cll" }),
  'No split "trai": did you mean "train"?': (set) =>
    set.splitRandom({ ratios: { a: 0.5, b: 0.5 }, of: "trai" }),
  'No column "sox": did you mean "soh"?': (set) => set.splitByCondition({ a: { sox: 1 } }),
  'No condition "ltt": did you mean "lt"?': (set) =>
    set.filter({ cell: { op: "ltt", value: 3 } as never }),
  'No split "__proto__"; Splits: "train", "test"': (set) => set.getSplit("__proto__"),
  'No column "volts": did you mean "voltage"?': (set) =>
    deriveColumn(set, "z", { domain: "tags", from: ["volts"], make: () => 1 }),
  'No column "cells": did you mean "cell"?': (set) =>
    joinFeatureSets("j", [set, set], { on: ["cells"] }),
  'No feature "vltage": did you mean "voltage"?': (set) => reference(set, { features: "vltage" }),
};

for (const [message, make] of Object.entries(mistakes)) {
  Deno.test(`a mistake is told: ${message}`, () => {
    assert.throws(() => make(pulses as FeatureSet), (error: unknown) => {
      assert.ok(error instanceof UnknownNameError, String(error));
      assert.ok(error.message.startsWith(message), error.message);
      return true;
    });
  });
}

Deno.test("names of columns, domains, splits, scalers and their options are checked by the compiler", () => {
  const good = pulses.fitTransform("minMax", {
    domain: "targets",
    keys: "soh",
    fitTo: "train",
    config: { range: [0, 1] },
  });
  assert.ok(good.inverse([0.5], { domain: "targets", keys: "soh" }).length === 1);
  const never = (): void => {
    // @ts-expect-error a key of another domain
    pulses.fitTransform("minMax", { domain: "targets", keys: "voltage" });
    // @ts-expect-error no such domain
    pulses.fitTransform("minMax", { domain: "target" });
    // @ts-expect-error no such split
    pulses.fitTransform("minMax", { domain: "targets", fitTo: "trian" });
    // @ts-expect-error an option of another scaler
    pulses.fitTransform("minMax", { domain: "targets", config: { withMean: true } });
    // @ts-expect-error a value that the option does not have
    pulses.fitTransform("simpleImputer", { domain: "targets", config: { strategy: "middle" } });
    // @ts-expect-error a key of another domain
    pulses.inverse([1], { domain: "targets", keys: "voltage" });
    // @ts-expect-error a column that does not exist
    pulses.filter({ volt: 1 });
    // @ts-expect-error a column that does not exist
    pulses.where("cel", 1);
    // @ts-expect-error a target is no tag
    pulses.getTags({ keys: "soh" });
    // @ts-expect-error a part that a selection does not have
    pulses.columns({ feature: "voltage" });
    // @ts-expect-error a key that the records do not have
    pulses.records()[0]?.volt;
    // @ts-expect-error a split that was not made
    pulses.splits.val;
    // @ts-expect-error an undone split of another name
    pulses.splitRandom({ ratios: { a: 1 }, of: "val" });
    // @ts-expect-error a class of one scaler with options of another
    pulses.fitTransform(OneHotEncoder, { domain: "tags", config: { range: [0, 1] } });
  };
  assert.equal(typeof never, "function");
});
