/**
 * Any value as a JSON value that survives being written and read again.
 *
 * @module
 */

import { isProxy } from "node:util/types";

import { describeThrown, inspectValue } from "./inspect.ts";

/** How what JSON cannot hold is written. */
export interface ToJsonOptions {
  /**
   * Who reads: people get NaN, the infinities and BigInt spelled as text; programs, which reckon, get
   * null and the nearest number; default "people".
   */
  readonly reader?: "people" | "programs";
}

const MAX_DEPTH = 100;
/** More would be over the size limit of a message anyway; also ends what shared parts blow up. */
const MAX_NODES = 2_000_000;

/**
 * Copies a value as JSON: numbers as their reader needs them, dates as ISO text, maps as objects, sets
 * and typed arrays as lists, repeated ancestors as "[Circular]", a getter that throws as its message.
 *
 * @param value anything
 * @param options who reads the numbers
 * @returns null, a boolean, a finite number, well-formed text, a list or an object
 * @example
 * ```ts
 * import { toJson } from "./clean_json.ts";
 * console.assert(JSON.stringify(toJson([NaN, 2n, undefined])) === '["NaN","2",null]');
 * ```
 */
export function toJson(value: unknown, options: ToJsonOptions = {}): unknown {
  return convert(value, { spell: options.reader !== "programs", ancestors: [], nodes: 0 }) ?? null;
}

interface Walk {
  readonly spell: boolean;
  readonly ancestors: object[];
  nodes: number;
}

/** Undefined stands for what an object leaves out and a list writes as null. */
function convert(value: unknown, walk: Walk): unknown {
  switch (typeof value) {
    case "string":
      return value.toWellFormed();
    case "boolean":
      return value;
    case "number":
      return number(value, walk);
    case "bigint":
      return walk.spell ? value.toString() : Number(value);
    case "object":
      return value === null ? null : container(value, walk);
    default:
      return undefined;
  }
}

function number(value: number, walk: Walk): unknown {
  // JSON writes -0 as 0.
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  return walk.spell ? String(value) : null;
}

function container(value: object, walk: Walk): unknown {
  if (walk.ancestors.includes(value)) return "[Circular]";
  if (walk.ancestors.length >= MAX_DEPTH || walk.nodes > MAX_NODES) return "[…]";
  if (isProxy(value)) return inspectValue(value).toWellFormed();
  walk.ancestors.push(value);
  try {
    return members(value, walk);
  } catch (error) {
    return `[${describeThrown(error)}]`.toWellFormed();
  } finally {
    walk.ancestors.pop();
  }
}

function members(value: object, walk: Walk): unknown {
  if (Array.isArray(value)) return list(value, walk);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) {
    return value instanceof DataView ? [] : list(value as unknown as Iterable<unknown>, walk);
  }
  if (value instanceof Set) return list(value, walk);
  if (value instanceof Map) {
    return object([...value].map(([key, each]) => [keyText(key), each]), walk);
  }
  if (value instanceof Error) return inspectValue(value).toWellFormed();
  if ("toJSON" in value && typeof value.toJSON === "function") return convert(value.toJSON(), walk);
  return object(Object.keys(value).map((key) => [key, read(value, key)]), walk);
}

function list(values: Iterable<unknown>, walk: Walk): unknown[] {
  const converted: unknown[] = [];
  for (const each of values) {
    if (++walk.nodes > MAX_NODES) return [...converted, "…"];
    converted.push(convert(each, walk) ?? null);
  }
  return converted;
}

function object(entries: readonly (readonly [string, unknown])[], walk: Walk): unknown {
  const converted: [string, unknown][] = [];
  for (const [key, each] of entries) {
    walk.nodes++;
    const json = convert(each, walk);
    if (json !== undefined) converted.push([key.toWellFormed(), json]);
  }
  // Unlike assignment, fromEntries makes `__proto__` a property like any other.
  return Object.fromEntries(converted);
}

function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch (error) {
    return `[${describeThrown(error)}]`;
  }
}

function keyText(key: unknown): string {
  return typeof key === "string" ? key : inspectValue(key);
}
