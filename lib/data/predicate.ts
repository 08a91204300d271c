/**
 * Conditions on a column, as plain data: they can be saved, compared and run again.
 *
 * @module
 */

import { freeze, type JsonObject } from "../core/json.ts";
import { UnknownNameError } from "../core/names.ts";
import { Registry } from "../core/registry.ts";
import type { Column, Sample, Scalar } from "./column.ts";

/** A condition as plain data. */
export type Predicate =
  | { readonly op: "lt" | "lte" | "gt" | "gte"; readonly value: number | string }
  | { readonly op: "eq" | "ne"; readonly value: Scalar }
  | { readonly op: "in" | "notIn"; readonly values: readonly Scalar[] }
  | { readonly op: "isNull" | "notNull" }
  | { readonly op: "and" | "or"; readonly of: readonly Predicate[] }
  | { readonly op: "not"; readonly of: Predicate }
  | { readonly op: "named"; readonly name: string; readonly options: JsonObject };

/** A value as people write it: dates stand for the milliseconds since 1970 that columns hold. */
export type Value = Scalar | Date;

/** A condition as people write it: a value (equal), a list (one of them), a predicate, a function. */
export type Condition = Value | readonly Value[] | Predicate | SampleTest;

/** Any test of a sample; it cannot be saved, a registered one can. */
export type SampleTest = (sample: Sample, row: number) => boolean;

/** Tests that saved predicates name: each makes a test from plain options. */
export const predicates: Registry<(options: JsonObject) => SampleTest> = new Registry("predicate");

/** @returns the condition "less than `value`" */
export function lt(value: number | string | Date): Predicate {
  return freeze({ op: "lt", value: plain(value) });
}

/** @returns the condition "at most `value`" */
export function lte(value: number | string | Date): Predicate {
  return freeze({ op: "lte", value: plain(value) });
}

/** @returns the condition "greater than `value`" */
export function gt(value: number | string | Date): Predicate {
  return freeze({ op: "gt", value: plain(value) });
}

/** @returns the condition "at least `value`" */
export function gte(value: number | string | Date): Predicate {
  return freeze({ op: "gte", value: plain(value) });
}

/** @returns the condition "equal to `value`"; `null` is equal to what is missing */
export function eq(value: Value): Predicate {
  return freeze({ op: "eq", value: plain(value) });
}

/** @returns the condition "there, and not equal to `value`" */
export function ne(value: Value): Predicate {
  return freeze({ op: "ne", value: plain(value) });
}

/** @returns the condition "one of `values`"; `null` among them stands for what is missing */
export function isIn(values: readonly Value[]): Predicate {
  return freeze({ op: "in", values: values.map(plain) });
}

/** @returns the condition "there, and none of `values`" */
export function notIn(values: readonly Value[]): Predicate {
  return freeze({ op: "notIn", values: values.map(plain) });
}

/** @returns the condition "missing" */
export function isNull(): Predicate {
  return freeze({ op: "isNull" });
}

/** @returns the condition "not missing" */
export function notNull(): Predicate {
  return freeze({ op: "notNull" });
}

/** @returns the condition that all of several hold */
export function and(...of: readonly Predicate[]): Predicate {
  return freeze({ op: "and", of });
}

/** @returns the condition that one of several holds */
export function or(...of: readonly Predicate[]): Predicate {
  return freeze({ op: "or", of });
}

/** @returns the condition that another does not hold */
export function not(of: Predicate): Predicate {
  return freeze({ op: "not", of });
}

/**
 * A test of your own that can be saved; `predicates.register(name, …)` says what it does.
 *
 * @param name under which it is registered
 * @param options plain data for it
 * @returns the condition
 * @example
 * ```ts
 * import { named, predicates } from "./predicate.ts";
 * predicates.register("even", () => (sample) => Number(sample) % 2 === 0);
 * const even = named("even");
 * ```
 */
export function named(name: string, options: JsonObject = {}): Predicate {
  return freeze({ op: "named", name, options });
}

/**
 * Reads what people write as a condition.
 *
 * @param condition a value, a list of values, a predicate or a function
 * @returns a predicate, or the function
 * @throws {TypeError} when it is undefined, as a variable is that was never set
 * @example
 * ```ts
 * import { toPredicate } from "./predicate.ts";
 * console.log(toPredicate(["a", "b"])); // { op: "in", values: ["a", "b"] }
 * ```
 */
export function toPredicate(condition: Condition): Predicate | SampleTest {
  if (typeof condition === "function") return condition;
  if (condition === null) return isNull();
  if (condition === undefined) {
    throw new TypeError(
      "Cannot use undefined as a condition: give a value, null for what is missing, a list of values, " +
        "a predicate or a function",
    );
  }
  if (Array.isArray(condition)) return isIn(condition as readonly Value[]);
  const isValue = typeof condition !== "object" || condition instanceof Date;
  return isValue ? eq(condition as Value) : condition as Predicate;
}

function plain<T>(value: T | Date): T | number {
  return value instanceof Date ? value.getTime() : value;
}

/**
 * Writes conditions down. Functions cannot be saved; what is written says so instead of guessing.
 *
 * @param conditions by column
 * @returns plain data
 * @example
 * ```ts
 * import { conditionsToJson, gt } from "./predicate.ts";
 * console.log(conditionsToJson({ soh: gt(90) })); // { soh: { op: "gt", value: 90 } }
 * ```
 */
