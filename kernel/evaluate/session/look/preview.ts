/**
 * A value in one short line, without running any of its code.
 *
 * @module
 */

import { isDate, isMap, isNativeError, isRegExp, isSet, isTypedArray } from "node:util/types";
import { accessor, classOf, isOpen, own } from "./own.ts";

/** Longest text of one element of a list or an object; names of classes take half of it. */
const PART = 32;
const sourceOf = accessor(RegExp.prototype, "source");

/**
 * Writes a value in one line.
 *
 * @param value anything
 * @param width longest text; what is longer ends in `…`
 * @returns such as `[1, 2, 3]` or `{ a: 1, b: (…) }`, where `(…)` is a getter that was not called
 * @example
 * ```ts
 * import { preview } from "./preview.ts";
 * console.assert(preview({ a: [1, 2] }) === "{ a: [1, 2] }");
 * ```
 */
export function preview(value: unknown, width = 60): string {
  return write(value, { width, depth: 2 });
}

interface Room {
  readonly width: number;
  readonly depth: number;
}

function write(value: unknown, room: Room): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(cut(value, room.width)).toWellFormed();
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return isOpen(value) ? oneLine(functionText(value), room) : "Proxy";
    case "object":
      return value === null ? "null" : writeObject(value, room);
    default:
      return cut(String(value), room.width);
  }
}

function writeObject(value: object, room: Room): string {
  if (!isOpen(value)) return "Proxy";
  if (isNativeError(value)) {
    const message = own(value, "message");
    const text = typeof message === "string" ? `${classOf(value)}: ${message}` : classOf(value);
    return oneLine(text, room);
  }
  if (isDate(value)) return writeDate(value);
  if (isRegExp(value)) return cut(`/${sourceOf(value)}/`, room.width);
  const name = cut(classOf(value), PART / 2);
  const inner = { width: PART, depth: room.depth - 1 };
  if (Array.isArray(value) || isTypedArray(value)) {
    if (room.depth === 0) return "[…]";
    return join(elements(value, inner), { open: prefix(name, "Array") + "[", close: "]", room });
  }
  if (isMap(value) || isSet(value)) {
    if (room.depth === 0) return `${name} {…}`;
    return join(entries(value, inner), { open: `${name} { `, close: " }", room });
  }
  if (room.depth === 0) return name === "Object" ? "{…}" : `${name} {…}`;
  return join(properties(value, inner), { open: prefix(name, "Object") + "{ ", close: " }", room });
}

function prefix(name: string, plain: string): string {
  return name === plain ? "" : `${name} `;
}

function* elements(value: readonly unknown[] | ArrayLike<unknown>, room: Room): Iterable<string> {
  const length = Number(own(value, "length") ?? value.length);
  for (let index = 0; index < length; index++) {
    const property = Object.getOwnPropertyDescriptor(value, index);
    yield property === undefined ? "" : writeProperty(property, room);
  }
}

function* entries(
  value: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>,
  room: Room,
): Iterable<string> {
  if (isMap(value)) {
    for (const [key, held] of Map.prototype.entries.call(value)) {
      yield `${write(key, room)} => ${write(held, room)}`;
    }
  } else if (isSet(value)) {
    for (const held of Set.prototype.values.call(value)) yield write(held, room);
  }
}

function* properties(value: object, room: Room): Iterable<string> {
  for (const key of Object.keys(value)) {
    const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key);
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property !== undefined) yield `${name}: ${writeProperty(property, room)}`;
  }
}

function writeProperty(property: PropertyDescriptor, room: Room): string {
  return "value" in property ? write(property.value, room) : "(…)";
}

/** Stops reading as soon as the line is full, so that a million elements cost nothing. */
function join(
  parts: Iterable<string>,
  { open, close, room }: { readonly open: string; readonly close: string; readonly room: Room },
): string {
  const left = room.width - open.length - close.length - ", …".length;
  let text = "";
  for (const part of parts) {
    const longer = text === "" ? part : `${text}, ${part}`;
    if (longer.length > left) return `${open}${text === "" ? "…" : `${text}, …`}${close}`;
    text = longer;
  }
  return text === "" ? `${open}${close}`.replace("  ", "") : open + text + close;
}

function writeDate(value: Date): string {
  const time = Date.prototype.getTime.call(value);
  return Number.isNaN(time) ? "Invalid Date" : Date.prototype.toISOString.call(value);
}

/**
 * The source of a function or class.
 *
 * @param value the function
 * @returns its text as it was written
 * @example
 * ```ts
 * import { functionText } from "./preview.ts";
 * console.assert(functionText(class A {}) === "class A {}");
 * ```
 */
export function functionText(value: object): string {
  return Function.prototype.toString.call(value);
}

function oneLine(text: string, { width }: Room): string {
  return cut(text.slice(0, 500).replace(/\s+/g, " ").trim(), width);
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
