/**
 * Questions to the user: `input` waits without blocking, `prompt`, `confirm` and `alert` block.
 *
 * A blocking question reads its answer from a pipe from the kernel; that is the one wait that an
 * interrupt reaches by an answer instead of by the inspector. The pipe is not fd 0 where that can be
 * helped: a subprocess that inherits fd 0 would take the answers, and print what is typed.
 *
 * @module
 */

import { type Cells, InterruptedError } from "./context.ts";
import type { Output } from "./output.ts";

/** Cells may replace that of `JSON`. */
const { parse } = JSON;

/** What the kernel answers. */
export interface InputAnswer {
  readonly id: number;
  readonly value?: string;
  readonly interrupted?: boolean;
  /** The frontend cannot ask, or did not. */
  readonly refused?: string;
}

/** No frontend can answer. */
export class InputUnavailableError extends Error {
  override readonly name = "InputUnavailable";
}

/** What frontends answer when the user ends the input instead (Ctrl-D). */
const END = "\x04";

/** How to ask. */
export interface InputOptions {
  /** Hides what is typed. */
  readonly password?: boolean;
}

/** Where the lines of answers come from. */
export interface AnswerSource {
  /** Reads at least one byte into the array, and says how many; null at the end. */
  readSync(into: Uint8Array): number | null;
}

/** Asks through the kernel. */
export class Inputs {
  readonly #cells: Cells;
  readonly #output: Output;
  readonly #answers: AnswerSource;
  readonly #waiting = new Map<number, (answer: InputAnswer) => void>();
  #next = 1;

  /**
   * @param cells whose question it is
   * @param to where the question goes, and where answers to blocking ones come from
   */
  constructor(
    cells: Cells,
    { output, answers }: { readonly output: Output; readonly answers: AnswerSource },
  ) {
    this.#cells = cells;
    this.#output = output;
    this.#answers = answers;
  }

  /**
   * Asks, and lets other work of the session go on meanwhile.
   *
   * @param question shown before the answer
   * @param options whether to hide what is typed
   * @returns what was typed
   * @throws InterruptedError if the cell is interrupted, InputUnavailableError if nobody can answer
   *   or the user ends the input
   */
  ask(question = "", options: InputOptions = {}): Promise<string> {
    const cell = this.#cells.current();
    return new Promise<string>((resolve, reject) => {
      cell?.check();
      const id = this.#next++;
      // Before the question is out: its answer may interrupt this very function.
      this.#waiting.set(id, (answer) => settle(refuseEnd(answer), resolve, reject));
      cell?.signal.addEventListener("abort", () => this.answer({ id, interrupted: true }));
      this.#request(question, { ...options, id, sync: false });
    });
  }

  /** Blocks until the user has answered; otherwise as `ask`. */
  askNow(question = "", options: InputOptions = {}): string {
    const id = this.#next++;
    this.#request(question, { ...options, id, sync: true });
    for (;;) {
      const answer = parse(readLine(this.#answers)) as InputAnswer;
      if (answer.id !== id) continue;
      let value = "";
      settle(answer, (text) => value = text, (error) => {
        throw error;
      });
      return value;
    }
  }

  /** Takes the kernel's answer to an `ask`. */
  answer(answer: InputAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    waiting?.(answer);
  }

  #request(
    question: string,
    { id, sync, password = false }: InputOptions & { readonly id: number; readonly sync: boolean },
  ): void {
    const prompt = String(question);
    this.#output.event({ type: "input", cell: this.#output.cell, id, prompt, password, sync });
  }
}

/**
 * Replaces the browser's blocking questions.
 *
 * @param inputs asks
 */
export function installInput(inputs: Inputs): void {
  Object.assign(globalThis, {
    input: (question?: string, options?: InputOptions) => inputs.ask(question, options),
    prompt: (question?: string, preset?: string): string | null => {
      const asked = question ?? "Prompt";
      const text = inputs.askNow(preset === undefined ? `${asked} ` : `${asked} [${preset}] `);
      if (text === END) return null;
      return text === "" ? preset ?? "" : text;
    },
    confirm: (question = "Confirm"): boolean =>
      /^y(es)?$/i.test(inputs.askNow(`${question} [y/N] `).trim()),
    alert: (message = "Alert"): void => void inputs.askNow(`${message} [Enter] `),
  });
}

function settle(
  answer: InputAnswer,
  resolve: (value: string) => void,
  reject: (error: Error) => void,
): void {
  if (answer.interrupted) {
    return reject(new InterruptedError("Interrupted while waiting for input"));
  }
  if (answer.refused !== undefined) return reject(new InputUnavailableError(answer.refused));
  resolve(answer.value ?? "");
}

function refuseEnd(answer: InputAnswer): InputAnswer {
  return answer.value === END ? { ...answer, refused: "The user ended the input" } : answer;
}

function readLine(source: AnswerSource): string {
  const bytes: number[] = [];
  const one = new Uint8Array(1);
  for (;;) {
    const count = source.readSync(one);
    if (count === null) throw new InputUnavailableError("The kernel has gone");
    if (one[0] === 10) return new TextDecoder().decode(new Uint8Array(bytes));
    bytes.push(one[0] ?? 0);
  }
}
