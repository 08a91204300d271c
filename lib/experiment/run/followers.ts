/**
 * Callbacks in a run: called in order, and what they hand in is kept.
 *
 * @module
 */

import { quote } from "../../core/names.ts";
import type { Callback, CallbackRun, CallbackState, Hooks } from "../callbacks/callback.ts";
import { ArtifactResult, listResults, MetricResult } from "../callbacks/callback_result.ts";

/** A callback threw. */
export class CallbackError extends Error {
  /** The label of the callback. */
  readonly callback: string;
  /** The hook in which it threw. */
  readonly hook: string;

  /**
   * @param callback its label
   * @param hook the hook in which it threw
   * @param cause what it threw
   */
  constructor(callback: string, hook: string, cause: unknown) {
    const what = cause instanceof Error ? cause.message : String(cause);
    super(`The callback ${quote(callback)} failed in ${hook}: ${what}`, { cause });
    this.name = "CallbackError";
    this.callback = callback;
    this.hook = hook;
  }
}

/** Where in a phase a hook is. */
export interface HookPlace {
  /** −1 before the first epoch. */
  readonly epoch: number;
  readonly batch: number | null;
}

/** Something that a hook gave back. */
export interface HandedIn extends HookPlace {
  /** The registered name of the callback. */
  readonly kind: string;
  /** The label of the callback. */
  readonly label: string;
  /** Whether the hook was at the start or at the end of something. */
  readonly edge: "start" | "end";
  readonly result: unknown;
}

/** Keeps what callbacks hand in. */
export interface Keeper {
  callback(entry: HandedIn): void;
  metric(name: string, value: number, at: HookPlace): void;
  artifact(name: string, value: unknown, at: HookPlace): void;
}

interface Follower {
  readonly callback: Callback;
  readonly run: CallbackRun;
}

/** Callbacks that follow one run. */
export class Followers {
  readonly #followers: readonly Follower[];

  /** @param callbacks in the order in which they run; each is started anew */
  constructor(callbacks: readonly Callback[]) {
    this.#followers = callbacks.map((callback) => ({ callback, run: callback.start() }));
  }

  /** Whether any of them has a hook. */
  has(hook: keyof Hooks): boolean {
    return this.#followers.some(({ run }) => run[hook] !== undefined);
  }

  /**
   * Calls a hook of all of them, one after the other.
   *
   * @param hook its name
   * @param moment what each is told, by its label
   * @param kept where that is, and what keeps what they hand in
   * @throws CallbackError when one throws; those after it are not called
   */
  async call<H extends keyof Hooks>(
    hook: H,
    moment: (label: string) => Parameters<NonNullable<Hooks[H]>>[0],
    { place, keeper }: { readonly place: HookPlace; readonly keeper: Keeper | undefined },
  ): Promise<void> {
    for (const { callback, run } of this.#followers) {
      const call = run[hook] as ((moment: unknown) => unknown) | undefined;
      if (call === undefined) continue;
      let given: unknown;
      try {
        given = await call.call(run, moment(callback.label));
      } catch (error) {
        throw new CallbackError(callback.label, hook, error);
      }
      const edge = hook.endsWith("Start") ? "start" : "end";
      const { name: kind, label } = callback;
      for (const result of listResults(given)) {
        if (result instanceof MetricResult) keeper?.metric(result.name, result.value, place);
        else if (result instanceof ArtifactResult) {
          keeper?.artifact(result.name, result.value, place);
        } else keeper?.callback({ kind, label, ...place, edge, result });
      }
    }
  }

  /** What they remember, by label. */
  getState(): Readonly<Record<string, CallbackState>> {
    const states = this.#followers.flatMap(({ callback, run }) => {
      const state = run.getState?.();
      return state ? [[callback.label, state] as const] : [];
    });
    return Object.fromEntries(states);
  }

  /** Lets them go on where others were. */
  setState(states: Readonly<Record<string, CallbackState>>): void {
    for (const { callback, run } of this.#followers) {
      const state = states[callback.label];
      if (state) run.setState?.(state);
    }
  }
}
