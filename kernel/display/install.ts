/**
 * Puts the display functions into a session's global scope.
 *
 * @module
 */

import { type Broadcast, createDenoJupyter } from "./deno_jupyter.ts";
import type { Display } from "./display.ts";
import { image } from "./image.ts";
import { table } from "./records.ts";
import { html, json, latex, md, svg } from "./tags.ts";

/** What may differ between sessions. */
export interface InstallOptions {
  /** Takes the messages of `Deno.jupyter.broadcast` that are no displays; default drops them. */
  readonly broadcast?: Broadcast;
}

/**
 * Defines `display`, the tags, `image`, `table` and `clearOutput` as globals, and `Deno.jupyter`.
 *
 * @param display sends into the session's sink
 * @param options where other messages of `Deno.jupyter` go
 * @example
 * ```ts
 * import { createDisplay } from "./display.ts";
 * import { createFormatter } from "./format.ts";
 * import { installDisplay } from "./install.ts";
 * installDisplay(createDisplay({ display: () => {}, clear: () => {} }, createFormatter()));
 * ```
 */
export function installDisplay(display: Display, options: InstallOptions = {}): void {
  const clearOutput = display.clear;
  Object.assign(globalThis, { display, html, md, svg, latex, json, image, table, clearOutput });
  // Reading Deno's own throws outside `deno jupyter`, and it cannot be redefined, but it has a setter.
  Reflect.set(Deno, "jupyter", createDenoJupyter({ display, ...options }));
}
