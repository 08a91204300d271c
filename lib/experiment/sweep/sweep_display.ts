/**
 * How a sweep shows itself before it has run: what is tried, and what is looked for.
 *
 * @module
 */

import { tableHtml, tableText } from "../../core/text_table.ts";
import { type ResultBundle, shortNumber } from "../metrics/chart.ts";
import type { SweepObjective } from "./objective.ts";
import type { ParameterRange, ParameterRanges, ParameterValue } from "./parameters.ts";
import type { Rung } from "./strategies.ts";

/** What is shown of a sweep. */
export interface ShownSweep {
  readonly label: string;
  readonly objective: SweepObjective;
  readonly ranges: ParameterRanges;
  readonly rungs: readonly Rung[];
}

/**
 * Shows a sweep.
 *
 * @param sweep that has not run
 * @returns a table of its parameters as HTML and text
 * @example
 * ```ts
 * import { sweepBundle } from "./sweep_display.ts";
 * const ranges = { hidden: [8, 16] };
 * sweepBundle({ label: "sweep", objective: { metric: "val_loss" }, ranges, rungs: [{ trials: 2 }] });
 * ```
 */
export function sweepBundle({ label, objective, ranges, rungs }: ShownSweep): ResultBundle {
  const table = {
    caption: `${label}: ${aimOf(objective)} · ${rungs.map(rungText).join(", then ")}`,
    heads: ["parameter", "tried"],
    rows: Object.entries(ranges).map(([name, range]) => [name, rangeText(range)]),
  };
  return { "text/html": tableHtml(table), "text/plain": tableText(table) };
}

function aimOf({ metric, phase, direction }: SweepObjective): string {
  const aim = direction === "maximize" ? "greatest" : "least";
  return `${aim} ${metric}${phase === undefined ? "" : ` of ${phase}`}`;
}

function rungText({ trials, epochs }: Rung): string {
  const count = `${trials} ${trials === 1 ? "trial" : "trials"}`;
  return epochs === undefined ? count : `${count} to epoch ${epochs}`;
}

/** Values that are written out at most. */
const MOST = 8;

function rangeText(range: ParameterRange): string {
  if ("kind" in range && range.kind !== "choice") {
    const { kind, from, to, steps } = range;
    const ends = `${shortNumber(from)} to ${shortNumber(to)}`;
    const how = { uniform: "", logUniform: " by factors", integers: " in whole numbers" }[kind];
    return `${ends}${how}${steps === undefined ? "" : `, ${steps} steps`}`;
  }
  const values: readonly ParameterValue[] = "kind" in range ? range.values : range;
  const texts = values.slice(0, MOST).map((value) =>
    typeof value === "number" ? shortNumber(value) : JSON.stringify(value)
  );
  const more = values.length > MOST ? ` and ${values.length - MOST} more` : "";
  return `${texts.join(", ")}${more}`;
}
