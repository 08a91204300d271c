/**
 * Callbacks of writes to Node's streams, in the cell that wrote: those of sockets and pipes are called
 * by the runtime, as code of no cell.
 *
 * @module
 */

import { Duplex, Writable } from "node:stream";
import type { Cells } from "./context.ts";
import { replaceMethods } from "./replace_methods.ts";

type Callback = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Makes `write` and `end` of streams call back in the cell that called them.
 *
 * @param cells tell whose code it is that writes
 * @param prototypes what streams inherit these methods from
 */
export function installWrites(
  cells: Cells,
  prototypes: readonly Writable[] = [Writable.prototype, Duplex.prototype],
): void {
  const own = (arg: unknown): unknown =>
    typeof arg === "function" && cells.current() !== undefined ? cells.bind(arg as Callback) : arg;
  for (const prototype of prototypes) {
    replaceMethods(prototype, {
      write: (write) =>
        // What is written may be a function itself.
        function (chunk, ...rest) {
          return Reflect.apply(write, this, [chunk, ...rest.map(own)]);
        },
      end: (end) =>
        function (...args) {
          return Reflect.apply(end, this, args.map(own));
        },
    });
  }
}
