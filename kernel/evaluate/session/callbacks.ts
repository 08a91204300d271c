/**
 * Callbacks that the runtime calls out of no cell, each given to the cell that handed it in: of
 * `AbortSignal.timeout`, `FinalizationRegistry` and `Deno.UnsafeCallback`.
 *
 * @module
 */

import type { Cells } from "./context.ts";

type Callback = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Makes these callbacks run as code of the cell that handed them in.
 *
 * @param cells tell whose code it is that does so
 */
export function installCallbacks(cells: Cells): void {
  installTimeout(cells);
  installFinalization(cells);
  installNative(cells);
}

/** The signal that a program gets is aborted by a listener, which belongs to the cell. */
function installTimeout(cells: Cells): void {
  const { timeout } = AbortSignal;
  const own = (...args: [milliseconds: number]): AbortSignal => {
    const timed = Reflect.apply(timeout, AbortSignal, args);
    const controller = new AbortController();
    timed.addEventListener("abort", cells.bind(() => controller.abort(timed.reason)));
    return controller.signal;
  };
  AbortSignal.timeout = Object.defineProperties(own, {
    name: { value: timeout.name },
    length: { value: timeout.length },
  });
}

function installFinalization(cells: Cells): void {
  const Original = globalThis.FinalizationRegistry;
  class FinalizationRegistry<T> extends Original<T> {
    constructor(cleanup: (held: T) => void) {
      super(typeof cleanup === "function" ? cells.bind(cleanup) : cleanup);
    }
  }
  globalThis.FinalizationRegistry = FinalizationRegistry;
}

/** A cell that calls native code which calls back has that output itself. */
function installNative(cells: Cells): void {
  const Original = Deno.UnsafeCallback;
  class UnsafeCallback<const Definition extends Deno.UnsafeCallbackDefinition>
    extends Original<Definition> {
    override readonly callback: Deno.UnsafeCallbackFunction<
      Definition["parameters"],
      Definition["result"]
    >;

    constructor(
      definition: Definition,
      callback: Deno.UnsafeCallbackFunction<Definition["parameters"], Definition["result"]>,
    ) {
      const plain = callback as Callback;
      const bound = cells.bind(plain);
      const called: Callback = function (...args) {
        return Reflect.apply(cells.current() === undefined ? bound : plain, this, args);
      };
      super(definition, called as typeof callback);
      this.callback = callback;
    }

    static override threadSafe<Definition extends Deno.UnsafeCallbackDefinition>(
      definition: Definition,
      callback: Deno.UnsafeCallbackFunction<Definition["parameters"], Definition["result"]>,
    ): Deno.UnsafeCallback<Definition> {
      const safe = new UnsafeCallback(definition, callback);
      safe.ref();
      return safe;
    }
  }
  Deno.UnsafeCallback = UnsafeCallback;
}
