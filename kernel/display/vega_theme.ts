/**
 * How charts look where a specification does not say.
 *
 * @module
 */

import { isRecord } from "./record.ts";

/** Okabe and Ito's palette, told apart by all kinds of sight; yellow last, for it is pale on white. */
export const PALETTE: readonly string[] = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#d55e00",
  "#cc79a7",
  "#56b4e9",
  "#999999",
  "#f0e442",
];

/** A grey with a contrast of 4.5 to white and to black, as a picture does not know its page. */
const INK = "#767676";
const FAINT = "#76767640";

/** Part of a specification in every chart; frontends add their own theme to it. */
export const CHART_CONFIG: Readonly<Record<string, unknown>> = {
  range: { category: PALETTE },
  mark: { color: PALETTE[0] },
};

/** Added where we draw the chart ourselves, for light and dark pages alike. */
export const PICTURE_CONFIG: Readonly<Record<string, unknown>> = {
  background: "transparent",
  view: { stroke: FAINT },
  axis: {
    labelColor: INK,
    titleColor: INK,
    domainColor: INK,
    tickColor: INK,
    gridColor: FAINT,
  },
  legend: { labelColor: INK, titleColor: INK },
  header: { labelColor: INK, titleColor: INK },
  title: { color: INK, subtitleColor: INK },
  text: { color: INK },
  rule: { color: INK },
};

/**
 * Lays one configuration over another, at all depths.
 *
 * @param under what holds where `over` is silent
 * @param over what wins
 * @returns a new configuration
 * @example
 * ```ts
 * import { mergeConfig } from "./vega_theme.ts";
 * const config = mergeConfig({ axis: { grid: true } }, { axis: { ticks: false } });
 * console.assert(JSON.stringify(config) === '{"axis":{"grid":true,"ticks":false}}');
 * ```
 */
export function mergeConfig(
  under: Readonly<Record<string, unknown>>,
  over: unknown,
): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = { ...under };
  if (!isRecord(over)) return merged;
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isRecord(below) && isRecord(value) ? mergeConfig(below, value) : value;
  }
  return merged;
}
