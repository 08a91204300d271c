/**
 * Servers whose handlers belong to the cell that started them.
 *
 * @module
 */

import type { Cells } from "./context.ts";

type Callback = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Makes `Deno.serve` call its handlers as code of the cell that called it: the runtime calls them out of
 * the cell that runs when a request arrives, where their output would then stand.
 *
 * @param cells tell whose code it is that starts a server
 */
export function installServers(cells: Cells): void {
  const { serve } = Deno;
  const own = (...args: readonly unknown[]): Deno.HttpServer => {
    const bound = args.map((arg) =>
      typeof arg === "function" ? cells.bind(arg as Callback) : bindMembers(arg, cells)
    );
    return Reflect.apply(serve, Deno, bound);
  };
  Deno.serve = Object.defineProperties(
    own,
    Object.getOwnPropertyDescriptors(serve),
  ) as typeof serve;
}

const HANDLERS = ["handler", "onError", "onListen"];

function bindMembers(options: unknown, cells: Cells): unknown {
  if (typeof options !== "object" || options === null) return options;
  const bound = HANDLERS.flatMap((name) => {
    const handler: unknown = Reflect.get(options, name);
    return typeof handler === "function" ? [[name, cells.bind(handler as Callback)]] : [];
  });
  return { ...options, ...Object.fromEntries(bound) };
}
