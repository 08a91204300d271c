/**
 * Stops what runs in a session: asks it to end, tells waiting code from code that does not return, and
 * terminates the latter.
 *
 * @module
 */

import { type Inspector, InspectorClosed, twice } from "./inspector.ts";
import type { RemoteHost } from "./remote_host.ts";
import { runsOn } from "./turning.ts";
import { within } from "./within.ts";

/** Running code that comes to its end within this time need not be terminated. */
const PROBE_MS = 10;
/** What an interrupted cell has to end by itself, its `finally` blocks run. */
const GRACE_MS = 20;
/** Native code may look only now and then whether it shall end. */
export const STUCK_MS = 1000;

/** A cell that runs, as far as stopping it goes. */
export interface Stoppable {
  readonly id: string;
  /** Resolves when V8 has evaluated it to its end. */
  readonly evaluated: Promise<true>;
  /** Resolves when the cell has ended, all its output delivered. */
  readonly finished: Promise<unknown>;
}

/** One attempt to stop something. */
interface Probe extends Disposable {
  readonly id: number;
  /** Resolves when the session's event loop has turned since. */
  readonly alive: Promise<true>;
}

/** Stops code of one session. */
export class Stopper {
  readonly #inspector: Inspector;
  readonly #host: () => RemoteHost;
  readonly #probes = new Map<number, () => void>();
  #next = 1;
  /** Ends the waits for what a termination leaves unanswered. A promise of it would keep all that raced with it. */
  readonly #waits = new Set<() => void>();

  /**
   * @param inspector the session's first connection
   * @param host what can be called in the session, once it has loaded
   */
  constructor(inspector: Inspector, host: () => RemoteHost) {
    this.#inspector = inspector;
    this.#host = host;
  }

  /** Whether something is being stopped now. */
  get stopping(): boolean {
    return this.#probes.size > 0;
  }

  /**
   * Waits for an answer of the session, unless running code is terminated before, which it may need.
   *
   * @param answer what to wait for
   * @returns its value, or undefined after a termination
   */
  async orTerminated<T>(answer: Promise<T>): Promise<T | undefined> {
    const { promise: terminated, resolve } = Promise.withResolvers<undefined>();
    const end = (): void => resolve(undefined);
    this.#waits.add(end);
    try {
      return await Promise.race([answer, terminated]);
    } finally {
      this.#waits.delete(end);
    }
  }

  /** Hears that the session's event loop has turned since the interrupt of this probe. */
  alive(probe: number): void {
    this.#probes.get(probe)?.();
  }

  /** Makes guarded awaits of a cell throw, and its signal abort; whether that came amid running code. */
  async interruptWaiting(cell: string, probe: number = this.#next++): Promise<boolean> {
    return await this.#host().tell("interrupt", [{ value: cell }, { value: probe }]) === true;
  }

  /**
   * Stops a cell as soon as native code looks up; it may then be given up.
   *
   * @param cell the cell that runs
   * @returns true if that was done, false if the session has ended first
   */
  async stop({ id, evaluated, finished }: Stoppable): Promise<boolean> {
    try {
      using probe = this.#probe();
      const busy = await this.interruptWaiting(id, probe.id);
      const turned = Promise.race([probe.alive, evaluated]);
      // What was met only now may be at its end, as a long script is that has just been read.
      const turns = await within(PROBE_MS, turned) ||
        !busy && (!await this.#runsOn(probe.id) || await within(PROBE_MS, turned));
      if (turns) await within(GRACE_MS, finished);
      else await this.#terminate();
      return true;
    } catch (error) {
      return !(error instanceof InspectorClosed); // the cell hears of that end itself
    }
  }

  /**
   * Stops code that no cell waits for, such as a comm's handler.
   *
   * @returns false if there is none
   */
  async stopStray(): Promise<boolean> {
    try {
      using probe = this.#probe();
      const busy = await within(STUCK_MS, this.interruptWaiting("", probe.id));
      if (busy === undefined || await within(PROBE_MS, probe.alive)) return false;
      if (!busy && !await this.#runsOn(probe.id)) return false;
      await this.#terminate();
      return true;
    } catch {
      return false; // the session has ended, which `ended` tells
    }
  }

  #probe(): Probe {
    const id = this.#next++;
    const { promise, resolve } = Promise.withResolvers<true>();
    this.#probes.set(id, () => resolve(true));
    return { id, alive: promise, [Symbol.dispose]: () => void this.#probes.delete(id) };
  }

  async #runsOn(probe: number): Promise<boolean> {
    return await runsOn(() => this.#host().tell("busy", [{ value: probe }]));
  }

  /** Stops JavaScript that does not return. */
  async #terminate(): Promise<void> {
    await this.#inspector.call("Runtime.terminateExecution");
    for (const end of this.#waits) end();
    try {
      // Takes the blow if nothing else runs any more.
      await twice(() => this.#host().tell("recover", []));
    } catch (error) {
      if (error instanceof InspectorClosed) throw error;
    }
  }
}
