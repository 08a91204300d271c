/**
 * How far a run is: one line that changes on a terminal, one line a cell elsewhere.
 *
 * @module
 */

import stringWidth from "string-width";
import type { FinishedCell, RunningCell, RunObserver } from "./run.ts";

/** Where progress is shown. */
export interface ProgressScreen {
  write(text: string): void;
  /** Whether a line can be overwritten. */
  readonly isTerminal: boolean;
  /** Characters in a line. */
  readonly columns: number;
  /** Whether colours are wanted. */
  readonly color: boolean;
}

/** Milliseconds between two drawings of the running cell's clock. */
const REDRAW_MS = 100;

/** Shows a run's progress; disposal leaves the cursor on a fresh line. */
export class RunProgress implements RunObserver, Disposable {
  readonly #screen: ProgressScreen;
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * @param screen where to show it
   */
  constructor(screen: ProgressScreen) {
    this.#screen = screen;
  }

  /**
   * Shows that a cell runs.
   *
   * @param running the cell
   */
  begin(running: RunningCell): void {
    this.#watch((seconds) => this.#draw(formatLine(running, seconds, this.#screen)));
  }

  /**
   * Shows that a cell has run.
   *
   * @param finished the cell
   */
  end(finished: FinishedCell): void {
    this.#stop();
    const line = formatLine(finished, finished.seconds, this.#screen);
    if (this.#screen.isTerminal) this.#draw(line);
    else this.#screen.write(`${line}\n`);
  }

  /** Shows that types are checked when no cell runs any more. */
  checking(): void {
    if (this.#screen.isTerminal) {
      this.#watch((seconds) =>
        this.#draw(clip(`Checking types ${formatSeconds(seconds)}`, this.#screen.columns - 1))
      );
    } else this.#screen.write("Checking types\n");
  }

  /** Wipes the changing line. */
  [Symbol.dispose](): void {
    this.#stop();
    if (this.#screen.isTerminal) this.#screen.write("\r\x1b[K");
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Draws now and again, with the seconds since. */
  #watch(draw: (seconds: number) => void): void {
    if (!this.#screen.isTerminal) return;
    const started = performance.now();
    const redraw = () => draw((performance.now() - started) / 1000);
    redraw();
    this.#timer = setInterval(redraw, REDRAW_MS);
  }

  #draw(line: string): void {
    this.#screen.write(`\r${line}\x1b[K`);
  }
}

function formatLine(
  { number, total, cell }: RunningCell,
  seconds: number,
  { columns, color }: ProgressScreen,
): string {
  const place = `[${String(number).padStart(String(total).length)}/${total}]`;
  const head = `${place} ${formatSeconds(seconds).padStart(7)}  `;
  if (head.length >= columns - 1) return clip(head, columns - 1);
  const code = clip(firstLine(cell.source), columns - head.length - 1);
  return color ? `${head}\x1b[2m${code}\x1b[22m` : head + code;
}

/**
 * Formats a duration for reading.
 *
 * @param seconds how long
 * @returns such as "0.3 s" or "2 min 5 s"
 * @example
 * ```ts
 * import { formatSeconds } from "./progress.ts";
 * console.assert(formatSeconds(125) === "2 min 5 s");
 * ```
 */
export function formatSeconds(seconds: number): string {
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function firstLine(source: string): string {
  const line = source.split("\n").map((text) => text.trim()).find((text) => text !== "") ?? "";
  // A control character in code must not reach the terminal.
  return line.replace(/\p{Cc}/gu, " ");
}

/** A line that is wider than the terminal wraps, and could not be overwritten. */
function clip(text: string, width: number): string {
  let kept = "";
  let short = "";
  let used = 0;
  // A cell may hold megabytes in one line: what does not fit is not looked at.
  for (const character of text) {
    used += stringWidth(character);
    if (used > width) return `${short}…`;
    kept += character;
    if (used < width) short = kept;
  }
  return text;
}
