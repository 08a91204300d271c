/**
 * Who asks the language server next.
 *
 * @module
 */

/** One piece of work at a time; what somebody waits for goes before what can wait. */
export class Turns {
  readonly #urgent: (() => void)[] = [];
  readonly #patient: (() => void)[] = [];
  #taken = false;

  /**
   * Does something when its turn has come.
   *
   * @param work what to do
   * @param options whether it goes before all that can wait
   * @returns what `work` returns
   * @example
   * ```ts
   * import { Turns } from "./turns.ts";
   * const turns = new Turns();
   * console.assert(await turns.take(() => Promise.resolve(42), { urgent: true }) === 42);
   * ```
   */
  async take<Result>(
    work: () => Promise<Result>,
    { urgent }: { readonly urgent: boolean },
  ): Promise<Result> {
    const waiting = urgent ? this.#urgent : this.#patient;
    if (this.#taken) await new Promise<void>((resolve) => waiting.push(resolve));
    this.#taken = true;
    try {
      return await work();
    } finally {
      const next = this.#urgent.shift() ?? this.#patient.shift();
      if (next) next();
      else this.#taken = false;
    }
  }
}
