/**
 * A bar in a terminal: one line for the phase that runs, one left behind by each that has ended.
 *
 * @module
 */

import { type Clock, machineClock } from "../../core/clock.ts";
import type { PhaseBegun, Progress, StepDone } from "./progress.ts";
import { factsOf, ProgressState, shareOf, type ShownPhase } from "./progress_state.ts";

/** What is written to, such as `process.stderr`. */
export interface Terminal {
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const BAR = 24;
const INTERVAL = 100;
const CLEAR = "\r\x1b[K";

/** Draws a bar, ten times a second at most. */
export class TerminalProgress implements Progress {
  readonly #state = new ProgressState();
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  #drawn = -Infinity;

  /**
   * @param terminal what is written to
   * @param options the clock
   */
  constructor(terminal: Terminal, { clock = machineClock }: { readonly clock?: Clock } = {}) {
    this.#terminal = terminal;
    this.#clock = clock;
  }

  begin(title: string): void {
    this.#state.begin(title);
  }

  phase(phase: PhaseBegun): void {
    this.#leave();
    this.#state.phase(phase);
    this.#draw();
  }

  step(at: StepDone): void {
    this.#state.step(at);
    if (this.#clock.now() - this.#drawn >= INTERVAL) this.#draw();
  }

  metric(name: string, value: number): void {
    this.#state.metric(name, value);
  }

  notice(message: string): void {
    this.#terminal.write(`${CLEAR}${message}\n`);
  }

  end(status: string): void {
    this.#leave();
    this.#state.end(status);
    if (status !== "completed") this.#terminal.write(`${this.#state.title}: ${status}\n`);
  }

  #draw(): void {
    const phase = this.#state.phases.at(-1);
    if (!phase) return;
    this.#drawn = this.#clock.now();
    this.#terminal.write(`${CLEAR}${fitted(lineOf(phase), this.#terminal.columns)}`);
  }

  /** The line of the phase that has ended stays. */
  #leave(): void {
    if (this.#state.phases.length === 0) return;
    this.#draw();
    this.#terminal.write("\n");
  }
}

function lineOf(phase: ShownPhase): string {
  const full = Math.round(shareOf(phase) * BAR);
  const bar = "━".repeat(full) + "─".repeat(BAR - full);
  return `${phase.path.join("/")} ${bar} ${factsOf(phase)}`;
}

function fitted(line: string, columns = 80): string {
  return line.length < columns ? line : `${line.slice(0, columns - 2)}…`;
}
