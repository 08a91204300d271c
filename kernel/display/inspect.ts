/**
 * Any value as plain text, bounded in depth, length and time, without calling the value's getters.
 *
 * @module
 */

import { isProxy } from "node:util/types";

import { describeError } from "./error_value.ts";

/** Kept, because what a cell declares by these names hides them from this module, too. */
const { ArrayBuffer, Error, Map, Set } = globalThis;

/** How the text is laid out. */
export interface InspectOptions {
  /** Whether to colour with ANSI codes; default false. */
  readonly colors?: boolean;
  /** Columns before lines break; default 80. */
  readonly width?: number;
  /** Whether to show one level and few items, where the value is not the point; default false. */
  readonly brief?: boolean;
}

const BRIEF_ITEMS = 10;
const MAX_DEPTH = 4;
const MAX_ITEMS = 100;
/** `Deno.inspect` takes about 2 µs a node, so this many keep a result below 20 ms. */
const MAX_NODES = 5_000;
const MAX_STRING = 10_000;
const MAX_TEXT = 100_000;

/**
 * Describes a value as `Deno.inspect` does, but within bounds: 4 levels, 100 items a level, 5,000
 * nodes and 100,000 characters.
 *
 * @param value anything; a value whose own inspect method throws is described without it
 * @param options colours and width
 * @returns the text; never throws
 * @example
 * ```ts
 * import { inspectValue } from "./inspect.ts";
 * console.assert(inspectValue({ a: 1n }) === "{ a: 1n }");
 * ```
 */
export function inspectValue(value: unknown, options: InspectOptions = {}): string {
  try {
    if (!isProxy(value) && value instanceof Error) return truncate(describeError(value));
    return truncate(Deno.inspect(shorten(value), settings(value, options)));
  } catch (error) {
    return inspectWithoutMethods(value, error);
  }
}

function settings(
  value: unknown,
  { colors = false, width = 80, brief = false }: InspectOptions,
): Deno.InspectOptions {
  return {
    colors,
    depth: brief ? 1 : affordableDepth(value),
    iterableLimit: brief ? BRIEF_ITEMS : MAX_ITEMS,
    strAbbreviateSize: brief ? 200 : MAX_STRING,
    breakLength: width,
  };
}

/** Levels that can be shown before the nodes exceed what is affordable; at least one. */
function affordableDepth(value: unknown): number {
  if (!isContainer(value)) return MAX_DEPTH;
  let level: readonly object[] = [value];
  let nodes = 0;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const next: object[] = [];
    for (const container of level) {
      const children = childrenOf(container);
      nodes += children.length;
      if (nodes > MAX_NODES) return Math.max(0, depth - 1);
      for (const child of children) if (isContainer(child)) next.push(child);
    }
    if (next.length === 0) return MAX_DEPTH;
    level = next;
  }
  return MAX_DEPTH;
}

function childrenOf(value: object): readonly unknown[] {
  if (isProxy(value) || ArrayBuffer.isView(value)) return [];
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS);
  if (value instanceof Set) return take(value.values());
  if (value instanceof Map) return take(value.entries());
  const children: unknown[] = [];
  for (const key of Object.keys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property !== undefined && "value" in property) children.push(property.value);
    if (children.length > MAX_NODES) break;
  }
  return children;
}

function take(values: Iterable<unknown>): unknown[] {
  const taken: unknown[] = [];
  for (const value of values) {
    if (taken.length >= MAX_ITEMS) break;
    taken.push(value);
  }
  return taken;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Texts and plain objects have no limit of their own in `Deno.inspect`, at the top level. */
function shorten(value: unknown): unknown {
  if (typeof value === "string" && value.length > MAX_TEXT) return value.slice(0, MAX_TEXT);
  if (!isContainer(value) || isProxy(value) || Array.isArray(value)) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const keys = Object.keys(value);
  if (keys.length <= MAX_NODES) return value;
  const shown: Record<string, unknown> = {};
  for (const key of keys.slice(0, MAX_ITEMS)) {
    Object.defineProperty(shown, key, Object.getOwnPropertyDescriptor(value, key) ?? {});
  }
  shown["…"] = `${keys.length - MAX_ITEMS} more properties`;
  return shown;
}

function truncate(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}\n… ${text.length - MAX_TEXT} more characters`;
}

/**
 * Describes an object whose own inspect method fails: its properties that are no getters.
 *
 * @param value the object
 * @param error what came of the method
 * @returns the text, with a note; never throws
 * @example
 * ```ts
 * import { inspectWithoutMethods } from "./inspect.ts";
 * const text = inspectWithoutMethods({ a: 1 }, new Error("no"));
 * console.assert(text === "{ a: 1 }\n(its inspect method threw Error: no)");
 * ```
 */
export function inspectWithoutMethods(value: unknown, error: unknown): string {
  const note = `its inspect method threw ${describeThrown(error)}`;
  try {
    const plain: Record<string, unknown> = {};
    for (const key of Object.keys(value as object).slice(0, MAX_ITEMS)) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      if (property !== undefined) Object.defineProperty(plain, key, property);
    }
    return `${truncate(Deno.inspect(plain, { depth: 1, iterableLimit: 10 }))}\n(${note})`;
  } catch {
    return `[${typeof value} that cannot be shown: ${note}]`;
  }
}

/**
 * What was thrown, in one line, whatever it was.
 *
 * @param thrown an error, or any other value that code may throw
 * @returns `Name: message` for errors, else the value's text; never throws
 * @example
 * ```ts
 * import { describeThrown } from "./inspect.ts";
 * console.assert(describeThrown(new TypeError("no")) === "TypeError: no");
 * ```
 */
export function describeThrown(thrown: unknown): string {
  try {
    const text = thrown instanceof Error
      ? `${thrown.name}: ${thrown.message}`
      : Deno.inspect(thrown);
    return text.length > 500 ? `${text.slice(0, 500)}…` : text;
  } catch {
    return `a ${typeof thrown} that cannot be shown`;
  }
}
