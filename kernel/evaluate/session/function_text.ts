/**
 * The text of functions as their cells have them, without what the compiler put in.
 *
 * @module
 */

/**
 * Makes `Function.prototype.toString` read every text through a function. Whatever else asks for it is
 * answered as before: built-in and bound functions, proxies, and itself.
 *
 * @param asWritten takes out what the compiler put in
 */
export function installFunctionText(asWritten: (text: string) => string): void {
  const { apply } = Reflect;
  const native = Function.prototype.toString;
  // A method has no prototype and cannot be called with `new`, as the built-in one.
  const { toString } = {
    toString(this: unknown): string {
      return this === toString ? apply(native, native, []) : asWritten(apply(native, this, []));
    },
  };
  const own = { value: toString, writable: true, configurable: true };
  Object.defineProperty(Function.prototype, "toString", own);
}
