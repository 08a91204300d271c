/**
 * Reading values of users without running their code: descriptors instead of getters, nothing of
 * proxies, and the built-in accessors that no subclass can replace.
 *
 * @module
 */

import { isProxy } from "node:util/types";

/**
 * Whether a value may be looked into.
 *
 * @param value anything
 * @returns true for objects and functions that are no proxies
 * @example
 * ```ts
 * import { isOpen } from "./own.ts";
 * console.assert(isOpen([]) && !isOpen(new Proxy({}, {})));
 * ```
 */
export function isOpen(value: unknown): value is object {
  const hasProperties = (typeof value === "object" && value !== null) ||
    typeof value === "function";
  return hasProperties && !isProxy(value);
}

/**
 * An own property that is no getter.
 *
 * @param value anything
 * @param key name of the property
 * @returns its value; undefined for getters, for proxies and where there is none
 * @example
 * ```ts
 * import { own } from "./own.ts";
 * console.assert(own({ a: 1 }, "a") === 1);
 * console.assert(own({ get a() { return 1; } }, "a") === undefined);
 * ```
 */
export function own(value: unknown, key: PropertyKey): unknown {
  return isOpen(value) ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}

/**
 * The name of the class a value was made by.
 *
 * @param value an object
 * @returns such as `Map`; `Proxy` for proxies, `Object` where no class is known
 * @example
 * ```ts
 * import { classOf } from "./own.ts";
 * console.assert(classOf(new Map()) === "Map");
 * ```
 */
export function classOf(value: object): string {
  if (!isOpen(value)) return "Proxy";
  for (let next = Object.getPrototypeOf(value); isOpen(next); next = Object.getPrototypeOf(next)) {
    const name = own(own(next, "constructor"), "name");
    if (typeof name === "string" && name !== "") return name;
  }
  return "Object";
}

/**
 * A built-in accessor as a function, taken before anybody can replace it.
 *
 * @param prototype where it is defined
 * @param key its name
 * @returns reads the accessor of a value that has it
 * @example
 * ```ts
 * import { accessor } from "./own.ts";
 * console.assert(accessor(Map.prototype, "size")(new Map([[1, 2]])) === 1);
 * ```
 */
export function accessor(prototype: object, key: PropertyKey): (value: object) => unknown {
  const get = Object.getOwnPropertyDescriptor(prototype, key)?.get;
  return (value) => get === undefined ? undefined : Reflect.apply(get, value, []);
}
