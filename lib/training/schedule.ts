/**
 * Schedules of learning rates as values: a registered name and numbers, and a rule that they name.
 *
 * @module
 */

import { freeze, type JsonObject } from "../core/json.ts";
import { Registry } from "../core/registry.ts";
import { written } from "./options.ts";

/** A schedule as a value; put it in the place of a learning rate. */
export interface Schedule {
  readonly name: string;
  readonly options: JsonObject;
}

/** How far training has come. */
export interface Progress {
  /** How many updates there were before this one. */
  readonly updates: number;
  /** What has been observed, such as a validation loss after each epoch. */
  readonly observed: readonly number[];
}

/** From the progress of training to a learning rate. */
export type ScheduleRule = (progress: Progress) => number;

/** Makes a rule of options. */
export type ScheduleMaker = (options: JsonObject) => ScheduleRule;

/** Schedules; register your own by name, so that saved experiments can name them. */
export const schedules: Registry<ScheduleMaker> = new Registry<ScheduleMaker>("schedule");

/**
 * Makes a schedule.
 *
 * @param name under which it is registered
 * @param options its numbers
 * @returns plain data
 * @throws UnknownNameError when no schedule of that name is registered, or it has no such option
 * @throws TypeError when the options have no names
 * @throws RangeError for a number out of range
 * @example
 * ```ts
 * import "./schedules.ts";
 * import { scheduleOf } from "./schedule.ts";
 * scheduleOf("cosine", { rate: 0.01, updates: 1000 });
 * ```
 */
export function scheduleOf(name: string, options: object): Schedule {
  // Interfaces of options are plain data, and have no index.
  schedules.get(name)(options as JsonObject);
  return freeze({ name, options: { ...options } });
}

/**
 * Finds what a learning rate follows.
 *
 * @param rate a number, or a schedule
 * @returns its rule
 * @throws TypeError when it is neither
 * @throws UnknownNameError when no schedule of that name is registered
 * @example
 * ```ts
 * import { ruleOf } from "./schedule.ts";
 * ruleOf(0.01)({ updates: 7, observed: [] }); // 0.01
 * ```
 */
export function ruleOf(rate: number | Schedule): ScheduleRule {
  if (typeof rate === "number") return () => rate;
  if (typeof rate?.name !== "string") {
    throw new TypeError(
      `Cannot learn at the rate ${
        written(rate)
      }: give a number, or a schedule such as cosineRate()`,
    );
  }
  return schedules.get(rate.name)(rate.options);
}
