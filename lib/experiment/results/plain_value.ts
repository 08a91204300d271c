/**
 * Any value as plain data and typed arrays; what is neither is said, not kept.
 *
 * @module
 */

/**
 * Stands for a value that was no plain data when it was written down.
 *
 * @example
 * ```ts
 * import { LostValue } from "./plain_value.ts";
 * console.log(new LostValue("Plot").what); // Plot
 * ```
 */
export class LostValue {
  /** What it was. */
  readonly what: string;

  /** @param what it was, such as the name of its class */
  constructor(what: string) {
    this.what = what;
    Object.freeze(this);
  }
}

/** Writes down values of certain classes, as an object with one key that begins with `$`. */
export type WriteSpecial = (value: object) => object | undefined;

/** Makes values of certain classes again. */
export type ReadSpecial = (written: Readonly<Record<string, unknown>>) => unknown;

/**
 * Writes a value down.
 *
 * @param value any
 * @param write what writes values of classes that it knows
 * @returns null, truth values, numbers, texts, typed arrays, and lists and objects of those
 * @example
 * ```ts
 * import { toPlain } from "./plain_value.ts";
 * console.log(toPlain({ at: [1, null], when: new Date(0) })); // { at: [1, null], when: { $lost: "Date" } }
 * ```
 */
export function toPlain(value: unknown, write: WriteSpecial = () => undefined): unknown {
  return plain(value, { write, inside: new Set() });
}

/**
 * Makes a value again.
 *
 * @param written what `toPlain` gave
 * @param read what makes values of classes that it knows
 * @returns an equal value; `LostValue` where it was no plain data
 * @example
 * ```ts
 * import { fromPlain, toPlain } from "./plain_value.ts";
 * fromPlain(toPlain({ $price: 3 })); // { $price: 3 }
 * ```
 */
export function fromPlain(written: unknown, read: ReadSpecial = () => undefined): unknown {
  if (Array.isArray(written)) return written.map((part) => fromPlain(part, read));
  if (typeof written !== "object" || written === null || ArrayBuffer.isView(written)) {
    return written;
  }
  const object = written as Readonly<Record<string, unknown>>;
  if (isSpecial(object)) {
    return "$lost" in object ? new LostValue(String(object.$lost)) : read(object) ?? object;
  }
  return Object.fromEntries(
    Object.entries(object).map(([key, part]) => [
      key.startsWith("$$") ? key.slice(1) : key,
      fromPlain(part, read),
    ]),
  );
}

interface Walk {
  readonly write: WriteSpecial;
  /** Objects that the value is a part of. */
  readonly inside: Set<object>;
}

function plain(value: unknown, walk: Walk): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  if (typeof value !== "object") return { $lost: typeof value };
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return (value as Float32Array).slice();
  }
  // What was lost once stays as it was said to be.
  if (value instanceof LostValue) return { $lost: value.what };
  const special = walk.write(value);
  if (special !== undefined) return special;
  const kind = Object.getPrototypeOf(value)?.constructor?.name ?? "Object";
  if (walk.inside.has(value)) return { $lost: `${kind} that contains itself` };
  if (!Array.isArray(value) && kind !== "Object") return { $lost: kind };
  walk.inside.add(value);
  const written = Array.isArray(value)
    ? value.map((part) => plain(part, walk))
    : plainObject(value, walk);
  walk.inside.delete(value);
  return written;
}

function plainObject(value: object, walk: Walk): unknown {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
    .map(([key, part]) => [key.startsWith("$") ? `$${key}` : key, plain(part, walk)]);
  return Object.fromEntries(entries);
}

function isSpecial(object: Readonly<Record<string, unknown>>): boolean {
  const [key = "", ...others] = Object.keys(object);
  return others.length === 0 && /^\$[^$]/.test(key);
}
