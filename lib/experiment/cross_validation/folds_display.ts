/**
 * How folds show themselves before they have run: how many samples each learns from and is judged by.
 *
 * @module
 */

import { tableHtml, tableText } from "../../core/text_table.ts";
import type { ResultBundle } from "../metrics/chart.ts";
import type { FoldAssignment } from "./assign_folds.ts";

/** What is shown of cross-validation. */
export interface ShownFolds {
  readonly label: string;
  readonly foldLabels: readonly string[];
  readonly folds: readonly FoldAssignment[];
  /** What folds learn from although they are judged by it. */
  readonly leaks: readonly string[];
}

/**
 * Shows folds.
 *
 * @param cv cross-validation that has not run
 * @param note what else is to be said of it
 * @returns a table of counts of samples as HTML and text
 * @example
 * ```ts
 * import { foldsBundle } from "./folds_display.ts";
 * const folds = [{ pulses: { train: Int32Array.of(0, 1), val: Int32Array.of(2) } }];
 * foldsBundle({ label: "cv", foldLabels: ["fold_0"], folds, leaks: [] });
 * ```
 */
export function foldsBundle(
  { label, foldLabels, folds, leaks }: ShownFolds,
  note?: string,
): ResultBundle {
  const sets = Object.keys(folds[0] ?? {});
  const said = [`${folds.length} folds`, ...(note === undefined ? [] : [note]), ...leaks];
  const table = {
    caption: `${label}: ${said.join(" · ")}`,
    heads: ["fold", ...sets.flatMap((set) => [`${set} train`, `${set} val`])],
    rows: foldLabels.map((fold, at) => [
      fold,
      ...sets.flatMap((set) => {
        const rows = folds[at]?.[set];
        return [rows?.train, rows?.val].map((part) => String(part?.length ?? 0));
      }),
    ]),
  };
  return { "text/html": tableHtml(table), "text/plain": tableText(table) };
}
