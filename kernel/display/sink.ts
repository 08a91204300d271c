/**
 * Where displays go: the seam between the display functions of a session and whoever shows them.
 *
 * @module
 */

import type { MimeBundle } from "./bundle.ts";

/** How a bundle is to appear. */
export interface DisplayOptions {
  /** Names the display, so that it can be updated later. */
  readonly id?: string;
  /** Replaces every display of this id instead of adding one. */
  readonly update?: boolean;
  /** Shows the bundle as the result of the cell. */
  readonly buffers?: readonly Uint8Array[];
}

/** Receives displays in the order they are made. */
export interface DisplaySink {
  display(bundle: MimeBundle, options?: DisplayOptions): void;
  /** Clears the cell's output; `wait` keeps it until the next output arrives. */
  clear(options?: { readonly wait?: boolean }): void;
}
