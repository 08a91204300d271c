/**
 * Subprocesses that end when the cell that started them is interrupted, as those of a terminal do.
 *
 * @module
 */

import type { Cells } from "./context.ts";

/**
 * Makes `Deno.Command` start subprocesses that an interrupt of their cell ends. One that is detached is
 * meant to go on, and so does one whose cell has ended already.
 *
 * @param cells tell whose code it is that starts a subprocess
 */
export function installSubprocesses(cells: Cells): void {
  const Original = Deno.Command;
  class Command extends Original {
    readonly #again: () => Deno.Command;

    constructor(command: string | URL, options: Deno.CommandOptions = {}) {
      super(command, options);
      this.#again = () => new Original(command, stoppable(options, cells.current()?.signal));
    }

    override spawn(): Deno.ChildProcess {
      return this.#again().spawn();
    }

    override output(): Promise<Deno.CommandOutput> {
      return this.#again().output();
    }
  }
  Deno.Command = Command;
}

function stoppable(
  options: Deno.CommandOptions,
  interrupted: AbortSignal | undefined,
): Deno.CommandOptions {
  if (interrupted === undefined || options.detached) return options;
  const { signal } = options;
  return { ...options, signal: signal ? AbortSignal.any([signal, interrupted]) : interrupted };
}
