/**
 * The terminal as one place: the picture of the input at its end, and all that is printed above it.
 *
 * @module
 */

import type { Frame } from "../draw/frame.ts";
import { eraseFrame, paintFrame, reflow } from "../draw/paint.ts";
import type { ReplOutput, TerminalSize } from "./terminal.ts";

/** Owns what is on the terminal. */
export class Screen {
  readonly #output: ReplOutput;
  #frame: Frame | undefined;

  /** @param output the terminal */
  constructor(output: ReplOutput) {
    this.#output = output;
  }

  /** The terminal's size. */
  get size(): TerminalSize {
    return this.#output.size();
  }

  /**
   * Shows a picture in place of the one before it.
   *
   * @param frame the picture
   */
  show(frame: Frame): void {
    this.#output.write(paintFrame(this.#frame, frame));
    this.#frame = frame;
  }

  /**
   * Shows the last picture of an input and leaves it behind.
   *
   * @param frame the picture, which may be higher than the terminal
   */
  finish(frame: Frame): void {
    const fits = frame.rows.length <= this.size.rows;
    if (this.#frame !== undefined && !fits) this.#output.write(eraseFrame(this.#frame));
    this.#output.write(paintFrame(fits ? this.#frame : undefined, frame) + "\r\n");
    this.#frame = undefined;
  }

  /**
   * Prints, above the picture if there is one.
   *
   * @param text what to print; above a picture it should end its line
   */
  print(text: string): void {
    const frame = this.#frame;
    if (frame === undefined) return this.#output.write(text);
    const whole = text.endsWith("\n") ? text : `${text}\n`;
    this.#output.write(eraseFrame(frame) + whole + paintFrame(undefined, frame));
  }

  /** Forgets the picture because the terminal has wrapped it anew; the next one covers it. */
  resized(): void {
    if (this.#frame === undefined) return;
    this.#output.write(eraseFrame(reflow(this.#frame, this.size.columns)));
    this.#frame = undefined;
  }

  /** Empties the terminal, save for the picture. */
  clear(): void {
    this.#output.write("\x1b[2J\x1b[H");
    const frame = this.#frame;
    this.#frame = undefined;
    if (frame !== undefined) this.show(frame);
  }
}
