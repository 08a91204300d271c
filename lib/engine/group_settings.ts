/**
 * Numbers of the optimizers of several groups, as inputs of one step.
 *
 * @module
 */

import type { Pass } from "./program/pass.ts";
import type { HostTensors } from "./run/onnx_runtime.ts";
import { OptimizerSettings, type Settings } from "./optimizer_settings.ts";
import type { TrainedGroup } from "./training_step.ts";

/** Reads, writes and marks the numbers of each group's optimizer. */
export class GroupSettings {
  readonly #groups: readonly OptimizerSettings[];

  /** @param groups in order */
  constructor(groups: readonly TrainedGroup[]) {
    this.#groups = groups.map(({ optimizer }, group) => new OptimizerSettings(optimizer, group));
  }

  /**
   * The optimizers' numbers with others in their places.
   *
   * @param given numbers for one step, by group
   * @returns a number for each name, by group
   * @throws RangeError for a name that an optimizer does not have
   */
  merged(given: readonly Settings[]): readonly Settings[] {
    if (given.length > this.#groups.length) {
      throw new RangeError(
        `Cannot set numbers of ${given.length} groups: there are ${this.#groups.length}`,
      );
    }
    return this.#groups.map((group, index) => group.merged(given[index] ?? {}));
  }

  /** Tells programs apart. */
  get signature(): string {
    return this.#groups.map(({ signature }) => signature).join(" ");
  }

  /** Gives the optimizers other numbers until the result is disposed. */
  put(settings: readonly Settings[]): Disposable {
    return together(this.#groups.map((group, index) => group.put(settings[index] ?? {})));
  }

  /** Puts marks in the places of the numbers until the result is disposed. */
  mark(): Disposable {
    return together(this.#groups.map((group) => group.mark()));
  }

  /** Turn the marks of a recorded program into inputs. */
  get passes(): readonly Pass[] {
    return this.#groups.map(({ pass }) => pass);
  }

  /**
   * Computes the inputs.
   *
   * @param settings a number for each name, by group
   * @returns scalars by input name
   */
  feeds(settings: readonly Settings[]): HostTensors {
    return Object.assign(
      {},
      ...this.#groups.map((group, index) => group.feeds(settings[index] ?? {})),
    );
  }
}

function together(all: readonly Disposable[]): Disposable {
  return { [Symbol.dispose]: () => all.forEach((one) => one[Symbol.dispose]()) };
}
