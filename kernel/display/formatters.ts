/**
 * The formatters of a session, in the order in which they are asked.
 *
 * @module
 */

import { arrowFormatter, arrowVectorFormatter } from "./arrow.ts";
import { chartBuilderFormatter, chartFormatter } from "./chart.ts";
import { bundleFormatter, conventionFormatter } from "./convention.ts";
import { elementFormatter } from "./dom.ts";
import type { Formatter } from "./formatter.ts";
import { canvasFormatter, imageBytesFormatter } from "./image.ts";
import { tensorFormatter } from "./tensor.ts";
import { tfjsModelFormatter } from "./tfjs_model.ts";

/** What a value is asked to be, first to last; what none accepts is shown as text. */
export const DEFAULT_FORMATTERS: readonly Formatter[] = [
  bundleFormatter,
  conventionFormatter,
  chartBuilderFormatter,
  chartFormatter,
  elementFormatter,
  canvasFormatter,
  imageBytesFormatter,
  arrowFormatter,
  arrowVectorFormatter,
  tensorFormatter,
  tfjsModelFormatter,
];
