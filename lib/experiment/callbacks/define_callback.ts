/**
 * Callbacks of one's own.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import {
  type Callback,
  type CallbackRun,
  type CallbackUses,
  HOOKS,
  type Hooks,
} from "./callback.ts";

/** What a callback of one's own is made of: a label, and hooks or what makes them for each run. */
export interface CallbackDefinition {
  /** What to call it in results. */
  readonly label: string;
  /** Callbacks run from the least to the greatest; default 0. */
  readonly order?: number;
  /** The name under which what makes it is registered; without one, experiments with it cannot be saved. */
  readonly name?: string;
  /** Options from which the registered maker makes an equal one. */
  readonly config?: JsonObject;
  /** What it asks of a run and hands in, so that a plan can be checked before it runs. */
  readonly uses?: CallbackUses;
}

const DEFINITION = ["label", "order", "name", "config", "uses"] as const;
const RUN = [...HOOKS, "getState", "setState"] as const;

/**
 * Makes a callback.
 *
 * @param definition label, order
 * @param hooks what is called; a function gives hooks of their own to each run, for what they remember
 * @returns the callback
 * @throws UnknownNameError when there is no such hook; those that a function gives are checked when a
 *   run begins
 * @example
 * ```ts
 * import { metric } from "./callback_result.ts";
 * import { defineCallback } from "./define_callback.ts";
 * defineCallback({ label: "rate" }, {
 *   onEpochEnd: ({ training }) => metric("rate", training?.rates.Head ?? NaN),
 * });
 * defineCallback({ label: "count" }, () => {
 *   let batches = 0;
 *   return { onBatchEnd: () => void batches++, onEpochEnd: () => metric("batches", batches) };
 * });
 * ```
 */
export function defineCallback(
  definition: CallbackDefinition,
  hooks: Hooks | (() => CallbackRun),
): Callback {
  const { label, order = 0, name = CUSTOM, config = {}, uses } = checkOptions(definition, {
    of: "defineCallback()",
    known: DEFINITION,
    required: ["label"],
  });
  const of = `the callback "${label}"`;
  if (typeof hooks !== "function") checkRun(hooks, of);
  return Object.freeze({
    label,
    order,
    name,
    getConfig: () => config,
    start: () => typeof hooks === "function" ? checkRun(hooks(), of) : hooks,
    ...(uses && { uses: () => uses }),
  });
}

/** An object of a class remembers what it likes; what looks like a hook is one. */
function checkRun(run: CallbackRun, of: string): CallbackRun {
  const prototype = typeof run === "object" && run !== null ? Object.getPrototypeOf(run) : null;
  if (prototype === null || prototype === Object.prototype) {
    return checkOptions(run, { of, known: RUN });
  }
  const names = [...Object.keys(run), ...Object.getOwnPropertyNames(prototype)];
  const hooks = names.filter((name) => /^on[A-Z]/.test(name)).map((name) => [name, run]);
  checkOptions<CallbackRun>(Object.fromEntries(hooks), { of, known: RUN });
  return run;
}

/** The name of callbacks that nobody has registered. */
export const CUSTOM = "custom";