export function conditionsToJson(conditions: Readonly<Record<string, Condition>>): JsonObject {
  const entries = Object.entries(conditions).map(([key, condition]) => {
    const predicate = toPredicate(condition);
    if (typeof predicate !== "function") return [key, predicate];
    const options = { source: String(condition) };
    return [key, { op: "named", name: `function of ${key}`, options }];
  });
  return Object.fromEntries(entries);
}

/**
 * Makes the test of one column: texts are compared once for each distinct text, not for each row.
 *
 * @param column whose samples are tested
 * @param condition what to test
 * @returns a test of a row
 * @throws {TypeError} when samples of a shape are compared
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { gt, rowTest } from "./predicate.ts";
 * const test = rowTest(buildColumn("soh", [80, 95]), gt(90));
 * console.log(test(0), test(1)); // false true
 * ```
 */
export function rowTest(column: Column, condition: Condition): (row: number) => boolean {
  const predicate = toPredicate(condition);
  if (typeof predicate === "function") return (row) => predicate(column.at(row), row);
  const { valid } = column;
  switch (predicate.op) {
    case "named": {
      const test = predicates.get(predicate.name)(predicate.options);
      return (row) => test(column.at(row), row);
    }
    case "isNull":
      return (row) => valid?.[row] === 0;
    case "notNull":
      return (row) => valid?.[row] !== 0;
    case "not": {
      const test = rowTest(column, predicate.of);
      return (row) => !test(row);
    }
    case "and":
    case "or":
      return combined(predicate.op, predicate.of.map((part) => rowTest(column, part)));
    case "lt":
    case "lte":
    case "gt":
    case "gte":
    case "eq":
    case "ne":
    case "in":
    case "notIn":
      return scalarTest(column, predicate);
  }
  const { op } = predicate as { op?: unknown };
  throw new UnknownNameError("condition", String(op), { known: OPERATIONS });
}

/** What predicates may do, for errors. */
const OPERATIONS: readonly string[] = [
  ...["lt", "lte", "gt", "gte", "eq", "ne", "in", "notIn"],
  ...["isNull", "notNull", "and", "or", "not", "named"],
];

function combined(
  op: "and" | "or",
  tests: readonly ((row: number) => boolean)[],
): (row: number) => boolean {
  return op === "and"
    ? (row) => tests.every((test) => test(row))
    : (row) => tests.some((test) => test(row));
}

type Comparison = Extract<Predicate, { value: unknown } | { values: unknown }>;

function scalarTest(column: Column, predicate: Comparison): (row: number) => boolean {
  if (column.size !== 1) {
    throw new TypeError(
      `Cannot compare samples of shape [${column.shape.join(", ")}] with "${predicate.op}": ` +
        `only scalars have an order; pass a function of the sample`,
    );
  }
  const test = presentTest(column, predicate);
  const { valid } = column;
  if (valid === undefined) return test;
  const takesMissing = "values" in predicate
    ? predicate.op === "in" && predicate.values.includes(null)
    : predicate.op === "eq" && predicate.value === null;
  return (row) => valid[row] === 0 ? takesMissing : test(row);
}

/** The test of a row that is not missing. */
function presentTest(column: Column, predicate: Comparison): (row: number) => boolean {
  const { values, levels } = column;
  if (levels !== undefined) {
    const accepted = levels.map((level) => accepts(predicate, level));
    return (row) => accepted[values[row] as number] === true;
  }
  if (column.dtype === "bool") {
    const accepted = [accepts(predicate, false), accepts(predicate, true)];
    return (row) => accepted[values[row] as number] === true;
  }
  const test = numberTest(predicate);
  return (row) => test(values[row] as number);
}

function numberTest(predicate: Comparison): (value: number) => boolean {
  if ("values" in predicate) {
    const set = new Set<unknown>(predicate.values);
    return predicate.op === "in" ? (value) => set.has(value) : (value) => !set.has(value);
  }
  const { op, value: bound } = predicate;
  if (typeof bound !== "number") {
    if (op === "ne") return () => true;
    if (op === "eq") return () => false;
    throw new TypeError(`Cannot compare numbers with the text ${JSON.stringify(bound)}`);
  }
  switch (op) {
    case "lt":
      return (value) => value < bound;
    case "lte":
      return (value) => value <= bound;
    case "gt":
      return (value) => value > bound;
    case "gte":
      return (value) => value >= bound;
    case "eq":
      return (value) => value === bound;
    case "ne":
      return (value) => value !== bound;
  }
}

function accepts(predicate: Comparison, value: string | boolean): boolean {
  switch (predicate.op) {
    case "in":
      return predicate.values.includes(value);
    case "notIn":
      return !predicate.values.includes(value);
    case "eq":
      return value === predicate.value;
    case "ne":
      return value !== predicate.value;
  }
  const bound = predicate.value;
  if (typeof value !== "string" || typeof bound !== "string") {
    throw new TypeError(`Cannot compare ${JSON.stringify(value)} with ${JSON.stringify(bound)}`);
  }
  if (predicate.op === "lt") return value < bound;
  if (predicate.op === "lte") return value <= bound;
  return predicate.op === "gt" ? value > bound : value >= bound;
}
