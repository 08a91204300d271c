/**
 * Puts the display functions into a session's global scope.
 *
 * @module
 */

import type { Display } from "./display.ts";
import { html, json, latex, md, svg } from "./tags.ts";

/**
 * Defines `display`, the tags and `clearOutput` as globals.
 *
 * @param display sends into the session's sink
 * @example
 * ```ts
 * import { createDisplay } from "./display.ts";
 * import { createFormatter } from "./format.ts";
 * import { installDisplay } from "./install.ts";
 * installDisplay(createDisplay({ display: () => {}, clear: () => {} }, createFormatter()));
 * ```
 */
export function installDisplay(display: Display): void {
  const clearOutput = display.clear;
  Object.assign(globalThis, { display, html, md, svg, latex, json, clearOutput });
}
