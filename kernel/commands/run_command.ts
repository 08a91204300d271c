/**
 * The commands, by name.
 *
 * @module
 */

/** Runs. */
export function runCommand(_on: unknown, event: { name: string }): Promise<unknown> {
  return Promise.reject(new Error(`The command %${event.name} is not known`));
}
