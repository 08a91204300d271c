/**
 * How a value shows itself in notebooks and in consoles.
 *
 * @module
 */

/** Forms of a value by MIME type; `text/plain` is what consoles show. */
export type Shown = Readonly<Record<string, unknown>>;

/** The conventions of the consoles of Deno and Node. */
const CONSOLES: readonly string[] = ["Deno.customInspect", "nodejs.util.inspect.custom"];

/**
 * Lets values show themselves: by the convention of Jupyter kernels, and in consoles as text. What is
 * added is not enumerable, so that values are equal, and written as JSON, as before.
 *
 * @param target a value, or the prototype of a class
 * @param show from the value to its forms
 * @returns the target
 * @throws {TypeError} when the target is frozen
 * @example
 * ```ts
 * import { showAs } from "./show_as.ts";
 * const rows = showAs([1, 2], (list) => ({ "text/plain": `${list.length} rows` }));
 * console.log(rows); // 2 rows
 * ```
 */
export function showAs<T extends object>(target: T, show: (value: T) => Shown): T {
  // Computed names in a class would need types that isolated declarations cannot give.
  Object.defineProperty(target, Symbol.for("Jupyter.display"), {
    value(this: T): Shown {
      return show(this);
    },
  });
  for (const convention of CONSOLES) {
    Object.defineProperty(target, Symbol.for(convention), {
      value(this: T): unknown {
        return show(this)["text/plain"];
      },
    });
  }
  return target;
}
