/**
 * What the kernel calls in a session, over the inspector.
 *
 * @module
 */

import { type CellAnnouncement, HOST, type Settled } from "../events.ts";
import type { Cells } from "./context.ts";
import { describeError } from "./errors.ts";
import { isNested } from "./nesting.ts";
import type { Output } from "./output.ts";
import type { Results } from "./results.ts";

/** Cells may replace that of `JSON`. */
const { parse } = JSON;

/** A function of the session that the kernel may call by name; arguments and results are JSON. */
export type HostFunction = (...args: never[]) => unknown;

/** Frames of a call of the kernel: the inspector's function and the method. */
const FRAMES = 2;

/** The stages that the host calls. */
export interface HostParts {
  readonly cells: Cells;
  readonly output: Output;
  readonly results: Results;
  readonly functions: Readonly<Record<string, HostFunction>>;
  displayed(): Promise<void>;
  /** Gives up displays that are not sent yet. */
  giveUpDisplays(): void;
}

/** The object that stands at `globalThis[Symbol.for(HOST)]`. */
export interface Host {
  /** Tells of a cell before it is evaluated. */
  announce(cell: CellAnnouncement): void;
  /** Ends a cell: describes what it threw, sends what is still to be shown, marks the pipes. */
  settle(id: string, barrier: number, failed: boolean, thrown?: unknown): Promise<Settled>;
  /** Gives a cell up after an interrupt and marks the pipes: nothing of it may be waited for. */
  abandon(id: string, barrier: number): void;
  /** Marks the pipes after work that is no cell's. */
  flush(barrier: number): Promise<void>;
  /**
   * Puts right what a termination has left: with the running code all microtasks are dropped, also
   * those that text and displays were waiting for.
   */
  recover(): void;
  /** Sends text that was gathered; called while synchronous code runs, it changes nothing else. */
  drain(): void;
  /**
   * Interrupts a cell; `alive` is sent as soon as the event loop turns. Says whether it came in the
   * midst of running code.
   */
  interrupt(id: string, probe: number): boolean;
  /**
   * Says whether code runs on since the interrupt of this probe: yes if this call comes in the midst
   * of it, no if the event loop has turned since, undefined if neither is known.
   */
  busy(probe: number): boolean | undefined;
  /** Calls one of the named functions. */
  call(name: string, args: readonly unknown[]): unknown;
  /** Keeps a piece of the arguments of a call; they are a text in JSON. */
  gather(id: number, piece: string): void;
  /** Calls one of the named functions with the arguments that were gathered under this id. */
  callGathered(name: string, id: number): unknown;
  /** Calls one of the named functions with a value that only the session has. */
  look(name: string, value: unknown, args: readonly unknown[]): unknown;
  /**
   * Keeps a promise that the inspector awaits until the answer is on its way: the inspector itself
   * holds it weakly, and says "Promise was collected" if it goes first.
   */
  hold(value: unknown): Promise<unknown>;
}

/**
 * Puts the host object into the session's global scope.
 *
 * @param parts the stages that it calls
 */
export function installHost(parts: HostParts): void {
  const { cells, output, results } = parts;
  const held = new Set<Promise<unknown>>();
  const gathered = new Map<number, string[]>();
  let turned: number | undefined;
  const inspect = (value: unknown): string => Deno.inspect(value, { depth: 4 });
  const host: Host = {
    announce: (cell) => {
      cells.announce(cell);
      if (cell.remember) results.source(cell.count, cell.source);
    },
    settle: async (id, barrier, failed, thrown) => {
      await parts.displayed();
      output.barrier(barrier);
      const refused = !cells.end(id);
      return failed ? { error: describeError(thrown, inspect), refused } : {};
    },
    abandon: (id, barrier) => {
      parts.giveUpDisplays();
      output.barrier(barrier);
      cells.forget(id);
    },
    flush: async (barrier) => {
      await parts.displayed();
      output.barrier(barrier);
    },
    recover: () => {
      output.recover();
      parts.giveUpDisplays();
    },
    drain: () => output.flush(),
    interrupt: (id, probe) => {
      const nested = isNested(FRAMES);
      setImmediate(() => {
        turned = probe;
        output.event({ type: "alive", id: probe });
      });
      cells.interrupt(id);
      return nested;
    },
    busy: (probe) => turned === probe ? false : isNested(FRAMES) || undefined,
    call: (name, args) => {
      const fn = parts.functions[name];
      if (!fn) throw new RangeError(`Cannot call ${name}: the session has no such function`);
      return fn(...args as never[]);
    },
    gather: (id, piece) => {
      const pieces = gathered.get(id) ?? [];
      pieces.push(piece);
      gathered.set(id, pieces);
    },
    callGathered: (name, id) => {
      const text = gathered.get(id)?.join("") ?? "";
      gathered.delete(id);
      return host.call(name, parse(text));
    },
    look: (name, value, args) => host.call(name, [value, ...args]),
    hold: (value) => {
      const promise = Promise.resolve(value);
      const release = (): void => void setImmediate(() => held.delete(promise));
      held.add(promise);
      promise.then(release, release);
      return promise;
    },
  };
  Object.defineProperty(globalThis, Symbol.for(HOST), { value: host });
}
