/**
 * What fitting estimators has given.
 *
 * @module
 */

import { StackedResults } from "./stacked_results.ts";

/** What fitting estimators has given: all samples at once. */
export class FitResults<L extends string = string> extends StackedResults<L> {
  readonly kind = "fit";
}
