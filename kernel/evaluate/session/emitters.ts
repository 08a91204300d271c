/**
 * Events of Node's emitters that the runtime emits, such as `request` of a server and `data` of a
 * subprocess, in the cell that listens to them: the runtime emits them as code of no cell.
 *
 * A program that emits an event calls its listeners, so their output is that of the calling cell.
 *
 * @module
 */

import { EventEmitter } from "node:events";
import type { CellContext, Cells } from "./context.ts";
import { type Replacement, replaceMethods } from "./replace_methods.ts";

/** As Node marks what `once` registers: the function that the program knows. */
interface Listener {
  (this: EventEmitter, ...args: unknown[]): unknown;
  listener?: Listener;
}

/** `EventEmitter`, or a class whose constructor calls its `init` likewise. */
export interface EmitterClass {
  init: (this: EventEmitter, ...args: unknown[]) => unknown;
  readonly prototype: EventEmitter;
}

/**
 * Makes emitters remember the cell that made them, or else the first that listened: their home. Events
 * that come out of no cell are given to it. Listeners of another cell run in that one when the runtime
 * or the home emits.
 *
 * @param cells tell whose code it is
 * @param target whose emitters
 */
export function installEmitters(
  cells: Cells,
  target: EmitterClass = EventEmitter as unknown as EmitterClass,
): void {
  const { prototype } = target;
  const homes = new WeakMap<EventEmitter, CellContext>();
  const originals = new WeakMap<Listener, Listener>();

  const settle = (emitter: EventEmitter, cell: CellContext): CellContext => {
    const home = homes.get(emitter);
    if (home === undefined) homes.set(emitter, cell);
    return home ?? cell;
  };
  const own = (emitter: EventEmitter, listener: unknown): unknown => {
    const cell = cells.current();
    if (cell === undefined || typeof listener !== "function") return listener;
    const home = settle(emitter, cell);
    // A function that stands for another one already cannot stand for a second.
    if (home === cell || "listener" in listener) return listener;
    const original = listener as Listener;
    const bound: Listener = function (...args) {
      const caller = cells.current();
      if (caller !== undefined && caller.lasting !== home.lasting) {
        return original.apply(this, args);
      }
      return cells.run(cell, () => original.apply(this, args));
    };
    originals.set(bound, original);
    return Object.assign(bound, { listener: original });
  };

  const register: Replacement<EventEmitter> = (register) =>
    function (type, listener, ...rest) {
      // What `once` has made of a bound function stands for the one that the program knows.
      const { listener: inner } = Object(listener) as Partial<Listener>;
      const original = inner && originals.get(inner);
      if (original) Object.assign(listener as Listener, { listener: original });
      return Reflect.apply(register, this, [type, own(this, listener), ...rest]);
    };
  const registerOnce: Replacement<EventEmitter> = (register) =>
    function (type, listener, ...rest) {
      return Reflect.apply(register, this, [type, own(this, listener), ...rest]);
    };
  replaceMethods(prototype, {
    emit: (emit) =>
      function (...args) {
        const home = cells.current() === undefined ? homes.get(this) : undefined;
        if (home === undefined) return Reflect.apply(emit, this, args);
        return cells.run(home, () => Reflect.apply(emit, this, args));
      },
    on: register,
    prependListener: register,
    once: registerOnce,
    prependOnceListener: registerOnce,
    // `removeAllListeners` names the bound function, which the program does not know.
    removeListener: (remove) =>
      function (type, listener, ...rest) {
        const known = originals.get(listener as Listener) ?? listener;
        return Reflect.apply(remove, this, [type, known, ...rest]);
      },
  });
  prototype.addListener = prototype.on;
  prototype.off = prototype.removeListener;
  const { init } = target;
  target.init = function (...args) {
    const cell = cells.current();
    if (cell !== undefined) settle(this, cell);
    return Reflect.apply(init, this, args);
  };
}
