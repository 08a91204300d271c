/**
 * The formatters of a session, in the order in which they are asked.
 *
 * @module
 */

import { bundleFormatter, conventionFormatter } from "./convention.ts";
import type { Formatter } from "./formatter.ts";

/** What a value is asked to be, first to last; what none accepts is shown as text. */
export const DEFAULT_FORMATTERS: readonly Formatter[] = [
  bundleFormatter,
  conventionFormatter,
];
