/**
 * Binary values of a state travel beside its JSON: taken out with their paths, put back at the other
 * end.
 *
 * Source: Jupyter widget messaging protocol 2, "Synchronizing widget state".
 *
 * @module
 */

/** Where a value stands in a state: names of properties, places in lists. */
export type BufferPath = readonly (string | number)[];

/** A state in two parts. */
export interface SplitState {
  /** JSON; binary properties are left out, binary entries of lists are null. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Where each buffer belongs. */
  readonly paths: readonly BufferPath[];
  readonly buffers: readonly Uint8Array[];
}

interface Found {
  readonly paths: BufferPath[];
  readonly buffers: Uint8Array[];
}

/**
 * Takes the binary values out of a state.
 *
 * @param state JSON values, lists and plain objects, with typed arrays, views and buffers anywhere
 * @returns the rest and the buffers, which share memory with the state
 * @example
 * ```ts
 * import { splitBuffers } from "./buffers.ts";
 * const { state, paths } = splitBuffers({ a: { b: Uint8Array.of(1), c: 2 } });
 * console.assert(JSON.stringify([state, paths]) === '[{"a":{"c":2}},[["a","b"]]]');
 * ```
 */
export function splitBuffers(state: Readonly<Record<string, unknown>>): SplitState {
  const found: Found = { paths: [], buffers: [] };
  return { state: strip(state, [], found) as Record<string, unknown>, ...found };
}

/**
 * Puts binary values back where they stood.
 *
 * @param split what `splitBuffers` made, here or in a frontend
 * @returns the state, its binary values as bytes; the parts are not changed
 * @throws {RangeError} if a path leads nowhere, or buffers and paths are not of one number
 * @example
 * ```ts
 * import { joinBuffers } from "./buffers.ts";
 * const split = { state: { a: [null] }, paths: [["a", 0]], buffers: [Uint8Array.of(7)] };
 * console.assert(JSON.stringify(joinBuffers(split)) === '{"a":[{"0":7}]}');
 * ```
 */
export function joinBuffers({ state, paths, buffers }: SplitState): Record<string, unknown> {
  if (paths.length !== buffers.length) {
    throw new RangeError(
      `Cannot put buffers back: there are ${buffers.length} of them for ${paths.length} paths`,
    );
  }
  const joined = structuredClone(state) as Record<string, unknown>;
  for (const [index, path] of paths.entries()) put(joined, path, buffers[index]);
  return joined;
}

function strip(value: unknown, path: BufferPath, found: Found): unknown {
  if (Array.isArray(value)) {
    return value.map((each, index) =>
      take(each, [...path, index], found) ? null : strip(each, [...path, index], found)
    );
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const place = [...path, name];
      return take(each, place, found) ? [] : [[name, strip(each, place, found)]];
    }),
  );
}

/** Notes a binary value; whether it was one. */
function take(value: unknown, path: BufferPath, { paths, buffers }: Found): boolean {
  const bytes = asBytes(value);
  if (bytes === undefined) return false;
  paths.push(path);
  buffers.push(bytes);
  return true;
}

function asBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function put(root: Record<string, unknown>, path: BufferPath, bytes: unknown): void {
  const last = path.at(-1);
  let holder: unknown = root;
  for (const step of path.slice(0, -1)) holder = child(holder, step);
  // Only what the state itself has, so that no path reaches a prototype.
  const isPlace = typeof holder === "object" && holder !== null && last !== undefined &&
    last !== "__proto__";
  if (!isPlace) throw new RangeError(`Cannot put a buffer at ${path.join(".")}: nothing is there`);
  (holder as Record<string | number, unknown>)[last] = bytes;
}

function child(holder: unknown, step: string | number): unknown {
  const has = typeof holder === "object" && holder !== null && Object.hasOwn(holder, step);
  return has ? (holder as Record<string | number, unknown>)[step] : undefined;
}
