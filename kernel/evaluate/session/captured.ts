/**
 * What `%%capture` leaves in its variable.
 *
 * @module
 */

import type { MimeBundle } from "../../display/bundle.ts";
import type { Output } from "./output.ts";

/** Something that a cell put out while it was captured. */
export type CapturedPart =
  | { readonly type: "text"; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "display"; readonly bundle: MimeBundle };

/** The output of a cell, kept instead of shown. */
export class Captured {
  readonly #parts: readonly CapturedPart[];
  readonly #output: Output;
  /** What was printed. */
  readonly stdout: string;
  /** What was printed as errors and warnings. */
  readonly stderr: string;
  /** Displays and the result, as forms by MIME type. */
  readonly outputs: readonly MimeBundle[];

  /**
   * @param parts in the order in which the cell put them out
   * @param output shows them later
   */
  constructor(parts: readonly CapturedPart[], output: Output) {
    this.#parts = parts;
    this.#output = output;
    this.stdout = textOf(parts, "stdout");
    this.stderr = textOf(parts, "stderr");
    this.outputs = parts.flatMap((part) => part.type === "display" ? [part.bundle] : []);
  }

  /** Shows everything as if the calling cell had put it out. */
  show(): void {
    for (const part of this.#parts) {
      if (part.type === "text") this.#output.text(part.text, part.stream);
      else this.#output.event({ type: "display", cell: this.#output.cell, bundle: part.bundle });
    }
  }
}

function textOf(parts: readonly CapturedPart[], stream: "stdout" | "stderr"): string {
  return parts.flatMap((part) => part.type === "text" && part.stream === stream ? part.text : [])
    .join("");
}
