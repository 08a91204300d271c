/**
 * Errors as data: whatever was thrown, with its stack in script coordinates, causes included.
 *
 * V8 leaves cells out of `error.stack` unless it is asked for call sites, which know the name that
 * `//# sourceURL` gave; so the stack is written here, through `Error.prepareStackTrace`.
 *
 * @module
 */

import { types } from "node:util";
import type { ErrorReport, StackFrame } from "../events.ts";

/** Kept, because what a cell declares by these names hides them from this module, too. */
const { Error, Map, Set, String, WeakMap } = globalThis;

const DEPTH = 8;
const LENGTH = 50;
const frames = new WeakMap<Error, readonly StackFrame[]>();

interface CallSite {
  getFunctionName(): string | null;
  getMethodName(): string | null;
  getTypeName(): string | null;
  getFileName(): string | null;
  getScriptNameOrSourceURL?(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  isAsync?(): boolean;
  isConstructor(): boolean;
  isNative(): boolean;
}

/** Makes V8 hand stacks to us; they read like its own, and name cells. */
export function installStackTraces(): void {
  Error.stackTraceLimit = LENGTH;
  const target = Error as unknown as {
    prepareStackTrace(error: Error, sites: readonly CallSite[]): string;
  };
  target.prepareStackTrace = (error, sites) => {
    const list = sites.map(readFrame);
    frames.set(error, list);
    return [heading(error), ...list.map((frame) => `    at ${writeFrame(frame)}`)].join("\n");
  };
}

/** Where values were thrown that have no stack, newest last: those that could be anywhere for a cell only. */
const thrownObjects = new WeakMap<object, Error>();
const thrownPrimitives = new Map<unknown, Error>();
/** More of them are never on their way to whoever catches them. */
const PRIMITIVES = 16;

/**
 * Notes where a value is thrown, if it is no Error and so does not know that itself.
 *
 * @param value about to be thrown
 * @returns the value
 */
export function noteThrown<T>(value: T): T {
  if (types.isNativeError(value)) return value;
  const place = new Error();
  Error.captureStackTrace(place, noteThrown);
  if ((typeof value === "object" && value !== null) || typeof value === "function") {
    thrownObjects.set(value, place);
    return value;
  }
  thrownPrimitives.delete(value);
  thrownPrimitives.set(value, place);
  for (const [oldest] of thrownPrimitives) {
    if (thrownPrimitives.size > PRIMITIVES) thrownPrimitives.delete(oldest);
  }
  return value;
}

/** Forgets where primitive values were thrown: the same text may come from elsewhere in another cell. */
export function forgetThrown(): void {
  thrownPrimitives.clear();
}

function placeOf(thrown: unknown): readonly StackFrame[] {
  const place = thrownPrimitives.get(thrown) ?? thrownObjects.get(thrown as object);
  return place === undefined ? [] : readFrames(place);
}

/**
 * Describes whatever was thrown.
 *
 * @param thrown an Error as a rule
 * @param inspect writes a value that is not an Error as text
 * @returns plain data, with causes and parts up to a depth of 8
 */
export function describeError(thrown: unknown, inspect: (value: unknown) => string): ErrorReport {
  return describe(thrown, inspect, []);
}

/** `above` holds the errors that this one is a cause or a part of. */
function describe(
  thrown: unknown,
  inspect: (value: unknown) => string,
  above: readonly unknown[],
): ErrorReport {
  if (!isError(thrown)) {
    const message = safely(() => inspect(thrown));
    return { name: "Thrown", message, frames: placeOf(thrown), thrown: true };
  }
  const name = safely(() => String(thrown.name || thrown.constructor?.name || "Error"));
  const message = safely(() => String(thrown.message));
  if (above.includes(thrown)) return { name: `[Circular] ${name}`, message, frames: [] };
  const deeper = (value: unknown): ErrorReport => describe(value, inspect, [...above, thrown]);
  const parts = above.length < DEPTH ? partsOf(thrown) : undefined;
  const hasCause = above.length < DEPTH && Object.hasOwn(thrown, "cause");
  const details = ownDetails(thrown, inspect);
  return {
    name,
    message,
    frames: readFrames(thrown),
    ...(details === undefined ? {} : { details }),
    ...(hasCause ? { cause: deeper(thrown.cause) } : {}),
    ...(parts ? { errors: parts.slice(0, 10).map(deeper) } : {}),
  };
}

/** Errors that an AggregateError gathers, or the two of a SuppressedError: the newer one first. */
function partsOf(error: Error): readonly unknown[] | undefined {
  const errors: unknown = safelyGet(error, "errors");
  if (Array.isArray(errors)) return errors;
  return error instanceof SuppressedError ? [error.error, error.suppressed] : undefined;
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]" ||
    Object.prototype.toString.call(value) === "[object DOMException]";
}

function readFrames(error: Error): readonly StackFrame[] {
  const text = safely(() => String(error.stack)); // reading it makes V8 prepare the frames
  const found = frames.get(error) ?? parseStack(text);
  return found.length > 0 ? found : placeOf(error);
}

/** Frames of an error that another realm made, or whose stack was written by hand. */
function parseStack(text: string): StackFrame[] {
  const found: StackFrame[] = [];
  for (const line of text.split("\n")) {
    const match = /^\s*at (?:(async )?(.*?) \()?(.+?):(\d+):(\d+)\)?$/.exec(line);
    if (!match) continue;
    const [, isAsync, fn, file = "", row, column] = match;
    const place = { file, line: Number(row), column: Number(column) };
    found.push({ fn: fn ?? null, ...place, async: isAsync !== undefined });
  }
  return found;
}

function readFrame(site: CallSite): StackFrame {
  const name = site.getFunctionName();
  return {
    fn: name && site.isConstructor() ? `new ${name}` : name,
    file: site.getScriptNameOrSourceURL?.() ?? site.getFileName() ?? "<anonymous>",
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
    async: site.isAsync?.() ?? false,
  };
}

function writeFrame(frame: StackFrame): string {
  const place = `${frame.file}:${frame.line}:${frame.column}`;
  const before = frame.async ? "async " : "";
  return frame.fn ? `${before}${frame.fn} (${place})` : `${before}${place}`;
}

function heading(error: Error): string {
  return safely(() => Error.prototype.toString.call(error));
}

function ownDetails(error: Error, inspect: (value: unknown) => string): string | undefined {
  const usual = new Set(["name", "message", "stack", "cause", "errors"]);
  const entries = safelyEntries(error).filter(([key]) => !usual.has(key));
  return entries.length === 0 ? undefined : safely(() => inspect(Object.fromEntries(entries)));
}

function safelyEntries(value: object): [string, unknown][] {
  try {
    return Object.entries(value);
  } catch {
    return []; // a proxy or getter that throws has nothing to add
  }
}

function safelyGet(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function safely(text: () => string): string {
  try {
    return text();
  } catch {
    return "<unprintable>";
  }
}
