/**
 * Tells a session that waits from one whose event loop never turns, such as a loop that awaits
 * nothing but values: the inspector interrupts such code as often between its steps as in them.
 *
 * @module
 */

import { setTimeout } from "node:timers/promises";

/** Between two looks. */
const LOOK_MS = 2;
/** Whose event loop has not turned in so many looks, although each was answered, does not turn. */
const LOOKS = 50;

/**
 * Looks again and again until it is known which.
 *
 * @param look asks the session: true in the midst of running code, false once its event loop has
 *   turned, anything else if neither is known
 * @returns true if there is code to terminate
 * @example
 * ```ts
 * import { runsOn } from "./turning.ts";
 * const answers = [undefined, false];
 * console.assert(!await runsOn(() => Promise.resolve(answers.shift())));
 * ```
 */
export async function runsOn(look: () => Promise<unknown>): Promise<boolean> {
  for (let count = 0; count < LOOKS; count++) {
    const seen = await look();
    if (typeof seen === "boolean") return seen;
    await setTimeout(LOOK_MS);
  }
  return true;
}
