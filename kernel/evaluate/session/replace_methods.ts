/**
 * Methods of the runtime's own prototypes that the session replaces.
 *
 * @module
 */

/** A method that may be called on any object of a kind. */
export type Method<This> = (this: This, ...args: unknown[]) => unknown;

/** Makes a method, given the one that it replaces. */
export type Replacement<This> = (method: Method<This>) => Method<This>;

/**
 * Puts other methods in the place of some; they have the names and lengths of those.
 *
 * @param target where the methods are, or what inherits them; those that it lacks stay so
 * @param replacements what makes them, by the names of the methods
 * @example
 * ```ts
 * import { replaceMethods } from "./replace_methods.ts";
 * const target = { add: (a: number) => a + 1 };
 * replaceMethods(target, { add: (add) => (...args) => Number(add.apply(target, args)) * 2 });
 * console.assert(target.add(1) === 4);
 * ```
 */
export function replaceMethods<This extends object>(
  target: This,
  replacements: Readonly<Record<string, Replacement<This>>>,
): void {
  for (const [name, make] of Object.entries(replacements)) {
    const method: unknown = Reflect.get(target, name);
    if (typeof method !== "function") continue;
    const made = Object.defineProperties(make(method as Method<This>), {
      name: { value: method.name },
      length: { value: method.length },
    });
    Reflect.set(target, name, made);
  }
}
