/**
 * The session's end of a command: the kernel knows what `%who` means, the session asks and waits.
 *
 * @module
 */

import type { CellContext, Cells } from "./context.ts";
import { InterruptedError } from "./context.ts";
import type { Output } from "./output.ts";

/** What the kernel answers to a command. */
export interface CommandAnswer {
  readonly id: number;
  readonly value?: unknown;
  /** Name and message of the error to throw in the cell. */
  readonly error?: { readonly name: string; readonly message: string };
}

/** A command could not do what it was asked. */
export class CommandError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Sends commands to the kernel and hands back their answers. */
export class Commands {
  readonly #cells: Cells;
  readonly #output: Output;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  /**
   * @param cells whose command it is
   * @param output where it goes
   */
  constructor(cells: Cells, output: Output) {
    this.#cells = cells;
    this.#output = output;
  }

  /**
   * Runs a command in the kernel.
   *
   * @param name without the percent signs
   * @param args the rest of the line
   * @param body the rest of the cell, of a `%%` command
   * @returns what the command gives back
   * @throws CommandError if the command fails, InterruptedError if the cell is interrupted
   */
  run(name: string, args: string, body?: string): Promise<unknown> {
    const cell: CellContext | undefined = this.#cells.current();
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      cell?.signal.addEventListener("abort", () => {
        this.#waiting.delete(id);
        reject(new InterruptedError());
      });
      const event = { type: "command", cell: this.#output.cell, id, name, args } as const;
      this.#output.event(body === undefined ? event : { ...event, body });
    });
  }

  /** Takes the kernel's answer. */
  answer(answer: CommandAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.error) waiting?.reject(new CommandError(answer.error.name, answer.error.message));
    else waiting?.resolve(answer.value);
  }
}
